/** Builders of PDFs for tests. */
@NullMarked
package io.github.faxnummer.pdf.testing;

import org.jspecify.annotations.NullMarked;
