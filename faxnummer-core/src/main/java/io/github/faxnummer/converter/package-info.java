/** Makes PDFs of documents by programs that a user names, in bounds of time, text and size. */
@NullMarked
package io.github.faxnummer.converter;

import org.jspecify.annotations.NullMarked;
