package io.github.faxnummer.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A delivery as a {@link DeliveryJournal} keeps it. It holds no secret.
 *
 * @param endpoint where it goes
 * @param start when it began
 * @param attributes what an adapter needs beside it to continue; core does not interpret them
 */
public record JournaledDelivery(String endpoint, Instant start, Map<String, String> attributes, Delivery delivery) {

    public JournaledDelivery {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
