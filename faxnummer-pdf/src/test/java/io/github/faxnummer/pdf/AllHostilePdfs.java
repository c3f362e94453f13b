package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.kit.HostilePdf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Looks at and draws one after the other, in a JVM of its own; then looks at a harmless one. */
final class AllHostilePdfs {

    static final String SURVIVED = "survived";

    private AllHostilePdfs() {}

    /** With more time than elsewhere: what grows has to grow. */
    private static final PdfLimits LIMITS = new PdfLimits(100, 1 << 20, Duration.ofSeconds(1), 32 << 20);

    /** Prints that it survived, as the last thing; its argument is the folder that they are in. */
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
        // A thread that Java is busy in must not keep it.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
