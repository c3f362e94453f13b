package io.github.faxnummer.converter;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The programs that make PDFs of documents, at most one for an extension. */
public record Converters(List<Converter> all) implements Serializable {

    /** No programs. */
    public static final Converters NONE = new Converters(List.of());

    public Converters {
        all = List.copyOf(all);
    }

    /**
     * The converter of a file, if it has one. What begins like a PDF is one, whatever its name.
     *
     * @param start the first bytes of the file
     */
    public Optional<Converter> find(String name, byte[] start) {
        if (new String(start, StandardCharsets.ISO_8859_1).startsWith("%PDF-")) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return all.stream().filter(it -> lower.endsWith("." + it.extension())).findFirst();
    }
}
