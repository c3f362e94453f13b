package io.github.faxnummer.ledger;

import java.time.Duration;

/**
 * How the owner of an attempt shows that it is alive, and how long others wait for it.
 *
 * @param beatEvery pause between two beats of an owner
 * @param pollEvery pause between two looks of a run that waits
 * @param standsStillAfter how long a counter must not rise until its owner counts as gone; many times {@code beatEvery}
 * @param longestSubmission when an owner stops beating, so that nothing waits for it for ever
 */
public record LedgerTiming(
        Duration beatEvery, Duration pollEvery, Duration standsStillAfter, Duration longestSubmission) {

    // A submission may take 30 minutes: an owner that stops beating before its end would count as gone.
    public static final LedgerTiming DEFAULT = new LedgerTiming(
            Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(40));
}
