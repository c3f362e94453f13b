package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Sha256;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The index of an archive: lines of JSON, each with the hash of the one before, and the same as a table for people. What is
 * going to be appended is first put into a file beside it, so that a line that was interrupted is completed and never
 * lost. To be used under the {@linkplain IndexLock lock}.
 */
record ArchiveIndex(Path archive) {

    static final String FILE = "index.jsonl";
    static final String CSV = "index.csv";
    static final String PENDING = "index.pending";

    private static final Pattern TEMPORARY = Pattern.compile("\\.index\\.(pending|csv)\\.[0-9a-f-]{36}");

    /** Enough for the last line of almost every archive; an entry of many thousand faxes takes more. */
    private static final int TAIL = 1 << 20;

    /** Completes what was interrupted. Returns what was done, for users. */
    List<Message> repair() throws IOException, ArchiveException {
        List<Message> repaired = new ArrayList<>();
        deleteTemporaries();
        Path pending = archive.resolve(PENDING);
        if (!Files.exists(pending)) {
            if (!tail(archive.resolve(FILE)).endsWith("\n")) {
                throw damaged();
            }
            return repaired;
        }
        String line = Files.readString(pending).strip();
        ArchiveEntry entry = parse(line);
        String tail = tail(archive.resolve(FILE));
        String cut = tail.substring(tail.lastIndexOf('\n') + 1);
        Optional<String> last = lastLine(tail.substring(0, tail.length() - cut.length()));
        if (cut.isEmpty() && last.equals(Optional.of(line))) {
            complete(entry);
            return repaired;
        }
        if (!line.startsWith(cut)
                || !entry.previous().equals(last.map(Sha256::of).orElse(ArchiveEntry.NONE))) {
            throw damaged();
        }
        moveFiles(entry);
        appendTo(archive.resolve(FILE), line.substring(cut.length()) + "\n");
        complete(entry);
        repaired.add(Message.of("archive.repaired", entry.number()));
        return repaired;
    }

    /** Whether a program that was killed left it while it wrote one of the files of the index. */
    static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
    }

    private void deleteTemporaries() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(archive)) {
            left = files.filter(ArchiveIndex::isTemporary).toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    /** The entry that was added last. */
    Optional<String> last() throws IOException {
        return lastLine(tail(archive.resolve(FILE)));
    }

    /** Adds an entry, whose files are in the folder for what comes in. */
    void add(ArchiveEntry entry) throws IOException {
        DurableFile.replace(
                archive.resolve(PENDING), out -> out.write((entry.line() + "\n").getBytes(StandardCharsets.UTF_8)));
        moveFiles(entry);
        appendTo(archive.resolve(FILE), entry.line() + "\n");
        complete(entry);
    }

    /** Where the files of an entry are before it is in the index. */
    Path incoming(String folder) {
        return archive.resolve(ReportArchive.INCOMING).resolve(folder.substring(folder.lastIndexOf('/') + 1));
    }

    /** Whether the entry with this folder is announced, so that its files belong to it. */
    boolean isAnnounced(String folder) throws IOException {
        try {
            return ArchiveEntry.parse(Files.readString(archive.resolve(PENDING)).strip())
                    .folder()
                    .equals(folder);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    static ArchiveEntry parse(String line) throws ArchiveException {
        try {
            return ArchiveEntry.parse(line);
        } catch (IOException e) {
            throw new ArchiveException(Message.of("archive.damaged", FILE), e);
        }
    }

    private ArchiveException damaged() {
        return new ArchiveException(Message.of("archive.damaged", archive.resolve(FILE)));
    }

    private void moveFiles(ArchiveEntry entry) throws IOException {
        Path folder = archive.resolve(entry.folder());
        Path incoming = incoming(entry.folder());
        if (Files.exists(incoming)) {
            Path month = Optional.ofNullable(folder.getParent()).orElseThrow();
            Files.createDirectories(month);
            // Never onto what is there: a folder with files in it cannot be replaced by a move.
            Files.move(incoming, folder);
            DurableFile.sync(month);
        }
    }

    private void complete(ArchiveEntry entry) throws IOException {
        Path csv = archive.resolve(CSV);
        String tail = tail(csv);
        if (tail.equals("\n") && entry.number() == 1) {
            DurableFile.replace(
                    csv, out -> out.write((ArchiveEntry.CSV_HEADER + entry.rows()).getBytes(StandardCharsets.UTF_8)));
        } else if (!tail.endsWith(entry.rows())) {
            if (endsWith(tail, entry.number() - 1)) {
                appendTo(csv, entry.rows());
            } else {
                writeCsv();
            }
        }
        Files.deleteIfExists(archive.resolve(PENDING));
    }

    private static boolean endsWith(String tail, long number) {
        String[] lines = tail.split("\r\n", -1);
        return tail.endsWith("\r\n") && lines[lines.length - 2].startsWith(number + ",");
    }

    private void writeCsv() throws IOException {
        StringBuilder rows = new StringBuilder(ArchiveEntry.CSV_HEADER);
        for (String line : ArchiveVerifier.lines(archive)) {
            rows.append(ArchiveEntry.parse(line).rows());
        }
        DurableFile.replace(
                archive.resolve(CSV), out -> out.write(rows.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> lastLine(String tail) {
        String lines = tail.endsWith("\n") ? tail.substring(0, tail.length() - 1) : tail;
        return Optional.of(lines.substring(lines.lastIndexOf('\n') + 1)).filter(it -> !it.isEmpty());
    }

    /**
     * The end of a file, with its last complete line and from the beginning of a line on; of a file that is missing or empty
     * a line end.
     */
    private static String tail(Path file) throws IOException {
        // Not a channel: an interrupt would close it.
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length();
            if (size == 0) {
                return "\n";
            }
            for (long length = TAIL; length < size; length *= 2) {
                String end = end(in, length);
                int start = end.indexOf('\n') + 1;
                if (start > 0 && end.indexOf('\n', start) > 0) {
                    return end.substring(start);
                }
            }
            return end(in, size);
        } catch (FileNotFoundException e) {
            return "\n";
        }
    }

    private static String end(RandomAccessFile in, long length) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(length)];
        in.seek(in.length() - length);
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** In one call, so that readers do not see half a line, and on disk when it returns. */
    private static void appendTo(Path file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }
}
