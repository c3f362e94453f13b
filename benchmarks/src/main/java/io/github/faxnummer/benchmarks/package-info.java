/** Compares the performance of the plugin with that of the tools that it replaces. */
@NullMarked
package io.github.faxnummer.benchmarks;

import org.jspecify.annotations.NullMarked;
