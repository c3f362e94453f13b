package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds transmission reports: files, and folders with {@code fax-report.pdf}. */
final class ReportPaths {

    private ReportPaths() {}

    /** At least one file for each that was written. */
    static Validated<List<Path>> find(List<String> written, Path basedir) {
        List<Path> files = new ArrayList<>();
        for (String entry : written) {
            Path path = basedir.resolve(entry.strip());
            List<Path> found = Files.exists(path) ? files(path) : List.of();
            if (found.isEmpty()) {
                return Validated.invalid("reports", entry, Message.of("input.reports.missing"));
            }
            files.addAll(found);
        }
        return Validated.valid(files);
    }

    private static List<Path> files(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .filter(it -> it.equals(path)
                            || it.toString().toLowerCase(Locale.ROOT).endsWith("fax-report.pdf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
