package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A folder of finished reports with their documents, for years: {@code year/month/…}, nothing is overwritten or deleted,
 * and an index in which each line holds the hash of the one before. Several builds and machines may add at the same
 * time. A crash at any moment leaves the index whole, or such that the next report that is added completes it.
 */
public final class ReportArchive {

    static final String INCOMING = ".incoming";

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(60);
    private static final DateTimeFormatter MONTH = utc("uuuu/MM/");
    private static final DateTimeFormatter TIME = utc("uuuuMMdd'T'HHmmss'Z'");

    private final Path folder;
    private final ArchiveIndex index;
    private final IndexLock lock;

    /** @param folder created when the first report is added */
    public ReportArchive(Path folder, Sleeper sleeper) {
        this.folder = folder;
        this.index = new ArchiveIndex(folder);
        this.lock = new IndexLock(folder, LOCK_LIMIT, sleeper);
    }

    /**
     * What was added.
     *
     * @param head the SHA-256 of the entry's line in the index: a copy of it kept elsewhere shows later whether the last lines
     *     were removed
     * @param notes what was repaired, and documents that could not be archived
     */
    public record Added(ArchiveEntry entry, String head, List<Message> notes, boolean isComplete) {
        public Added {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Adds a report of a delivery with at least one transmission.
     *
     * @param time when the report was made
     * @param reports its files
     * @param contents the bytes that were sent of a document, by its path
     * @throws ArchiveException if nothing was added
     */
    public Added add(Delivery delivery, Instant time, List<Path> reports, Function<String, DocumentContent> contents)
            throws ArchiveException {
        String name = MONTH.format(time) + TIME.format(time) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        try {
            List<Message> notes = new ArrayList<>();
            List<ArchivedFile> files = new ArrayList<>();
            Path incoming = index.incoming(name);
            Files.createDirectories(incoming);
            for (Path report : reports) {
                String file = String.valueOf(report.getFileName());
                files.add(copy(DocumentContent.of(report), incoming, file, file));
            }
            List<Document> documents = delivery.order().documents();
            boolean isComplete = true;
            for (int i = 0; i < documents.size(); i++) {
                Optional<ArchivedFile> copied =
                        copy(documents.get(i), contents, incoming, "document-" + (i + 1) + ".pdf");
                copied.ifPresent(files::add);
                if (copied.isEmpty()) {
                    isComplete = false;
                    notes.add(Message.of(
                            "archive.document-missing", documents.get(i).name()));
                }
            }
            DurableFile.sync(incoming);
            List<ArchivedFax> faxes =
                    delivery.transmissions().stream().map(ArchivedFax::of).toList();
            ArchiveEntry entry = lock.hold(() -> {
                notes.addAll(0, index.repair());
                Optional<String> last = index.last();
                long number = last.isPresent() ? ArchiveIndex.parse(last.get()).number() + 1 : 1;
                ArchiveEntry next = new ArchiveEntry(
                        number,
                        time,
                        name,
                        files,
                        faxes,
                        last.map(ArchiveEntry::sha256).orElse(ArchiveEntry.NONE));
                index.add(next);
                return next;
            });
            return new Added(entry, ArchiveEntry.sha256(entry.line()), notes, isComplete);
        } catch (IOException e) {
            throw new ArchiveException(
                    Message.of(
                            "archive.unwritable",
                            folder,
                            Sanitizer.line(e.getClass().getSimpleName() + ": " + e.getMessage(), 300)),
                    e);
        }
    }

    /** Whether a file is below an archive, so that a change to it would break the archive. */
    public static boolean isArchived(Path file) {
        Path folder;
        try {
            folder = file.toRealPath().getParent();
        } catch (IOException e) {
            folder = file.toAbsolutePath().normalize().getParent();
        }
        while (folder != null && !Files.exists(folder.resolve(ArchiveIndex.FILE))) {
            folder = folder.getParent();
        }
        return folder != null;
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Empty if the document is not there any more as it was sent. */
    private static Optional<ArchivedFile> copy(
            Document document, Function<String, DocumentContent> contents, Path folder, String file)
            throws IOException {
        String name = Sanitizer.line(document.name(), ArchivedFax.MAX_NAME_LENGTH);
        ArchivedFile copied;
        try (InputStream stream = contents.apply(document.path()).open()) {
            copied = copy(stream, folder, file, name);
        } catch (NoSuchFileException | UnreadablePdfException e) {
            return Optional.empty();
        }
        if (copied.sha256().equals(document.sent().sha256())) {
            return Optional.of(copied);
        }
        Files.deleteIfExists(folder.resolve(file));
        return Optional.empty();
    }

    private static ArchivedFile copy(DocumentContent content, Path folder, String file, String name)
            throws IOException {
        try (InputStream stream = content.open()) {
            return copy(stream, folder, file, name);
        }
    }

    private static ArchivedFile copy(InputStream stream, Path folder, String file, String name) throws IOException {
        MessageDigest digest = ArchiveEntry.digest();
        Path copy = folder.resolve(file);
        long bytes;
        // Not a channel: an interrupt would close it, and an aborted build is archived, too.
        try (InputStream hashed = new DigestInputStream(stream, digest);
                FileOutputStream out = new FileOutputStream(copy.toFile())) {
            bytes = hashed.transferTo(out);
            out.getFD().sync();
        }
        return new ArchivedFile(file, name, bytes, HexFormat.of().formatHex(digest.digest()));
    }
}
