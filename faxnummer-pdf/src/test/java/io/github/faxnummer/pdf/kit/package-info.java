/** Makes PDFs for tests: those that people fax, and those that nobody should. */
@NullMarked
package io.github.faxnummer.pdf.kit;

import org.jspecify.annotations.NullMarked;
