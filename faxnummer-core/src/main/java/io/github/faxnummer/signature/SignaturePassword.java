package io.github.faxnummer.signature;

import java.util.Optional;

/** The password of a key store, or a token's PIN. Nothing shows it. */
public final class SignaturePassword {

    private final Optional<String> value;

    private SignaturePassword(Optional<String> value) {
        this.value = value;
    }

    public static SignaturePassword of(String value) {
        return new SignaturePassword(Optional.of(value));
    }

    /** Where none is configured. */
    public static SignaturePassword none() {
        return new SignaturePassword(Optional.empty());
    }

    char[] value() {
        return value.orElse("").toCharArray();
    }

    boolean isConfigured() {
        return value.isPresent();
    }

    @Override
    public String toString() {
        return "********";
    }
}
