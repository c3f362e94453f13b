/** The client of the Faxnummer.de API and the decoding of its responses. */
@NullMarked
package io.github.faxnummer.provider.faxnummerde;

import org.jspecify.annotations.NullMarked;
