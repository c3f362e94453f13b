/** Reading of the program's own persisted JSON. */
@NullMarked
package io.github.faxnummer.json;

import org.jspecify.annotations.NullMarked;
