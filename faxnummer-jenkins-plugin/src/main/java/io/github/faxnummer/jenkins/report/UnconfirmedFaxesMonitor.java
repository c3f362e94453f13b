package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.github.faxnummer.jenkins.Messages;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Warns administrators of unconfirmed faxes, or that the list of them cannot be read. */
@Extension
public final class UnconfirmedFaxesMonitor extends AdministrativeMonitor {

    private static final Logger LOGGER = Logger.getLogger(UnconfirmedFaxesMonitor.class.getName());

    @Override
    public String getDisplayName() {
        return Messages.UnconfirmedFaxesMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return getBuilds() != 0;
    }

    /** How many builds have such faxes; -1 if the list cannot be read. */
    public int getBuilds() {
        try {
            return UnconfirmedFaxes.get().builds().size();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read which faxes are unconfirmed", e);
            return -1;
        }
    }
}
