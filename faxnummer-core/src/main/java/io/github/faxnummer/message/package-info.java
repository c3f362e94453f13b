/** Texts for users in English and German, and the cleaning of text that comes from strangers. */
@NullMarked
package io.github.faxnummer.message;

import org.jspecify.annotations.NullMarked;
