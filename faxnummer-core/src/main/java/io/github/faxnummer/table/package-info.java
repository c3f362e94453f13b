/** Tables of texts as people keep them in files: CSV of spreadsheets and address books, and JSON. */
@NullMarked
package io.github.faxnummer.table;

import org.jspecify.annotations.NullMarked;
