package io.github.faxnummer.jenkins.ledger;

import hudson.model.InvisibleAction;

/** Identifies the run that a build belongs to, kept with the build: names and numbers of builds can come again. */
final class RunId extends InvisibleAction {

    private final String id;

    RunId(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
