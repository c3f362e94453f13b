/** What users write, checked and normalised before anything is sent; all that is wrong is told at once. */
@NullMarked
package io.github.faxnummer.order;

import org.jspecify.annotations.NullMarked;
