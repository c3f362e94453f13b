package io.github.faxnummer.provider.faxnummerde;

import java.time.Duration;

/**
 * How long to wait for the network.
 *
 * @param connect until a connection is established
 * @param idle between two bytes, in either direction
 * @param poll for a whole {@code GetSentFaxStatus}
 * @param submission for a whole {@code SendFax}, the upload included
 */
public record Timeouts(Duration connect, Duration idle, Duration poll, Duration submission) {

    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(30));
}
