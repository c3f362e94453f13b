package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the place of a delivery's transmission report in the archive. It is kept beside the report, so that the
 * report is added once, also if the controller ends in between.
 *
 * @param facts fingerprint of what the report says
 * @param begun the SHA-256 of a report that began to be added, and is not known to be in the archive; empty if there is none
 * @param entry where the report is in the archive; empty if it is not known to be there
 * @param problem why it is not there, or what of it, in the controller's language; may be empty
 */
record ArchivedReport(String facts, Optional<String> begun, Optional<Entry> entry, String problem) {

    private static final String FILE = ".archive";
    private static final String NONE = "-";
    private static final int LINES = 5;

    /**
     * An entry of the archive.
     *
     * @param sha256 of its transmission report
     */
    record Entry(long number, String sha256) {}

    /** Of a report that is to be archived. */
    static ArchivedReport none(String facts) {
        return new ArchivedReport(facts, Optional.empty(), Optional.empty(), "");
    }

    ArchivedReport begin(String sha256) {
        return new ArchivedReport(facts, Optional.of(sha256), entry, problem);
    }

    ArchivedReport added(Entry known, String lacking) {
        return new ArchivedReport(facts, Optional.empty(), Optional.of(known), lacking);
    }

    ArchivedReport failed(String why) {
        return new ArchivedReport(facts, begun, entry, why);
    }

    /** Whether a report is in the archive. */
    boolean has(String sha256) {
        return entry.filter(it -> it.sha256().equals(sha256)).isPresent();
    }

    /** Whether a report is in the archive, or may be. */
    boolean mayHave(String sha256) {
        return has(sha256) || begun.equals(Optional.of(sha256));
    }

    /** Empty if the report is not to be archived. */
    static Optional<ArchivedReport> read(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
            if (lines.size() != LINES) {
                return Optional.empty();
            }
            Optional<Entry> entry = known(lines.get(2)).map(it -> new Entry(Long.parseLong(it), lines.get(3)));
            return Optional.of(new ArchivedReport(lines.get(0), known(lines.get(1)), entry, lines.get(4)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> known(String line) {
        return Optional.of(line).filter(it -> !it.equals(NONE));
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        String text = String.join(
                "\n",
                facts,
                begun.orElse(NONE),
                entry.map(it -> String.valueOf(it.number())).orElse(NONE),
                entry.map(Entry::sha256).orElse(NONE),
                problem,
                "");
        DurableFile.replace(folder.resolve(FILE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
