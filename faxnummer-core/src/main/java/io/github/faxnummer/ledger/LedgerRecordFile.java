package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a {@link LedgerRecord}'s file: one field a line, and a last line that shows that it is whole. */
final class LedgerRecordFile {

    static final String NAME = "faxnummer-ledger ";
    static final String FIRST_LINE = NAME + "1";
    private static final String LAST_LINE = "end";
    /** Of a record that is not whole. */
    static final Instant NO_TIME = Instant.MAX;

    private static final LedgerKey NO_RUN = new LedgerKey("0".repeat(64));

    private LedgerRecordFile() {}

    static String text(LedgerRecord step) {
        return String.join(
                "\n",
                FIRST_LINE,
                "token " + step.token(),
                "run " + step.run().hex(),
                "runName " + step.runName(),
                "jobId " + step.jobId().orElse(""),
                "result " + step.result().map(LedgerResult::name).orElse(""),
                "expected " + step.expected().orElse(""),
                "at " + step.at(),
                "budget " + step.counts().map(it -> it.budget().hex()).orElse(""),
                "pages " + step.counts().map(it -> String.valueOf(it.pages())).orElse(""),
                "settles " + step.settles(),
                LAST_LINE,
                "");
    }

    /**
     * Reads a record. The file's name says which step it is, so the step counts even if its text is not whole: then it has
     * no token, no time, and no owner that could be recognized.
     *
     * @throws LedgerException if a newer version of the program wrote it
     */
    static LedgerRecord parse(int attempt, LedgerStep step, String text) throws LedgerException {
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && lines.get(0).startsWith(NAME) && !lines.get(0).equals(FIRST_LINE)) {
            throw new LedgerException(Message.of("ledger.newer"));
        }
        Map<String, String> fields = new HashMap<>();
        lines.forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                fields.put(line.substring(0, blank), line.substring(blank + 1));
            }
        });
        boolean isWhole = !lines.isEmpty() && lines.get(lines.size() - 1).equals(LAST_LINE);
        try {
            if (isWhole && lines.get(0).equals(FIRST_LINE)) {
                return new LedgerRecord(
                        attempt,
                        step,
                        fields.getOrDefault("token", ""),
                        new LedgerKey(fields.getOrDefault("run", "")),
                        fields.getOrDefault("runName", ""),
                        Optional.of(fields.getOrDefault("jobId", "")).filter(it -> !it.isEmpty()),
                        Optional.of(fields.getOrDefault("result", ""))
                                .filter(it -> !it.isEmpty())
                                .map(LedgerResult::valueOf),
                        Optional.of(fields.getOrDefault("expected", "")).filter(it -> !it.isEmpty()),
                        Instant.parse(fields.getOrDefault("at", "")),
                        Optional.of(fields.getOrDefault("budget", ""))
                                .filter(it -> !it.isEmpty())
                                .map(it -> new LedgerRecord.Counts(
                                        new LedgerKey(it), Integer.parseInt(fields.getOrDefault("pages", "")))),
                        OnceScope.valueOf(fields.getOrDefault("settles", "")));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new LedgerException(Message.of("ledger.damaged"), e);
        }
        return new LedgerRecord(
                attempt,
                step,
                "",
                NO_RUN,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NO_TIME,
                Optional.empty(),
                OnceScope.OFF);
    }
}
