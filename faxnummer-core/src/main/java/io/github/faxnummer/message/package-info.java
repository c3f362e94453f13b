/** Texts for users in English and German, and the sanitizing of foreign text. */
@NullMarked
package io.github.faxnummer.message;

import org.jspecify.annotations.NullMarked;
