/** Pipeline steps and the freestyle build step. */
@NullMarked
package io.github.faxnummer.jenkins.step;

import org.jspecify.annotations.NullMarked;
