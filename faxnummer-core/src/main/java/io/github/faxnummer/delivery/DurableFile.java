package io.github.faxnummer.delivery;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** Writes files so that a crash leaves the old or the new one, whole. */
public final class DurableFile {

    /** What a file is to hold. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private DurableFile() {}

    /**
     * Replaces a file, making its folder if need be, and returns when the new one is on disk. An interrupt does not keep it
     * from being written.
     *
     * @throws IOException if that fails; its message names the file
     */
    public static void replace(Path file, Content content) throws IOException {
        // Not createTempFile: its files are for their owner alone, and others may have to read this one.
        Path written = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        try {
            // Not a channel: an interrupt would close it, and an aborted build needs its files most of all.
            try (FileOutputStream stream = new FileOutputStream(written.toFile());
                    OutputStream out = new BufferedOutputStream(stream)) {
                content.writeTo(out);
                out.flush();
                stream.getFD().sync();
            }
            move(written, file);
            sync(folder);
        } catch (IOException e) {
            throw named(file, e);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** The same error with the name of the file: a full disk does not say which file it is about. */
    static IOException named(Path file, IOException e) {
        String reason = e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : String.valueOf(e.getMessage());
        return new IOException(file + ": " + reason, e);
    }

    private static void move(Path written, Path file) throws IOException {
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Persists what was created in a folder or moved to it. */
    // Windows opens no folders; its file system persists a move on its own. An interrupt would close the channel.
    public static void sync(Path folder) {
        boolean isInterrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            return;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
