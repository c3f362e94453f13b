/** What keeps a fax from being sent twice: the ledger of this controller, and the run that a build belongs to. */
@NullMarked
package io.github.faxnummer.jenkins.ledger;

import org.jspecify.annotations.NullMarked;
