package io.github.faxnummer.sandbox.web;

import java.net.URI;
import java.util.Optional;

/**
 * The sandbox as its page describes it.
 *
 * @param password the password, if it may be shown
 */
public record SandboxInfo(URI endpoint, String login, Optional<String> password) {
    URI page() {
        return endpoint.resolve("/");
    }

    boolean isHttps() {
        return endpoint.getScheme().equals("https");
    }
}
