package io.github.faxnummer.provider;

/** The account's password. It is read only by the client of a provider, into the body of a request. */
public final class Password {

    private final String value;

    /**
     * Creates a password from its text.
     *
     * @throws IllegalArgumentException if the password is empty
     */
    public Password(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("The password is empty.");
        }
        this.value = value;
    }

    /** The text. A test ensures that only clients of providers call this. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "********";
    }
}
