package io.github.faxnummer.order;

import io.github.faxnummer.converter.Conversion;
import io.github.faxnummer.converter.Converter;
import io.github.faxnummer.converter.ConverterException;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.ComposedPart;
import io.github.faxnummer.pdf.PageSize;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The PDFs that programs made of the documents of an order, each of them once; deleted at the end. */
final class Conversions implements Closeable {

    /** Where a PDF's header may stand at the latest, in bytes. */
    private static final int START = 1024;

    /** By the path of the document. */
    private final Map<String, Conversion> made = new HashMap<>();

    /** Converts the documents that have a converter, and returns what went wrong. */
    List<Problem> add(List<Document> documents, Converters converters, Duration limit) throws IOException {
        List<Problem> problems = new ArrayList<>();
        for (Document document : documents) {
            Path file = Path.of(document.path());
            Optional<Converter> converter = converters.find(document.name(), start(file));
            if (converter.isPresent()) {
                try {
                    made.put(document.path(), Conversion.of(file, converter.get(), limit));
                } catch (ConverterException e) {
                    problems.add(problem(document, e.why()));
                }
            }
        }
        return problems;
    }

    /** What was made of a document, if it was converted. */
    Optional<Conversion> find(Document document) {
        return Optional.ofNullable(made.get(document.path()));
    }

    /** What is wrong with the paper of a converted document. */
    static Optional<Problem> checkPaper(Document document, Conversion conversion, ComposedPart part) {
        for (int i = 0; i < part.sizes().size(); i++) {
            PageSize size = part.sizes().get(i);
            if (!size.isA4()) {
                return Optional.of(problem(
                        document,
                        Message.of(
                                "converter.paper",
                                conversion.converter().extension(),
                                i + 1,
                                String.format(Locale.ROOT, "%.0f × %.0f mm", size.width(), size.height()))));
            }
        }
        return Optional.empty();
    }

    private static Problem problem(Document document, Message advice) {
        return new Problem(FaxParameters.CONVERTERS.name(), document.path(), advice);
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(START);
        }
    }

    @Override
    public void close() {
        made.values().forEach(Conversion::close);
    }
}
