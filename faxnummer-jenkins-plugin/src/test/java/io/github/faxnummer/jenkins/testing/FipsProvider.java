package io.github.faxnummer.jenkins.testing;

import java.security.Provider;

/** Has the name of Bouncy Castle's FIPS provider and nothing of it. */
public final class FipsProvider extends Provider {

    private static final long serialVersionUID = 1;

    public FipsProvider() {
        super("BCFIPS", "1", "a name for tests");
    }
}
