/** Finished reports with their documents, kept so that a change is noticed: see {@code docs/archive.md}. */
@NullMarked
package io.github.faxnummer.archive;

import org.jspecify.annotations.NullMarked;
