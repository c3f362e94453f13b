package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.SignatureVerifier;
import io.github.faxnummer.signature.VerificationOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares an archive with its index. Writes nothing, so that it works on a medium that cannot be written. */
public final class ArchiveVerifier {

    private static final Set<String> OWN_FILES =
            Set.of(ArchiveIndex.FILE, ArchiveIndex.CSV, ArchiveIndex.PENDING, IndexLock.FILE);

    /** An entry takes milliseconds; what stays wrong for a second is wrong. */
    private static final int ATTEMPTS = 20;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path archive;
    private final VerificationOptions options;
    private final List<Verification> found = new ArrayList<>();
    private final Set<Path> expected = new HashSet<>();

    private ArchiveVerifier(Path archive, VerificationOptions options) {
        this.archive = archive;
        this.options = options;
    }

    /**
     * Finds files that were changed, removed or added since they were archived, and lines of the index that were changed,
     * removed or added. That its last lines were removed is found only by a copy of the head.
     *
     * <p>With options, each signature is checked; if signatures are required, each report must have one, or a later entry
     * with its signed form.
     *
     * @param head an earlier {@linkplain ReportArchive.Added#head head} of the chain; empty if there is none at hand
     */
    public static List<Verification> verify(Path archive, Optional<String> head, VerificationOptions options) {
        ArchiveVerifier verifier = new ArchiveVerifier(real(archive), options);
        try {
            verifier.verifyAll(head);
        } catch (IOException e) {
            verifier.found.add(Verification.notMet("verify.archive.unreadable", String.valueOf(e.getMessage())));
        }
        return List.copyOf(verifier.found);
    }

    /** A walk through files does not follow a link that it begins with. */
    private static Path real(Path archive) {
        try {
            return archive.toRealPath();
        } catch (IOException e) {
            return archive;
        }
    }

    /** The entries whose lines can be read. */
    public static List<ArchiveEntry> entries(Path archive) throws ArchiveException {
        List<ArchiveEntry> entries = new ArrayList<>();
        for (String line : readable(archive)) {
            entries.add(ArchiveIndex.parse(line));
        }
        return entries;
    }

    private static List<String> readable(Path archive) throws ArchiveException {
        try {
            return lines(archive);
        } catch (NoSuchFileException e) {
            throw new ArchiveException(Message.of("archive.no-index", archive.resolve(ArchiveIndex.FILE)), e);
        } catch (IOException e) {
            throw new ArchiveException(Message.of("archive.damaged", archive.resolve(ArchiveIndex.FILE)), e);
        }
    }

    /**
     * The entries of an index of which each line continues the one before it.
     *
     * @throws ArchiveException if one does not
     */
    static List<ArchiveEntry> chained(Path archive) throws ArchiveException {
        List<ArchiveEntry> entries = new ArrayList<>();
        String previous = ArchiveEntry.NONE;
        for (String line : readable(archive)) {
            ArchiveEntry entry = ArchiveIndex.parse(line);
            entries.add(entry);
            if (entry.number() != entries.size() || !entry.previous().equals(previous)) {
                throw new ArchiveException(Message.of("archive.damaged", archive.resolve(ArchiveIndex.FILE)));
            }
            previous = Sha256.of(line);
        }
        return entries;
    }

    /**
     * Other programs may add entries meanwhile. What is in the folder is listed before the index is read: so each file has its
     * entry in the index, or it is announced.
     */
    private void verifyAll(Optional<String> head) throws IOException {
        Path index = archive.resolve(ArchiveIndex.FILE);
        if (!Files.exists(index)) {
            found.add(Verification.notMet("verify.archive.no-index", index));
            return;
        }
        List<Path> present = files();
        Snapshot snapshot = snapshot();
        List<String> lines = snapshot.lines();
        boolean isInterrupted = verifyInterruption(snapshot);
        List<ArchiveEntry> entries = verifyChain(lines);
        verifyFiles(entries);
        verifySignedForms(entries);
        verifySignatures(entries);
        if (isInterrupted) {
            verifyAnnounced(snapshot.announced());
        }
        verifyNothingAdded(present);
        verifyTable();
        if (head.isPresent()) {
            boolean isThere = lines.stream().anyMatch(it -> Sha256.of(it).equals(head.get()));
            found.add(
                    isThere
                            ? Verification.met("verify.archive.head")
                            : Verification.notMet("verify.archive.head.missing", head.get()));
        } else {
            found.add(Verification.note("verify.archive.no-head"));
        }
    }

    /**
     * The index at a moment at which no program changed it, unless it changes all the time.
     *
     * @param pending the file with the entry that is being added; empty if there is none
     */
    private record Snapshot(Optional<String> pending, String index) {

        String announced() {
            return pending.orElse("").strip();
        }

        /** The complete lines. */
        List<String> lines() {
            return ArchiveVerifier.lines(index);
        }

        /** What follows the last complete line. */
        String cut() {
            return index.substring(index.lastIndexOf('\n') + 1);
        }
    }

