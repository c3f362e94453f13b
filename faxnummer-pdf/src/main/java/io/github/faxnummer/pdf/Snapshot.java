package io.github.faxnummer.pdf;

import java.io.ByteArrayOutputStream;
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
 * A file's bytes, as they were when it was read: what is said of them holds for those of this checksum. Only large files
 * are read again.
 */
final class Snapshot {

    /** Of the memory that contents may take. */
    private static final int SHARE = 8;

    private final Path file;
    private final byte[] content;
    private final boolean complete;
    private final String sha256;
    private final long length;

    private Snapshot(Path file, byte[] content, boolean complete, String sha256, long length) {
        this.file = file;
        this.content = content;
        this.complete = complete;
        this.sha256 = sha256;
        this.length = length;
    }

    static Snapshot of(Path file, PdfLimits limits) throws IOException {
        long most = Math.min(limits.memory() / SHARE, Integer.MAX_VALUE / 2);
        boolean keep = Files.size(file) <= most;
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            ByteArrayOutputStream start = new ByteArrayOutputStream();
            start.write(digest.readNBytes(keep ? (int) most : 0));
            // It may grow while it is read.
            long rest = digest.transferTo(OutputStream.nullOutputStream());
            byte[] content = start.toByteArray();
            String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            return new Snapshot(file, content, keep && rest == 0, sha256, content.length + rest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To be closed by whoever asks. */
    RandomAccessRead open() throws IOException {
        return complete ? new RandomAccessReadBuffer(content) : new RandomAccessReadBufferedFile(file);
    }

    /** 64 hexadecimal digits in lower case. */
    String sha256() {
        return sha256;
    }

    /** In bytes. */
    long length() {
        return length;
    }
}
