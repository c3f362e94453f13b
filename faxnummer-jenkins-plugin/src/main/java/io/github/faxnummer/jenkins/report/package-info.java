/** Reports, the build's page and the remote API. */
@NullMarked
package io.github.faxnummer.jenkins.report;

import org.jspecify.annotations.NullMarked;
