/** Which documents go to whom, how far each one is, when to ask next, and what it all means for the build. */
@NullMarked
package io.github.faxnummer.delivery;

import org.jspecify.annotations.NullMarked;
