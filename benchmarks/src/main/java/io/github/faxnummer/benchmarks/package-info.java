/** Measures the program beside what a user would take instead. */
@NullMarked
package io.github.faxnummer.benchmarks;

import org.jspecify.annotations.NullMarked;
