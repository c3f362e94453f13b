/** Reports about a delivery: lines and tables for consoles, and the interface of report formats. */
@NullMarked
package io.github.faxnummer.report;

import org.jspecify.annotations.NullMarked;
