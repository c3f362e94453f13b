package io.github.faxnummer.provider.faxnummerde;

/** The account's password ("Product-Code"). It leaves this type only into the body of a request. */
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

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "********";
    }
}
