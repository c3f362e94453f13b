package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.PdfLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which bounds documents are looked at, as users write it.
 *
 * @param maxPages more pages are worth a warning, 1 to 10,000
 * @param maxMegabytes a document from this size on is worth a warning, 1 to 10,000
 * @param preflightTimeout how long looking at a document may take
 * @param preflightMemory megabytes that its decoded contents may take, 1 to 10,000
 */
public record InspectionParameters(int maxPages, int maxMegabytes, String preflightTimeout, int preflightMemory) {

    // As text, for annotations; PdfLimits.DEFAULT in other words.
    public static final String PAGES = "100";
    public static final String MEGABYTES = "2";
    public static final String TIMEOUT = "2m";
    public static final String MEMORY = "256";

    private static final int MOST = 10_000;
    private static final long MEGABYTE = 1L << 20;

    public Validated<PdfLimits> check() {
        List<Problem> problems = new ArrayList<>();
        require("maxPages", maxPages, problems);
        require("maxMegabytes", maxMegabytes, problems);
        require("preflightMemory", preflightMemory, problems);
        Validated<Duration> time = Durations.check("preflightTimeout", preflightTimeout);
        problems.addAll(time.problems());
        Optional<Duration> allowed = time.value();
        return problems.isEmpty() && allowed.isPresent()
                ? Validated.valid(
                        new PdfLimits(maxPages, maxMegabytes * MEGABYTE, allowed.get(), preflightMemory * MEGABYTE))
                : Validated.invalid(problems);
    }

    private static void require(String parameter, int value, List<Problem> problems) {
        if (value < 1 || value > MOST) {
            problems.add(new Problem(parameter, String.valueOf(value), Message.of("input.limit", MOST)));
        }
    }
}
