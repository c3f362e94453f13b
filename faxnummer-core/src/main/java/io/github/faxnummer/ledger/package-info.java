/**
 * At most once across runs: a ledger of submissions, kept in a directory or a database, that every run consults first.
 */
@NullMarked
package io.github.faxnummer.ledger;

import org.jspecify.annotations.NullMarked;
