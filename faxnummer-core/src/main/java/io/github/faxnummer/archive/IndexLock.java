package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one writer at a time to an archive: of all processes by a lock on a file of its own, which is never read, and of
 * this JVM by a monitor. On Linux closing any other channel of the locked file in the same JVM ends the lock, so no second
 * one may be opened while it is held.
 */
record IndexLock(Path archive, Duration limit, Sleeper sleeper) {

    static final String FILE = "index.lock";
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** What is done under the lock. */
    interface Action<T> {
        T run() throws IOException, ArchiveException;
    }

    /** Runs an action under the lock; an interrupt does not keep it from that. */
    <T> T hold(Action<T> action) throws IOException, ArchiveException {
        // The same object in all class loaders of this JVM.
        String monitor = (IndexLock.class.getName() + " " + archive.toRealPath()).intern();
        boolean isInterrupted = Thread.interrupted();
        try {
            synchronized (monitor) {
                try (FileChannel channel =
                        FileChannel.open(archive.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    for (long tries = limit.dividedBy(PAUSE); ; tries--) {
                        try (FileLock lock = tryLock(channel)) {
                            if (lock != null) {
                                return action.run();
                            }
                        }
                        if (tries <= 0) {
                            throw new ArchiveException(Message.of("archive.locked", archive, limit.toSeconds()));
                        }
                        try {
                            sleeper.sleep(PAUSE);
                        } catch (InterruptedException e) {
                            isInterrupted = true;
                        }
                    }
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
