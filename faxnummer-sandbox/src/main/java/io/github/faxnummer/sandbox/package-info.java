/** A local stand-in for the Faxnummer.de API: for trials, demos and tests. */
@NullMarked
package io.github.faxnummer.sandbox;

import org.jspecify.annotations.NullMarked;
