package io.github.faxnummer.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    private final Path file;
    private final byte[] content;
    private final boolean complete;
    private final String sha256;
    private final long length;

    private PdfSource(Path file, byte[] content, boolean complete, String sha256, long length) {
        this.file = file;
        this.content = content;
        this.complete = complete;
        this.sha256 = sha256;
        this.length = length;
    }

    static PdfSource read(Path file, PdfLimits limits) throws IOException {
        long max = Math.min(limits.memory() / MEMORY_SHARE, Integer.MAX_VALUE / 2);
        boolean keep = Files.size(file) <= max;
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            byte[] content = digest.readNBytes(keep ? (int) max : 0);
            // The file may grow while it is read.
            long rest = digest.transferTo(OutputStream.nullOutputStream());
            String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            return new PdfSource(file, content, keep && rest == 0, sha256, content.length + rest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The caller closes what is returned. */
    RandomAccessRead open() throws IOException {
        return complete ? new RandomAccessReadBuffer(content) : new RandomAccessReadBufferedFile(file);
    }

    /** Returns 64 lower-case hexadecimal digits. */
    String sha256() {
        return sha256;
    }

    /** Returns the length in bytes. */
    long length() {
        return length;
    }
}
