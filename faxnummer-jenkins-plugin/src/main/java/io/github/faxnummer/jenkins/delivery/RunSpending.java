package io.github.faxnummer.jenkins.delivery;

import hudson.model.InvisibleAction;
import io.github.faxnummer.policy.Spending;

/** What the steps of a build have sent together, kept with the build. */
final class RunSpending extends InvisibleAction {

    private final int faxes;
    private final int pages;

    RunSpending(int faxes, int pages) {
        this.faxes = faxes;
        this.pages = pages;
    }

    Spending spending() {
        return new Spending(faxes, pages);
    }
}
