package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

/** What a Maven that has ended leaves behind. */
record Build(int exitCode, String console) {

    /** What it printed, if it succeeded. */
    String succeeded() {
        assertThat(exitCode).describedAs(console).isZero();
        assertThat(console).contains("BUILD SUCCESS");
        return console;
    }

    /** What it printed, if it failed. */
    String failed() {
        assertThat(exitCode).describedAs(console).isNotZero();
        assertThat(console).contains("BUILD FAILURE");
        return console;
    }
}
