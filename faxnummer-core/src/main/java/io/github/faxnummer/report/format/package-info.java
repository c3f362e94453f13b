/** The formats in which a delivery report is written, and their registry. */
@NullMarked
package io.github.faxnummer.report.format;

import org.jspecify.annotations.NullMarked;
