package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Validated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds transmission reports: files, and folders with {@code fax-report.pdf}. */
final class ReportPaths {

    static final Parameter<Path> REPORTS = Parameter.path("reports");

    private static final Path INCOMING = Path.of(".incoming");

    private ReportPaths() {}

    /** At least one file for each that was written. */
    static Validated<List<Path>> find(List<String> written, Path basedir) {
        List<Path> files = new ArrayList<>();
        for (String entry : written) {
            Validated<List<Path>> found = REPORTS.check(entry).map(it -> files(basedir.resolve(it)));
            if (found.value().isEmpty()) {
                return found;
            }
            if (found.value().get().isEmpty()) {
                return Validated.invalid(REPORTS.name(), entry, Message.of("input.reports.missing"));
            }
            files.addAll(found.value().get());
        }
        return Validated.valid(files);
    }

    private static List<Path> files(Path path) {
        Path start;
        try {
            // A walk does not follow a link that it begins with.
            start = path.toRealPath();
        } catch (IOException e) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(start)) {
            return all.map(it -> it.equals(start) ? path : path.resolve(start.relativize(it)))
                    .filter(Files::isRegularFile)
                    .filter(it -> !isIncoming(path.relativize(it)))
                    .filter(it -> it.equals(path)
                            || it.toString().toLowerCase(Locale.ROOT).endsWith("fax-report.pdf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Of an archive: reports that are being added, or that an interrupted program left. */
    private static boolean isIncoming(Path path) {
        return StreamSupport.stream(path.spliterator(), false).anyMatch(INCOMING::equals);
    }
}
