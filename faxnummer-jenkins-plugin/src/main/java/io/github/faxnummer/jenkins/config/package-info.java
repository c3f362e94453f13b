/** Global configuration, credentials, clients and form validation. */
@NullMarked
package io.github.faxnummer.jenkins.config;

import org.jspecify.annotations.NullMarked;
