/** Texts for users in English and German, and the cleaning of text that comes from strangers. */
@NullMarked
package io.github.faxnummer.text;

import org.jspecify.annotations.NullMarked;
