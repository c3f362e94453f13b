/** The user's parameters, validated and normalized before anything is sent; all problems are reported at once. */
@NullMarked
package io.github.faxnummer.order;

import org.jspecify.annotations.NullMarked;
