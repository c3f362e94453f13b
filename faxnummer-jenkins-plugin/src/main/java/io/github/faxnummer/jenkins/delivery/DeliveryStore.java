package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The deliveries of one build, each a file of its own in the build's directory: they survive whatever durability its
 * Pipeline has, and go when the build is deleted.
 */
public record DeliveryStore(Path folder) {

    private static final Logger LOGGER = Logger.getLogger(DeliveryStore.class.getName());
    private static final String SUFFIX = ".json";

    /**
     * What there is.
     *
     * @param records oldest first
     * @param unreadable files nobody can make sense of
     */
    public record Kept(List<DeliveryRecord> records, List<String> unreadable) {}

    public static DeliveryStore of(Run<?, ?> run) {
        return new DeliveryStore(run.getRootDir().toPath().resolve("faxnummer"));
    }

    /** Returns when the record is on disk; a crash leaves the old or the new one, whole. An interrupt does not hinder it. */
    public void save(DeliveryRecord record) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            write(record);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The record, unless there is none. */
    public Optional<DeliveryRecord> load(String id) throws IOException {
        Path file = file(id);
        return Files.exists(file) ? Optional.of(RecordJson.read(Files.readAllBytes(file))) : Optional.empty();
    }

    public Kept all() {
        List<DeliveryRecord> records = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path file : files) {
                    try {
                        records.add(RecordJson.read(Files.readAllBytes(file)));
                    } catch (IOException e) {
                        LOGGER.log(Level.WARNING, e, () -> "Cannot read " + file);
                        unreadable.add(file.toString());
                    }
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot list " + folder);
                unreadable.add(folder.toString());
            }
        }
        records.sort(Comparator.comparing(DeliveryRecord::started).thenComparing(DeliveryRecord::id));
        return new Kept(records, unreadable);
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }

    private void write(DeliveryRecord record) throws IOException {
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, record.id(), ".tmp");
        try {
            try (FileOutputStream stream = new FileOutputStream(written.toFile())) {
                stream.write(RecordJson.write(record));
                stream.getFD().sync();
            }
            try {
                Files.move(
                        written,
                        file(record.id()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, file(record.id()), StandardCopyOption.REPLACE_EXISTING);
            }
            syncFolder();
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private void syncFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open folders; its file system writes the move down by itself.
            LOGGER.log(Level.FINE, e, () -> "Cannot sync " + folder);
        }
    }
}
