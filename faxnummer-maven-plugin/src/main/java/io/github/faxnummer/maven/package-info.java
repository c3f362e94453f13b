/** Goals: parameters in, core, build result out. */
@NullMarked
package io.github.faxnummer.maven;

import org.jspecify.annotations.NullMarked;
