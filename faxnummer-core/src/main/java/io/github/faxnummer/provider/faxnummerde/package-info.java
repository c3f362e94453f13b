/** Field names of the Faxnummer.de API and the decoding of its answers. Not public API: it may change at any time. */
@NullMarked
package io.github.faxnummer.provider.faxnummerde;

import org.jspecify.annotations.NullMarked;
