package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The deliveries of one build, each in its own file in the build's directory: they survive with any durability setting
 * of the Pipeline, and are deleted with the build.
 */
public record DeliveryStore(Path folder) {

    private static final Logger LOGGER = Logger.getLogger(DeliveryStore.class.getName());
    private static final String SUFFIX = ".jsonl";
    private static final String FORMER_SUFFIX = ".json";

    /**
     * What there is.
     *
     * @param records oldest first
     * @param unreadable names of files that cannot be read; where they are is for administrators, in the log
     */
    public record Kept(List<DeliveryRecord> records, List<String> unreadable) {}

    public static DeliveryStore of(Run<?, ?> run) {
        return new DeliveryStore(run.getRootDir().toPath().resolve("faxnummer"));
    }

    /**
     * Returns when the record is on disk; a crash leaves the old or the new one, whole. An interrupt does not hinder
     * it.
     */
    public void save(DeliveryRecord record) throws IOException {
        RecordJournal.write(file(record.id()), record);
    }

    /**
     * The record, unless there is none.
     *
     * @throws IOException if it cannot be read, as one of a version before the first release: what was sent is not
     *     known
     */
    public Optional<DeliveryRecord> load(String id) throws IOException {
        Path file = file(id);
        Path former = folder.resolve(id + FORMER_SUFFIX);
        if (!Files.exists(file) && Files.exists(former)) {
            throw new IOException(
                    former.getFileName() + " is from an earlier version of the plugin, which can read it");
        }
        return Files.exists(file) ? Optional.of(RecordJournal.read(file)) : Optional.empty();
    }

    /** Reads all of them, which takes time where there are many faxes. */
    public Kept all() {
        LOGGER.log(Level.FINER, () -> "Reads the deliveries in " + folder);
        List<DeliveryRecord> records = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(folder, "*{" + SUFFIX + "," + FORMER_SUFFIX + "}")) {
                for (Path file : files) {
                    try {
                        records.add(RecordJournal.read(file));
                    } catch (IOException e) {
                        LOGGER.log(Level.WARNING, e, () -> "Cannot read " + file);
                        unreadable.add(String.valueOf(file.getFileName()));
                    }
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot list " + folder);
                unreadable.add(String.valueOf(folder.getFileName()));
            }
        }
        records.sort(Comparator.comparing(DeliveryRecord::started).thenComparing(DeliveryRecord::id));
        return new Kept(records, unreadable);
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }
}
