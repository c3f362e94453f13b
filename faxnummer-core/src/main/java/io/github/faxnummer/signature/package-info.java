/** Signs transmission reports (PAdES) and verifies their signatures. */
@NullMarked
package io.github.faxnummer.signature;

import org.jspecify.annotations.NullMarked;
