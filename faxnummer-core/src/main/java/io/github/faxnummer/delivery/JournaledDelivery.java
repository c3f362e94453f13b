package io.github.faxnummer.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A delivery with the data that a {@link DeliveryJournal} persists. It contains no secrets.
 *
 * @param endpoint the address of the API
 * @param start its start
 * @param attributes data of the adapter, which core does not interpret
 */
public record JournaledDelivery(String endpoint, Instant start, Map<String, String> attributes, Delivery delivery) {

    public JournaledDelivery {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
