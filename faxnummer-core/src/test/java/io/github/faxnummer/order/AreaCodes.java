package io.github.faxnummer.order;

import com.google.i18n.phonenumbers.prefixmapper.PhonePrefixMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** All German area codes, as libphonenumber's geocoder knows them. */
public final class AreaCodes {

    private static final String DATA = "/com/google/i18n/phonenumbers/geocoding/data/49_en";

    private AreaCodes() {}

    /** Without the country code and the leading zero. */
    public static List<String> german() {
        try (InputStream data = Objects.requireNonNull(PhonePrefixMap.class.getResourceAsStream(DATA));
                ObjectInputStream in = new ObjectInputStream(data)) {
            PhonePrefixMap map = new PhonePrefixMap();
            map.readExternal(in);
            return map.toString()
                    .lines()
                    .map(line -> line.substring("49".length(), line.indexOf('|')))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
