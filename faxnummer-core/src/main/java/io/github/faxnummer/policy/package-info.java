/** What may be sent, and what fails a build. */
@NullMarked
package io.github.faxnummer.policy;

import org.jspecify.annotations.NullMarked;
