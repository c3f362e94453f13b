/** Deliveries in progress: scheduling, persistence, recovery. */
@NullMarked
package io.github.faxnummer.jenkins.delivery;

import org.jspecify.annotations.NullMarked;
