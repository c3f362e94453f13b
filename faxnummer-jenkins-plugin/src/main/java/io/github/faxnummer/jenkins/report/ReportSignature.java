package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.signature.SignatureLevel;
import io.github.faxnummer.signature.SigningResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
 * @param level empty: it is unsigned
 * @param isComplete whether nothing is missing that signing it again might add
 * @param problem what is missing, in the controller's language; may be empty
 */
record ReportSignature(String facts, Optional<SignatureLevel> level, boolean isComplete, String problem) {

    private static final String FILE = ".signature";
    private static final String UNSIGNED = "-";
    private static final int MAX_PROBLEM_LENGTH = 500;

    static ReportSignature of(String facts, SigningResult result) {
        String problem = Stream.concat(result.problem().stream(), result.notes().stream())
                .map(it -> Sanitizer.line(it.in(Locale.getDefault()), MAX_PROBLEM_LENGTH))
                .collect(Collectors.joining(" "));
        return new ReportSignature(facts, result.level(), result.isComplete(), problem);
    }

    /** Of a report that is to be signed. */
    static ReportSignature none(String facts) {
        return new ReportSignature(facts, Optional.empty(), false, "");
    }

    /** Empty if the report is not known to be signed. */
    static Optional<ReportSignature> read(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
            if (lines.size() != 4) {
                return Optional.empty();
            }
            Optional<SignatureLevel> level = Arrays.stream(SignatureLevel.values())
                    .filter(it -> it.name().equals(lines.get(1)))
                    .findFirst();
            return Optional.of(
                    new ReportSignature(lines.get(0), level, Boolean.parseBoolean(lines.get(2)), lines.get(3)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        String text = String.join(
                "\n", facts, level.map(SignatureLevel::name).orElse(UNSIGNED), String.valueOf(isComplete), problem, "");
        DurableFile.replace(folder.resolve(FILE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
