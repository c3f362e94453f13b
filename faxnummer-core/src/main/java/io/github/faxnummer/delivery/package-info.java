/**
 * Deliveries: documents, recipients and states of transmissions, polling, the journal and the verdict for the build.
 */
@NullMarked
package io.github.faxnummer.delivery;

import org.jspecify.annotations.NullMarked;
