package io.github.faxnummer.policy;

/**
 * Which deliveries fail a build.
 *
 * @param failOnError a fax that was rejected, failed or not sent, or whose submission is unknown
 * @param failOnTimeout a fax that is not finished at the deadline
 * @param failOnMissingPages a fax that was delivered with fewer pages than its document has
 */
public record FailurePolicy(boolean failOnError, boolean failOnTimeout, boolean failOnMissingPages) {}
