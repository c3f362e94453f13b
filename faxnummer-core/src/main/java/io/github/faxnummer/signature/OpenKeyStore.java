package io.github.faxnummer.signature;

import java.security.KeyStore;

/**
 * A key store that is open, such as one of a credential.
 *
 * @param password of its keys
 */
public record OpenKeyStore(KeyStore store, SignaturePassword password) {}
