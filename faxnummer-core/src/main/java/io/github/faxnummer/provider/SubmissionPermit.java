package io.github.faxnummer.provider;

/** Is requested right before the first byte of a submission, when the connection is established. */
@FunctionalInterface
public interface SubmissionPermit {

    SubmissionPermit ALWAYS = () -> true;

    /** Asked at most once. False: not one byte may leave. */
    boolean isGranted();
}
