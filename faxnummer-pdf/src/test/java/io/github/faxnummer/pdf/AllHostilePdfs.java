package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.kit.HostilePdf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at and draws one after the other, in a JVM of its own; then looks at a harmless one. */
final class AllHostilePdfs {

    static final String SURVIVED = "survived";

    private AllHostilePdfs() {}

    /** Prints that it survived, as the last thing. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Path file = Files.createTempFile("hostile", ".pdf");
        try {
            for (HostilePdf hostile : HostilePdf.values()) {
                Files.write(file, hostile.bytes());
                new Preflight(HostilePdfTest.LIMITS).check(file);
                try {
                    new Preview(HostilePdfTest.LIMITS).draw(file, 3, page -> {});
                } catch (UnreadablePdfException e) {
                    System.out.println(hostile + " " + e.finding());
                }
            }
            Files.write(file, HostilePdf.COUNT_LIES.bytes());
            if (new Preflight(HostilePdfTest.LIMITS).check(file).pages().size() == 1) {
                System.out.print(SURVIVED);
            }
        } finally {
            Files.delete(file);
        }
        // A thread that Java is busy in must not keep it.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
