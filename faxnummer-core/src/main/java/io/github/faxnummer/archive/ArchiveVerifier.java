package io.github.faxnummer.archive;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares an archive with its index. Writes nothing, so that it works on a medium that cannot be written. */
public final class ArchiveVerifier {

    private static final Set<String> OWN_FILES =
            Set.of(ArchiveIndex.FILE, ArchiveIndex.CSV, ArchiveIndex.PENDING, IndexLock.FILE);

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
     * @param head an earlier {@linkplain ReportArchive.Added#head head} of the chain; empty if there is none at hand
     */
    public static List<Verification> verify(Path archive, Optional<String> head) {
        return verify(archive, head, VerificationOptions.NONE);
    }

    /**
     * The same. With options, each signature is checked; if signatures are required, each report must have one, or a later entry
     * with its signed form.
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

    private void verifyAll(Optional<String> head) throws IOException {
        Path index = archive.resolve(ArchiveIndex.FILE);
        if (!Files.exists(index)) {
            found.add(Verification.notMet("verify.archive.no-index", index));
            return;
        }
        List<String> lines = lines(archive);
        boolean isInterrupted = verifyInterruption(index, lines);
        List<ArchiveEntry> entries = verifyChain(lines);
        verifyFiles(entries);
        verifySignedForms(entries);
        verifySignatures(entries);
        verifyNothingAdded();
        verifyTable(entries, isInterrupted);
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

    /** Whether an entry is being added: what is announced must be the last entry or the one behind it. */
    private boolean verifyInterruption(Path index, List<String> lines) throws IOException {
        Path pending = archive.resolve(ArchiveIndex.PENDING);
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        String head = lines.isEmpty() ? ArchiveEntry.NONE : Sha256.of(last);
        String cut = Files.readString(index, StandardCharsets.UTF_8);
        cut = cut.substring(cut.lastIndexOf('\n') + 1);
        String announced = Files.exists(pending)
                ? Files.readString(pending, StandardCharsets.UTF_8).strip()
                : "";
        if (announced.isEmpty() && cut.isEmpty() && !Files.exists(pending)) {
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
    private static List<String> lines(Path archive) throws IOException {
        String text = Files.readString(archive.resolve(ArchiveIndex.FILE), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
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
        Set<Verification> told = new LinkedHashSet<>();
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
                checked.checks().stream().filter(ArchiveVerifier::isForReader).forEach(told::add);
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
        found.addAll(told);
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

    private void verifyNothingAdded() throws IOException {
        List<Path> added = new ArrayList<>();
        Path incoming = archive.resolve(ReportArchive.INCOMING);
        Files.walkFileTree(archive, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(incoming) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean isOwn = archive.equals(file.getParent())
                        && (OWN_FILES.contains(String.valueOf(file.getFileName())) || ArchiveIndex.isTemporary(file));
                if (!isOwn && !expected.contains(file)) {
                    added.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        added.stream().sorted().forEach(it -> found.add(Verification.notMet("verify.archive.added", it)));
        if (added.isEmpty()) {
            found.add(Verification.met("verify.archive.nothing-added"));
        }
        if (hasFiles(incoming)) {
            found.add(Verification.note("verify.archive.incoming", incoming));
        }
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private void verifyTable(List<ArchiveEntry> entries, boolean isInterrupted) throws IOException {
        StringBuilder rows = new StringBuilder(ArchiveEntry.CSV_HEADER);
        entries.forEach(it -> rows.append(it.rows()));
        Path table = archive.resolve(ArchiveIndex.CSV);
        String written = Files.exists(table) ? Files.readString(table, StandardCharsets.UTF_8) : "";
        boolean isSame = isInterrupted
                ? rows.toString().startsWith(written)
                : rows.toString().equals(written);
        found.add(
                isSame
                        ? Verification.met("verify.archive.table", ArchiveIndex.CSV)
                        : Verification.notMet("verify.archive.table.differs", ArchiveIndex.CSV));
    }
}
