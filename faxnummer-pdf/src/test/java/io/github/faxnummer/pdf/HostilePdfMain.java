package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.testing.HostilePdf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Inspects and draws all hostile files in a JVM of its own, then inspects a harmless one. */
final class HostilePdfMain {

    static final String SURVIVED = "survived";

    private HostilePdfMain() {}

    /** More time than in other tests, so that memory use can grow. */
    private static final PdfLimits LIMITS = new PdfLimits(100, 1 << 20, Duration.ofSeconds(1), 32 << 20);

    /** Prints {@link #SURVIVED} at the end. The argument is the folder of the files. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (HostilePdf hostile : HostilePdf.values()) {
            Path file = folder.resolve(hostile + ".pdf");
            new Preflight(LIMITS).check(file);
            try {
                new Preview(LIMITS).draw(file, 3, page -> {});
            } catch (UnreadablePdfException e) {
                System.out.println(hostile + " " + e.finding());
            }
        }
        Path harmless = folder.resolve(HostilePdf.COUNT_LIES + ".pdf");
        if (new Preflight(LIMITS).check(harmless).pages().size() == 1) {
            System.out.print(SURVIVED);
        }
        // A busy thread must not delay the exit.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
