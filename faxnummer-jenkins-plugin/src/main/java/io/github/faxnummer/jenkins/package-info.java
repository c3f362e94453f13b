/** Jenkins: parameters in, core, build result out. */
@NullMarked
package io.github.faxnummer.jenkins;

import org.jspecify.annotations.NullMarked;
