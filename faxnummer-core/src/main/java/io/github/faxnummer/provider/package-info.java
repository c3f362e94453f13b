/** The seam to a fax service: {@link io.github.faxnummer.provider.FaxProvider} and the values it exchanges. */
@NullMarked
package io.github.faxnummer.provider;

import org.jspecify.annotations.NullMarked;
