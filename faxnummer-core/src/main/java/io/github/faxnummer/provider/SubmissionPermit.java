package io.github.faxnummer.provider;

/** Is asked right before the first byte of a submission leaves, when the connection stands. */
@FunctionalInterface
public interface SubmissionPermit {

    SubmissionPermit ALWAYS = () -> true;

    /** Asked at most once. False: not one byte may leave. */
    boolean isGranted();
}
