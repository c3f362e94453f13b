/** A delivery as people and machines read it: lines, table, JSON, JUnit XML. */
@NullMarked
package io.github.faxnummer.report;

import org.jspecify.annotations.NullMarked;
