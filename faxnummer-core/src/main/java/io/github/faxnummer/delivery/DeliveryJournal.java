package io.github.faxnummer.delivery;

import io.github.faxnummer.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The persisted form of a delivery: a file of JSON lines. The first line is the whole delivery at its start, each
 * further one a changed transmission; of several lines of one transmission the last one counts. An incomplete last
 * line was interrupted by a crash and is ignored.
 *
 * <p>After a crash the next run finds what it needs to send nothing twice: {@link #append} returns when the change is
 * on disk. {@code fax-delivery.schema.json} beside this class describes the lines. Files of older versions stay readable.
 */
public final class DeliveryJournal {

    /** Name of the journal in a folder of reports. */
    public static final String FILE = "fax-delivery.jsonl";

    /** The version of the format. It is raised when a reader of the former version would misread a file. */
    public static final int VERSION = 1;

    // The start of the delivery is among the first bytes, and differs between programs.
    private static final int MAX_COMPARED = 4096;

    private final Path file;
    private List<Transmission> written;
    private final byte[] begin;
    private long end;
    private boolean mayHaveRemains;

    private DeliveryJournal(Path file, List<Transmission> written, byte[] snapshot) {
        this.file = file;
        this.written = written;
        this.begin = Arrays.copyOf(snapshot, Math.min(snapshot.length, MAX_COMPARED));
        this.end = snapshot.length;
    }

    /**
     * Starts a journal and replaces an existing file.
     *
     * @throws IOException if it cannot be written; an existing file is then unchanged
     */
    public static DeliveryJournal create(Path file, JournaledDelivery delivery) throws IOException {
        byte[] snapshot = JournalCodec.snapshot(delivery);
        DurableFile.replace(file, out -> out.write(snapshot));
        return new DeliveryJournal(file, delivery.delivery().transmissions(), snapshot);
    }

    /**
     * Appends the transmissions that changed since the last call, except for changes that need not be persisted, and
     * returns when they are on disk. The next call appends the changes of a failed one.
     *
     * @param delivery the same delivery at a later time
     * @throws IOException if it cannot be written; its message names the file
     */
    public void append(Delivery delivery) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Transmission> persisted = new ArrayList<>(written);
        for (int i = 0; i < persisted.size(); i++) {
            Transmission now = delivery.transmissions().get(i);
            if (!now.equals(persisted.get(i)) && now.saysMoreThan(persisted.get(i))) {
                lines.write(JournalCodec.change(i, now));
                persisted.set(i, now);
            }
        }
        if (lines.size() == 0) {
            return;
        }
        boolean isOwn = true;
        // Not a channel: an interrupt would close it, and an aborted build needs its journal.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            isOwn = isOwn(out);
            if (!isOwn) {
                throw new IOException("changed by another program");
            }
            out.setLength(end);
            out.seek(end);
            out.write(lines.toByteArray());
            out.getFD().sync();
        } catch (IOException e) {
            mayHaveRemains |= isOwn;
            throw DurableFile.named(file, e);
        }
        mayHaveRemains = false;
        end += lines.size();
        written = persisted;
    }

    /** Whether no other program has replaced the file or added to it: its lines keep it from sending twice. */
    private boolean isOwn(RandomAccessFile opened) throws IOException {
        long length = opened.length();
        if (length < end || (length > end && !mayHaveRemains)) {
            return false;
        }
        byte[] found = new byte[begin.length];
        opened.seek(0);
        opened.readFully(found);
        return Arrays.equals(found, begin);
    }

    /**
     * The last persisted state of the delivery.
     *
     * @throws IOException if there is no such file, or it cannot be read
     */
    public static JournaledDelivery read(Path file) throws IOException {
        return read(lines(file));
    }

    static JournaledDelivery read(List<String> lines) throws IOException {
        JsonObject first = JsonObject.parse(first(lines));
        int version = first.integer("version");
        if (version != VERSION) {
            throw new IOException("version " + version);
        }
        JournaledDelivery snapshot = JournalCodec.snapshot(first);
        List<Transmission> transmissions = new ArrayList<>(snapshot.delivery().transmissions());
        for (String line : lines.subList(1, lines.size())) {
            JsonObject change = JsonObject.parse(line);
            int position = change.integer("position");
            Transmission transmission = JournalCodec.change(change);
            if (position < 0
                    || position >= transmissions.size()
                    || !transmissions.get(position).document().equals(transmission.document())) {
                throw new IOException("no transmission at position " + position);
            }
            transmissions.set(position, transmission);
        }
        Delivery begun = snapshot.delivery();
        return new JournaledDelivery(
                snapshot.endpoint(), snapshot.start(), snapshot.attributes(), begun.withTransmissions(transmissions));
    }

    /** The complete lines. */
    static List<String> lines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    static String first(List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            throw new IOException("empty");
        }
        return lines.get(0);
    }
}
