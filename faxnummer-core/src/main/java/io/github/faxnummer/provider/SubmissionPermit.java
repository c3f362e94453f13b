package io.github.faxnummer.provider;

/** Requested immediately before the first byte of a submission, after the connection is established. */
@FunctionalInterface
public interface SubmissionPermit {

    SubmissionPermit ALWAYS = () -> true;

    /** Called at most once. Returns false if no byte may be sent. */
    boolean isGranted();
}
