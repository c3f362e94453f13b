package io.github.faxnummer.delivery;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes files so that a crash leaves the old or the new one, whole. */
public final class DurableFile {

    /** No program takes that long to write a file, and no two clocks are that far apart. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final String UUID_SUFFIX = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

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

    /**
     * Deletes what programs that were killed while they {@linkplain #replace replaced} a file left beside it. Whether
     * another program is still writing cannot be told, so only files older than a day are deleted. One that cannot be
     * deleted stays: it has another name than the file, and is never read.
     *
     * @param now compared with the files' own times
     */
    public static void deleteAbandoned(Path file, Instant now) {
        for (Path copy : unfinished(file)) {
            try {
                if (Files.getLastModifiedTime(copy).toInstant().isBefore(now.minus(ABANDONED))) {
                    Files.deleteIfExists(copy);
                }
            } catch (IOException e) {
                // Tried again the next time.
            }
        }
    }

    /**
     * The hidden files beside a file that become the file, or copies of such files, once they are whole. Some may be in
     * use, and others be left by programs that were killed.
     */
    public static List<Path> unfinished(Path file) {
        Pattern name =
                Pattern.compile("\\.+" + Pattern.quote(String.valueOf(file.getFileName())) + "(" + UUID_SUFFIX + ")+");
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, it -> name.matcher(String.valueOf(it.getFileName())).matches())) {
            files.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            // Without the folder there is nothing in it.
            return found;
        }
        return found;
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
