package io.github.faxnummer.order;

import io.github.faxnummer.pdf.PdfLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The limits for inspecting documents, as users write them.
 *
 * @param maxPages more pages cause a warning, 1 to 10,000
 * @param maxMegabytes a document of at least this size causes a warning, 1 to 10,000
 * @param preflightTimeout time limit for inspecting a document
 * @param preflightMemory limit in megabytes for its decoded contents, 1 to 10,000
 */
public record InspectionParameters(int maxPages, int maxMegabytes, String preflightTimeout, int preflightMemory) {

    // As text, for annotations; equal to PdfLimits.DEFAULT.
    public static final String PAGES = "100";
    public static final String MEGABYTES = "2";
    public static final String TIMEOUT = "2m";
    public static final String MEMORY = "256";

    static final int MAX = 10_000;
    private static final long MEGABYTE = 1L << 20;

    public Validated<PdfLimits> check() {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(FaxParameters.MAX_PAGES.check(String.valueOf(maxPages)).problems());
        problems.addAll(
                FaxParameters.MAX_MEGABYTES.check(String.valueOf(maxMegabytes)).problems());
        problems.addAll(FaxParameters.PREFLIGHT_MEMORY
                .check(String.valueOf(preflightMemory))
                .problems());
        Validated<Duration> time = FaxParameters.PREFLIGHT_TIMEOUT.check(preflightTimeout);
        problems.addAll(time.problems());
        Optional<Duration> allowed = time.value();
        return problems.isEmpty() && allowed.isPresent()
                ? Validated.valid(
                        new PdfLimits(maxPages, maxMegabytes * MEGABYTE, allowed.get(), preflightMemory * MEGABYTE))
                : Validated.invalid(problems);
    }
}
