package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.github.faxnummer.jenkins.Messages;

/** Warns administrators of unconfirmed faxes, or that the list of them cannot be read. */
@Extension
public final class UnconfirmedFaxesMonitor extends AdministrativeMonitor {

    @Override
    public String getDisplayName() {
        return Messages.UnconfirmedFaxesMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return getBuilds() > 0 || isUnreadable();
    }

    /** How many builds have such faxes. */
    public int getBuilds() {
        return UnconfirmedFaxes.get().count();
    }

    public boolean isUnreadable() {
        return UnconfirmedFaxes.get().isUnreadable();
    }
}
