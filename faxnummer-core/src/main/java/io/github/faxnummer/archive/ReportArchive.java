package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.pdf.UnreadablePdfException;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureVerifier;
import io.github.faxnummer.signature.SigningResult;
import io.github.faxnummer.signature.VerificationOptions;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A folder of finished reports with their documents, for years: {@code year/month/…}, nothing is overwritten or deleted,
 * and an index in which each line holds the hash of the one before. Several builds and machines may add at the same
 * time. A crash at any moment leaves the index whole, or such that the next report that is added completes it.
 */
public final class ReportArchive {

    static final String INCOMING = ".incoming";

    /** The transmission report, in the folder of an entry. */
    static final String REPORT = "fax-report.pdf";

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
        String name = name(time);
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
            List<Message> missing = new ArrayList<>();
            boolean isComplete = true;
            for (int i = 0; i < documents.size(); i++) {
                Optional<ArchivedFile> copied =
                        copy(documents.get(i), contents, incoming, "document-" + (i + 1) + ".pdf");
                copied.ifPresent(files::add);
                String shown = Sanitizer.line(documents.get(i).name(), ArchivedFax.MAX_NAME_LENGTH);
                if (copied.isEmpty()) {
                    isComplete = false;
                    missing.add(Message.of("archive.document-missing", shown));
                } else if (isOfEarlierRun(delivery, documents.get(i))) {
                    notes.add(Message.of("archive.document-earlier-run", shown));
                }
            }
            DurableFile.sync(incoming);
            List<ArchivedFax> faxes =
                    delivery.transmissions().stream().map(ArchivedFax::of).toList();
            if (delivery.transmissions().stream().anyMatch(Transmission::isFollowedOnly)) {
                notes.add(Message.of("archive.no-document"));
            }
            notes.addAll(missing);
            ArchiveEntry entry = append(name, time, files, faxes, Optional.empty(), notes);
            return new Added(entry, Sha256.of(entry.line()), notes, isComplete);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            discardUnlessAnnounced(name);
        }
    }

    /**
     * What became of an archived report that was to be signed.
     *
     * @param result empty if a later entry has it signed already, and nothing is missing
     * @param added the entry with the signed report; empty if the signature is no better than before
     * @param signedIn a later entry that has it signed already, with all that could be had
     */
    public record Signed(Optional<SigningResult> result, Optional<Added> added, Optional<Long> signedIn) {}

    /**
     * Signs a report of this archive, or adds what its signature, or that of its newest signed form, lacks. The archived file
     * stays as it is; the signed one is added as an entry of its own.
     *
     * @param time now
     * @throws ArchiveException if the report is in no entry, is not as it was archived, or nothing was added
     */
    public Signed sign(Path report, ReportSigner signer, Instant time) throws ArchiveException {
        String name = name(time);
        try {
            List<ArchiveEntry> entries = ArchiveVerifier.chained(folder);
            ArchiveEntry archived = entryOf(entries, report);
            ArchiveEntry newest = archived;
            for (Optional<ArchiveEntry> form = Optional.of(archived); form.isPresent(); ) {
                newest = form.get();
                form = signedForm(entries, newest.number());
            }
            boolean isForm = newest.number() != archived.number();
            Path file = isForm ? folder.resolve(newest.folder()).resolve(REPORT) : report;
            Path incoming = index.incoming(name);
            Files.createDirectories(incoming);
            ArchivedFile copied = copy(DocumentContent.of(file), incoming, REPORT, REPORT);
            if (!newest.file(REPORT).map(ArchivedFile::sha256).equals(Optional.of(copied.sha256()))
                    || (isForm
                            && !SignatureVerifier.isSignedForm(
                                    Files.readAllBytes(incoming.resolve(REPORT)), Files.readAllBytes(report)))) {
                throw new ArchiveException(Message.of("archive.changed", file, newest.number()));
            }
            SigningResult result = signer.sign(incoming.resolve(REPORT));
            Signed signed = addSigned(result, newest, name, time, copied);
            return isForm && signed.added().isEmpty() && result.isComplete()
                    ? new Signed(Optional.empty(), Optional.empty(), Optional.of(newest.number()))
                    : signed;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            discardUnlessAnnounced(name);
        }
    }

    /** Whether an archive takes the report of a delivery: something was attempted, and all of it has its result. */
    public static boolean isDue(Delivery delivery) {
        return Verdict.of(delivery).underWay().isEmpty()
                && delivery.transmissions().stream().anyMatch(it -> it.outcome() != Outcome.NOT_SENT);
    }

    /**
     * Whether the line of the index that a delivery gets says what its report says. A delivery of which more became known is
     * not the one of its earlier report.
     *
     * @param data the report as JSON
     */
    public static boolean isReported(Delivery delivery, String data) throws IOException {
        List<ArchivedFax> faxes =
                delivery.transmissions().stream().map(ArchivedFax::of).toList();
        return faxes.equals(ArchivedFax.allOf(JsonObject.parse(data)));
    }

    /**
     * The entry that has a transmission report already, such as one whose adding was interrupted and is completed here. To be
     * asked before a report is added for which that was begun earlier.
     *
     * @param sha256 of the report
     */
    public Optional<Added> find(String sha256) throws ArchiveException {
        try {
            if (!Files.exists(folder)) {
                return Optional.empty();
            }
            return lock.hold(() -> {
                List<Message> notes = index.repair();
                List<ArchiveEntry> entries =
                        index.last().isEmpty() ? List.<ArchiveEntry>of() : ArchiveVerifier.chained(folder);
                return entries.stream()
                        .filter(it -> it.file(REPORT).map(ArchivedFile::sha256).equals(Optional.of(sha256)))
                        .findFirst()
                        .map(it -> new Added(it, Sha256.of(it.line()), notes, true));
            });
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Adds the signed form of an archived report, as an entry of its own.
     *
     * @param signed a file outside the archive
     * @param number of the entry with the earlier form
     * @param time now
     * @return empty if it is not the signed form of that report, or the archive has another one of it
     * @throws ArchiveException if nothing was added
     */
    public Optional<Added> addSignedForm(Path signed, long number, Instant time) throws ArchiveException {
        if (!Files.exists(folder.resolve(ArchiveIndex.FILE))) {
            return Optional.empty();
        }
        String name = name(time);
        try {
            Optional<ArchiveEntry> earlier = ArchiveVerifier.chained(folder).stream()
                    .filter(it -> it.number() == number)
                    .findFirst();
            if (earlier.isEmpty() || !isForm(signed, earlier.get())) {
                return Optional.empty();
            }
            Path incoming = index.incoming(name);
            Files.createDirectories(incoming);
            ArchivedFile copied = copy(DocumentContent.of(signed), incoming, REPORT, REPORT);
            DurableFile.sync(incoming);
            List<Message> notes = new ArrayList<>();
            ArchiveEntry entry =
                    append(name, time, List.of(copied), earlier.get().faxes(), Optional.of(number), notes);
            return entry.folder().equals(name)
                    ? Optional.of(new Added(entry, Sha256.of(entry.line()), notes, true))
                    : Optional.empty();
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            discardUnlessAnnounced(name);
        }
    }

    private boolean isForm(Path signed, ArchiveEntry earlier) throws IOException {
        Path archived = folder.resolve(earlier.folder()).resolve(REPORT);
        return Files.exists(archived)
                && SignatureVerifier.isSignedForm(Files.readAllBytes(signed), Files.readAllBytes(archived));
    }

    /** Adds what is incoming, unless it is as it was, or another program added it meanwhile. */
    private Signed addSigned(SigningResult result, ArchiveEntry earlier, String name, Instant time, ArchivedFile before)
            throws IOException, ArchiveException {
        Path incoming = index.incoming(name);
        Path report = incoming.resolve(REPORT);
        ArchivedFile signed = new ArchivedFile(REPORT, REPORT, Files.size(report), Sha256.of(report));
        if (signed.equals(before)) {
            return new Signed(Optional.of(result), Optional.empty(), Optional.empty());
        }
        DurableFile.sync(incoming);
        List<Message> notes = new ArrayList<>();
        ArchiveEntry entry = append(name, time, List.of(signed), earlier.faxes(), Optional.of(earlier.number()), notes);
        if (!entry.folder().equals(name)) {
            return new Signed(Optional.empty(), Optional.empty(), Optional.of(entry.number()));
        }
        Added added = new Added(entry, Sha256.of(entry.line()), notes, true);
        return new Signed(Optional.of(result), Optional.of(added), Optional.empty());
    }

    /** What was announced is completed by the next program; other files would stay for ever, with personal data in them. */
    private void discardUnlessAnnounced(String name) {
        Path incoming = index.incoming(name);
        try {
            if (!Files.exists(incoming) || index.isAnnounced(name)) {
                return;
            }
            try (Stream<Path> files = Files.list(incoming)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(incoming);
        } catch (IOException e) {
            // The archive cannot be written, which is said already.
        }
    }

    private ArchiveEntry entryOf(List<ArchiveEntry> entries, Path report) throws IOException, ArchiveException {
        for (ArchiveEntry entry : entries) {
            Path archived = folder.resolve(entry.folder()).resolve(REPORT);
            if (entry.file(REPORT).isPresent() && Files.exists(archived) && Files.isSameFile(archived, report)) {
                return entry;
            }
        }
        throw new ArchiveException(Message.of("archive.no-entry", report));
    }

    private static Optional<ArchiveEntry> signedForm(List<ArchiveEntry> entries, long number) {
        return entries.stream()
                .filter(it -> it.signedFormOf().equals(Optional.of(number)))
                .findFirst();
    }

    /**
     * Whether a later entry of its archive has a report signed, and this signature has what the options ask for. What the index
     * says is not believed: the file of the later entry must be the same report.
     */
    public static boolean hasSignedForm(Path report, VerificationOptions options) {
        Optional<Path> archive = archiveOf(report);
        if (archive.isEmpty()) {
            return false;
        }
        try {
            List<ArchiveEntry> entries = ArchiveVerifier.entries(archive.get());
            long number = new ReportArchive(archive.get(), Sleeper.SYSTEM)
                    .entryOf(entries, report)
                    .number();
            byte[] earlier = Files.readAllBytes(report);
            // The signed form may have been signed again, such as with a time stamp that was missing.
            Set<Long> forms = new HashSet<>(Set.of(number));
            for (ArchiveEntry entry : entries) {
                if (entry.signedFormOf().filter(forms::contains).isPresent()) {
                    forms.add(entry.number());
                    if (isSigned(archive.get().resolve(entry.folder()).resolve(REPORT), earlier, options)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | ArchiveException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isSigned(Path form, byte[] earlier, VerificationOptions options) throws IOException {
        if (!Files.exists(form)) {
            return false;
        }
        byte[] signed = Files.readAllBytes(form);
        return SignatureVerifier.isSignedForm(signed, earlier)
                && SignatureVerifier.verify(signed, options).checks().stream()
                        .noneMatch(it -> it.result() == Verification.Result.NOT_MET);
    }

    /**
     * Announces an entry, puts its files in their place and writes its line.
     *
     * @return the entry; if it is a signed form and there is one already, that
     */
    private ArchiveEntry append(
            String name,
            Instant time,
            List<ArchivedFile> files,
            List<ArchivedFax> faxes,
            Optional<Long> signedFormOf,
            List<Message> notes)
            throws IOException, ArchiveException {
        return lock.hold(() -> {
            notes.addAll(0, index.repair());
            Optional<ArchiveEntry> made = signedFormOf.isPresent()
                    ? signedForm(ArchiveVerifier.chained(folder), signedFormOf.get())
                    : Optional.empty();
            if (made.isPresent()) {
                return made.get();
            }
            Optional<String> last = index.last();
            long number = last.isPresent() ? ArchiveIndex.parse(last.get()).number() + 1 : 1;
            ArchiveEntry next = new ArchiveEntry(
                    number,
                    time,
                    name,
                    files,
                    faxes,
                    signedFormOf,
                    last.map(Sha256::of).orElse(ArchiveEntry.NONE));
            index.add(next);
            return next;
        });
    }

    private static String name(Instant time) {
        return MONTH.format(time) + TIME.format(time) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private ArchiveException unwritable(IOException e) {
        return new ArchiveException(
                Message.of(
                        "archive.unwritable",
                        folder,
                        Sanitizer.line(e.getClass().getSimpleName() + ": " + e.getMessage(), 300)),
                e);
    }

    /** The archive that a file is in: a change to the file would break it. */
    public static Optional<Path> archiveOf(Path file) {
        Path folder;
        try {
            folder = file.toRealPath().getParent();
        } catch (IOException e) {
            folder = file.toAbsolutePath().normalize().getParent();
        }
        while (folder != null && !Files.exists(folder.resolve(ArchiveIndex.FILE))) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    private static boolean isOfEarlierRun(Delivery delivery, Document document) {
        return delivery.transmissions().stream()
                .anyMatch(it -> it.document().equals(document.path()) && it.isOfEarlierRun());
    }

    /** Empty if the document is not there any more as it was sent, or cannot be read. */
    private static Optional<ArchivedFile> copy(
            Document document, Function<String, DocumentContent> contents, Path folder, String file)
            throws IOException {
        String name = Sanitizer.line(document.name(), ArchivedFax.MAX_NAME_LENGTH);
        InputStream opened;
        try {
            opened = contents.apply(document.path()).open();
        } catch (IOException e) {
            return Optional.empty();
        }
        ArchivedFile copied;
        try (InputStream stream = opened) {
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
        MessageDigest digest = Sha256.digest();
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
