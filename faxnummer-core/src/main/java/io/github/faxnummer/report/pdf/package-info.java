/** The transmission report as PDF/A. */
@NullMarked
package io.github.faxnummer.report.pdf;

import org.jspecify.annotations.NullMarked;
