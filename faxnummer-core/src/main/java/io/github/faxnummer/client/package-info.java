/** The two functions of the Faxnummer.de API over HTTP, one blocking call each; a fax is submitted at most once. */
@NullMarked
package io.github.faxnummer.client;

import org.jspecify.annotations.NullMarked;
