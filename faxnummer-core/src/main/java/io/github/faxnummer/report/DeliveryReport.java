package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * The files that are kept of a delivery, whatever its outcome.
 *
 * @param start when the delivery began
 * @param end when the report was made
 * @param text in the language of the texts in it
 */
public record DeliveryReport(Delivery delivery, String programVersion, Instant start, Instant end, DeliveryText text) {

    public static final String JSON_FILE = "fax-report.json";
    public static final String JUNIT_FILE = "TEST-fax.xml";

    /** Writes both files into the folder, making it if need be; a crash leaves the old or the new file, whole. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve(JSON_FILE), JsonReport.of(this));
        replace(folder.resolve(JUNIT_FILE), JUnitReport.of(this));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        // Not createTempFile: its files are for their owner alone, and reports are collected by whoever runs the build.
        Path written = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(written, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
