/** A PDF before it is sent. */
@NullMarked
package io.github.faxnummer.document;

import org.jspecify.annotations.NullMarked;
