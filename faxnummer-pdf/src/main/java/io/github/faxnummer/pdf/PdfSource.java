package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * A file's bytes and their checksum, read at one point in time. Only a file that is too large for memory is read again.
 */
final class PdfSource {

    /** The share of the memory limit that a file may take. */
    private static final int MEMORY_SHARE = 8;

    /** The number of bytes within which common readers look for the header. */
    private static final int HEADER_WITHIN = 1024;

    private final Path file;
    private final byte[] start;
    private final byte[] content;
    private final boolean complete;
    private final String sha256;
    private final long length;
    private final int bytesBeforeHeader;

    PdfSource(Path file, PdfLimits limits) throws IOException {
        this.file = file;
        long max = Math.min(limits.memory() / MEMORY_SHARE, Integer.MAX_VALUE / 2);
        boolean keep = Files.size(file) <= max;
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            start = digest.readNBytes(keep ? (int) max : HEADER_WITHIN);
            // The file may grow while it is read.
            long rest = digest.transferTo(OutputStream.nullOutputStream());
            content = keep ? start : new byte[0];
            complete = keep && rest == 0;
            length = start.length + rest;
            sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            bytesBeforeHeader = bytesBeforeHeader(start);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int bytesBeforeHeader(byte[] content) {
        int length = Math.min(content.length, HEADER_WITHIN);
        return Math.max(0, new String(content, 0, length, StandardCharsets.ISO_8859_1).indexOf("%PDF-"));
    }

    /** The caller closes what is returned. */
    RandomAccessRead open() throws IOException {
        return complete ? new RandomAccessReadBuffer(content) : new RandomAccessReadBufferedFile(file);
    }

    /** Returns the first bytes of the file. */
    byte[] start() {
        return Arrays.copyOf(start, Math.min(start.length, HEADER_WITHIN));
    }

    /** Returns the bytes of a file that fits into memory. */
    byte[] content(ResourceBudget budget) {
        if (!complete) {
            throw budget.fail(Finding.Kind.TOO_MUCH_MEMORY, length / (1 << 20) + " MB");
        }
        return content.clone();
    }

    /** Returns 64 lower-case hexadecimal digits. */
    String sha256() {
        return sha256;
    }

    /** Returns the number of bytes before the header; 0 if there are none, or no header. */
    int bytesBeforeHeader() {
        return bytesBeforeHeader;
    }

    /** Returns the length in bytes. */
    long length() {
        return length;
    }
}
