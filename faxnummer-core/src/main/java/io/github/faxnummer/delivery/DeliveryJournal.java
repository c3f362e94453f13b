package io.github.faxnummer.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The persisted form of a delivery: a file of JSON lines. The first line is the whole delivery as it was at the beginning,
 * each further one a transmission that changed since then; of several lines of one transmission the last one counts. A last
 * line without its end was being written when the program died, and does not count.
 *
 * <p>A program that dies leaves what a later one needs so that nothing is sent twice: {@link #append} returns when the change
 * is on disk. {@code fax-delivery.schema.json} beside this class describes the lines. Files of older versions stay readable.
 */
public final class DeliveryJournal {

    /** Name of the journal in a folder of reports. */
    public static final String FILE = "fax-delivery.jsonl";

    /** Version of the form. It grows when a reader of the former version would misunderstand a file. */
    public static final int VERSION = 1;

    private final Path file;
    private List<Transmission> written;
    private long end;

    private DeliveryJournal(Path file, List<Transmission> written, long end) {
        this.file = file;
        this.written = written;
        this.end = end;
    }

    /**
     * Begins a journal in place of the file that may be there.
     *
     * @throws IOException if it cannot be written; then the file is as it was
     */
    public static DeliveryJournal create(Path file, JournaledDelivery delivery) throws IOException {
        byte[] snapshot = JournalCodec.snapshot(delivery);
        DurableFile.replace(file, out -> out.write(snapshot));
        return new DeliveryJournal(file, delivery.delivery().transmissions(), snapshot.length);
    }

    /**
     * Adds the transmissions that changed since the last call, leaving out changes that need not be remembered, and returns
     * when they are on disk. Changes of a call that failed are added by the next one.
     *
     * @param delivery the same delivery, further on
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
        // Not a channel: an interrupt would close it, and an aborted build needs its journal most of all.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            if (out.length() < end) {
                throw new IOException("changed by another program");
            }
            // What a call that failed left behind.
            out.setLength(end);
            out.seek(end);
            out.write(lines.toByteArray());
            out.getFD().sync();
        } catch (IOException e) {
            throw DurableFile.named(file, e);
        }
        end += lines.size();
        written = persisted;
    }

    /**
     * The delivery as it was when the program that wrote the file ended or died.
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
                snapshot.endpoint(),
                snapshot.start(),
                snapshot.attributes(),
                new Delivery(begun.order(), transmissions, begun.deadline(), begun.schedule()));
    }

    /** The lines that were written to their end. */
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
