package io.github.faxnummer.jenkins.testing;

import io.github.faxnummer.testing.TestAuthority;
import java.security.KeyPair;

/** The keys of all tests that sign: to make them takes longer than most tests. */
public final class SigningKeys {

    public static final TestAuthority.Keys AUTHORITY = TestAuthority.Keys.generate();
    public static final KeyPair SIGNER = TestAuthority.rsa(2048);

    private SigningKeys() {}
}