    private Snapshot snapshot() throws IOException {
        Snapshot snapshot = read();
        for (int i = 0; i < ATTEMPTS; i++) {
            Snapshot again = read();
            if (again.equals(snapshot)) {
                break;
            }
            snapshot = again;
            pause();
        }
        return snapshot;
    }

    private Snapshot read() throws IOException {
        Optional<String> pending = readIfThere(archive.resolve(ArchiveIndex.PENDING));
        return new Snapshot(pending, Files.readString(archive.resolve(ArchiveIndex.FILE), StandardCharsets.UTF_8));
    }

    private static Optional<String> readIfThere(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Sleeper.SYSTEM.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an entry is being added: what is announced must be the last entry or the one behind it. */
    private boolean verifyInterruption(Snapshot snapshot) {
        List<String> lines = snapshot.lines();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        String head = lines.isEmpty() ? ArchiveEntry.NONE : Sha256.of(last);
        String cut = snapshot.cut();
        String announced = snapshot.announced();
        if (snapshot.pending().isEmpty() && cut.isEmpty()) {
            return false;
        }
        try {
            boolean isNext = ArchiveEntry.parse(announced).previous().equals(head) && announced.startsWith(cut);
            if (isNext || (announced.equals(last) && cut.isEmpty())) {
                found.add(Verification.note("verify.archive.interrupted"));
                return true;
            }
        } catch (IOException e) {
            // Not what this program writes.
        }
        found.add(Verification.notMet("verify.archive.tail", lines.size()));
        return false;
    }

    /** The complete lines. */
    static List<String> lines(Path archive) throws IOException {
        return lines(Files.readString(archive.resolve(ArchiveIndex.FILE), StandardCharsets.UTF_8));
    }

    private static List<String> lines(String index) {
        // At no other line end: the hash of a line is of all bytes before it.
        int end = index.lastIndexOf('\n');
        return end < 0 ? List.of() : List.of(index.substring(0, end).split("\n", -1));
    }

    private List<ArchiveEntry> verifyChain(List<String> lines) {
        List<ArchiveEntry> entries = new ArrayList<>();
        String previous = ArchiveEntry.NONE;
        boolean isWhole = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                ArchiveEntry entry = ArchiveEntry.parse(line);
                entries.add(entry);
                if (entry.number() != i + 1 || !entry.previous().equals(previous)) {
                    isWhole = false;
                    found.add(Verification.notMet("verify.archive.broken", i + 1));
                }
            } catch (IOException e) {
                isWhole = false;
                found.add(Verification.notMet("verify.archive.line", i + 1, String.valueOf(e.getMessage())));
            }
            previous = Sha256.of(line);
        }
        if (isWhole) {
            found.add(Verification.met("verify.archive.chain", lines.size()));
        }
        return entries;
    }

    private void verifyFiles(List<ArchiveEntry> entries) {
        int whole = 0;
        int all = 0;
        for (ArchiveEntry entry : entries) {
            Path folder = archive.resolve(entry.folder());
            for (ArchivedFile file : entry.files()) {
                Path path = folder.resolve(file.file());
                expected.add(path);
                all++;
                try {
                    if (Files.size(path) == file.bytes() && Sha256.of(path).equals(file.sha256())) {
                        whole++;
                    } else {
                        found.add(Verification.notMet("verify.archive.changed", path, entry.number()));
                    }
                } catch (NoSuchFileException e) {
                    found.add(Verification.notMet("verify.archive.missing", path, entry.number()));
                } catch (IOException e) {
                    found.add(Verification.notMet("verify.archive.unreadable", String.valueOf(e.getMessage())));
                }
            }
        }
        if (whole == all) {
            found.add(Verification.met("verify.archive.files", all));
        }
    }

    /** A report that was signed later must be the archived one. */
    private void verifySignedForms(List<ArchiveEntry> entries) {
        for (ArchiveEntry entry : entries) {
            if (entry.signedFormOf().isPresent()) {
                long number = entry.signedFormOf().get();
                boolean isSame = entries.stream()
                        .filter(it -> it.number() == number && number < entry.number())
                        .anyMatch(it -> isSignedForm(entry, it));
                found.add(
                        isSame
                                ? Verification.met("verify.archive.signed-form", entry.number(), number)
                                : Verification.notMet("verify.archive.signed-form.differs", entry.number(), number));
            }
        }
    }

    private boolean isSignedForm(ArchiveEntry entry, ArchiveEntry earlier) {
        try {
            return SignatureVerifier.isSignedForm(
                    Files.readAllBytes(report(entry)), Files.readAllBytes(report(earlier)));
        } catch (IOException e) {
            return false;
        }
    }

    private Path report(ArchiveEntry entry) {
        return archive.resolve(entry.folder()).resolve(ReportArchive.REPORT);
    }

    private void verifySignatures(List<ArchiveEntry> entries) {
        if (!options.signatureRequired() && !options.areSignaturesJudged()) {
            return;
        }
        Set<Verification> notes = new LinkedHashSet<>();
        SignedContents contents = new SignedContents(entries);
        Set<Long> signedLater = new HashSet<>();
        entries.forEach(it -> it.signedFormOf().ifPresent(signedLater::add));
        int signed = 0;
        int all = 0;
        for (ArchiveEntry entry : entries) {
            if (signedLater.contains(entry.number())) {
                continue;
            }
            if (entry.file(ReportArchive.REPORT).isEmpty()) {
                if (options.signatureRequired()) {
                    all++;
                    found.add(Verification.notMet("verify.archive.no-report", entry.number()));
                }
                continue;
            }
            try {
                SignatureVerifier.Checked checked =
                        SignatureVerifier.verify(Files.readAllBytes(report(entry)), options);
                Optional<Verification> failed = checked.checks().stream()
                        .filter(it -> it.result() == Verification.Result.NOT_MET)
                        .findFirst();
                failed.ifPresent(it -> found.add(
                        Verification.notMet("verify.archive.signature", report(entry), entry.number(), it.text())));
                checked.checks().stream().filter(ArchiveVerifier::isForReader).forEach(notes::add);
                all += failed.isPresent() || checked.isSigned() ? 1 : 0;
                if (failed.isEmpty() && checked.isSigned()) {
                    signed++;
                    contents.add(entry, checked.revision());
                }
            } catch (IOException | RuntimeException e) {
                all++;
                found.add(Verification.notMet("verify.archive.unreadable", String.valueOf(e.getMessage())));
            }
        }
        found.addAll(notes);
        found.addAll(contents.checks());
        if (signed == all) {
            found.add(Verification.met("verify.archive.signatures", all));
        }
    }

    /** What a reader must compare or know, although it is met. */
    private static boolean isForReader(Verification check) {
        return switch (check.text().key()) {
            case "verify.signature.revocation-unknown",
                    "verify.signature.path",
                    "verify.signature.path.open",
                    "verify.signature.path.now" -> true;
            default -> false;
        };
    }

    /** The files of an entry that is being added are in their place already, or not yet. */
    private void verifyAnnounced(String line) throws IOException {
        ArchiveEntry entry = ArchiveEntry.parse(line);
        Path folder = archive.resolve(entry.folder());
        for (ArchivedFile file : entry.files()) {
            Path path = folder.resolve(file.file());
            if (expected.add(path)
                    && Files.exists(path)
                    && !(Files.size(path) == file.bytes() && Sha256.of(path).equals(file.sha256()))) {
                found.add(Verification.notMet("verify.archive.changed", path, entry.number()));
            }
        }
    }

    /** All files but those that come in. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Path incoming = archive.resolve(ReportArchive.INCOMING);
        Files.walkFileTree(archive, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(incoming) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    // What is replaced meanwhile has a temporary file beside it.
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return files;
    }

    private void verifyNothingAdded(List<Path> present) throws IOException {
        List<Path> added = present.stream()
                .filter(it -> !isOwn(it) && !expected.contains(it))
                .sorted()
                .toList();
        added.forEach(it -> found.add(Verification.notMet("verify.archive.added", it)));
        if (added.isEmpty()) {
            found.add(Verification.met("verify.archive.nothing-added"));
        }
        Path incoming = archive.resolve(ReportArchive.INCOMING);
        if (hasFiles(incoming)) {
            found.add(Verification.note("verify.archive.incoming", incoming));
        }
    }

    private boolean isOwn(Path file) {
        return archive.equals(file.getParent())
                && (OWN_FILES.contains(String.valueOf(file.getFileName())) || ArchiveIndex.isTemporary(file));
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Its rows are written behind the lines of the index, so it may be behind for a moment. */
    /** Another program may add an entry between the reads: the table is at most as far as the index is afterwards. */
    private void verifyTable() throws IOException {
        boolean isSame = false;
        for (int i = 0; i < ATTEMPTS && !isSame; i++) {
            Snapshot before = read();
            String written = readIfThere(archive.resolve(ArchiveIndex.CSV)).orElse("");
            Snapshot after = read();
            List<String> lines = before.lines();
            int certain = before.pending().isPresent() ? lines.size() - 1 : lines.size();
            isSame = table(after.lines()).startsWith(written)
                    && written.startsWith(table(lines.subList(0, Math.max(0, certain))));
            if (!isSame) {
                if (before.equals(after) && before.pending().isEmpty() && i > 0) {
                    break;
                }
                pause();
            }
        }
        found.add(
                isSame
                        ? Verification.met("verify.archive.table", ArchiveIndex.CSV)
                        : Verification.notMet("verify.archive.table.differs", ArchiveIndex.CSV));
    }

    private static String table(List<String> lines) {
        return ArchiveEntry.CSV_HEADER
                + lines.stream().map(ArchiveVerifier::rows).collect(Collectors.joining());
    }

    private static String rows(String line) {
        try {
            return ArchiveEntry.parse(line).rows();
        } catch (IOException e) {
            // The chain is broken there, which is said already.
            return "";
        }
    }
}
