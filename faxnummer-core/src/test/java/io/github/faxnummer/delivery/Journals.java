package io.github.faxnummer.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Journals in memory, for tests that write many. */
public final class Journals {

    private Journals() {}

    public static String write(Delivery delivery) {
        try {
            return new String(
                    JournalCodec.snapshot(new JournaledDelivery("", Instant.EPOCH, Map.of(), delivery)), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Delivery read(String journal) {
        try {
            return DeliveryJournal.read(journal.lines().toList()).delivery();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
