/** Work done on agents and data exchanged with them. */
@NullMarked
package io.github.faxnummer.jenkins.agent;

import org.jspecify.annotations.NullMarked;
