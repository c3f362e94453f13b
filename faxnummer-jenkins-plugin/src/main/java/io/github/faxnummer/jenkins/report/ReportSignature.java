package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.signature.SignatureLevel;
import io.github.faxnummer.signature.SigningResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the signature of a delivery's transmission report. It is kept beside the report, because a look at the
 * signature itself takes too long for a page.
 *
 * @param facts fingerprint of what the report says
 * @param level as it was read from the report; empty: it has no valid signature
 * @param reached the highest level that the report ever had: with less it is no longer as it was
 * @param problem why it is not signed as configured, in the controller's language; may be empty
 * @param note why the signature has no validation data, in the controller's language; may be empty
 */
record ReportSignature(
        String facts, Optional<SignatureLevel> level, Optional<SignatureLevel> reached, String problem, String note) {

    private static final String FILE = ".signature";
    private static final String UNSIGNED = "-";
    private static final int LINES = 5;
    private static final int MAX_TEXT_LENGTH = 500;

    /** @param before what was known of the same report */
    static ReportSignature of(Optional<ReportSignature> before, SigningResult result) {
        return new ReportSignature(
                before.map(ReportSignature::facts).orElse(""),
                result.level(),
                Stream.concat(before.flatMap(ReportSignature::reached).stream(), result.level().stream())
                        .max(Comparator.naturalOrder()),
                text(result.problem().stream().toList()),
                text(result.notes()));
    }

    /** Of a report that is to be signed. */
    static ReportSignature none(String facts) {
        return new ReportSignature(facts, Optional.empty(), Optional.empty(), "", "");
    }

    private static String text(Collection<Message> messages) {
        return messages.stream()
                .map(it -> Sanitizer.line(it.in(Locale.getDefault()), MAX_TEXT_LENGTH))
                .collect(Collectors.joining(" "));
    }

    /** Empty if the report is not known to be signed. */
    static Optional<ReportSignature> read(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
            return lines.size() == LINES
                    ? Optional.of(new ReportSignature(
                            lines.get(0), level(lines.get(1)), level(lines.get(2)), lines.get(3), lines.get(4)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<SignatureLevel> level(String name) {
        return Arrays.stream(SignatureLevel.values())
                .filter(it -> it.name().equals(name))
                .findFirst();
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        String text = String.join("\n", facts, name(level), name(reached), problem, note, "");
        DurableFile.replace(folder.resolve(FILE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(Optional<SignatureLevel> level) {
        return level.map(SignatureLevel::name).orElse(UNSIGNED);
    }

    /** Whether it is signed, with all that was asked for. */
    boolean isSigned() {
        return level.isPresent() && problem.isEmpty();
    }

    /** Whether nothing is missing that signing it again might add. */
    boolean isComplete() {
        return isSigned() && note.isEmpty();
    }
}
