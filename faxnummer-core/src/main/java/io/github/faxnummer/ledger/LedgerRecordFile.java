package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
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
        String budget = "";
        String pages = "";
        if (step.counts().isPresent()) {
            budget = step.counts().get().budget().hex();
            pages = String.valueOf(step.counts().get().pages());
        }
        return String.join(
                "\n",
                FIRST_LINE,
                "token " + step.token(),
                "run " + step.run().hex(),
                "runName " + step.runName(),
                "jobId " + step.jobId().orElse(""),
                "result " + (step.result().isPresent() ? step.result().get().name() : ""),
                "expected " + step.expected().orElse(""),
                "at " + LedgerTime.text(step.at()),
                "budget " + budget,
                "pages " + pages,
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
        List<String> lines = lines(text);
        if (!lines.isEmpty() && lines.get(0).startsWith(NAME) && !lines.get(0).equals(FIRST_LINE)) {
            throw new LedgerException(Message.of("ledger.newer"));
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                fields.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        boolean isWhole = !lines.isEmpty() && lines.get(lines.size() - 1).equals(LAST_LINE);
        try {
            if (isWhole && lines.get(0).equals(FIRST_LINE)) {
                String result = fields.getOrDefault("result", "");
                String budget = fields.getOrDefault("budget", "");
                return new LedgerRecord(
                        attempt,
                        step,
                        fields.getOrDefault("token", ""),
                        new LedgerKey(fields.getOrDefault("run", "")),
                        fields.getOrDefault("runName", ""),
                        unlessEmpty(fields.getOrDefault("jobId", "")),
                        result.isEmpty() ? Optional.empty() : Optional.of(LedgerResult.valueOf(result)),
                        unlessEmpty(fields.getOrDefault("expected", "")),
                        LedgerTime.parse(fields.getOrDefault("at", "")),
                        budget.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new LedgerRecord.Counts(
                                        new LedgerKey(budget), Integer.parseInt(fields.getOrDefault("pages", "")))),
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

    private static Optional<String> unlessEmpty(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** As {@link String#lines} finds them. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(text.substring(start, i));
                start = c == '\r' && text.startsWith("\n", i + 1) ? ++i + 1 : i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }
}
