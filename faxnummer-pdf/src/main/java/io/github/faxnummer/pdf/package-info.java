/** A PDF before it is faxed: what is in it, what will suffer, and how the recipient's machine will print it. */
@NullMarked
package io.github.faxnummer.pdf;

import org.jspecify.annotations.NullMarked;
