package io.github.faxnummer.jenkins.config;

import hudson.ExtensionPoint;

/** Learns what a test of a connection found out. */
public abstract class AccountListener implements ExtensionPoint {

    /** The provider accepts an account. */
    protected abstract void accepted(String login, String endpoint);
}
