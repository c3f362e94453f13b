package io.github.faxnummer.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.message.CsvRow;
import io.github.faxnummer.order.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archived report: a line of the index.
 *
 * @param number its number, from 1 on
 * @param time when the report was made
 * @param folder where its files are, relative to the archive, with {@code /}
 * @param signedFormOf the number of an earlier entry, whose report is here signed; empty for others
 * @param previous the SHA-256 of the line before it, in hex; of the first entry {@link #NONE}
 */
public record ArchiveEntry(
        long number,
        Instant time,
        String folder,
        List<ArchivedFile> files,
        List<ArchivedFax> faxes,
        Optional<Long> signedFormOf,
        String previous) {

    /** The version of a line. It is higher where a reader of the former version would misread it. */
    private static final int VERSION = 1;

    /** With {@code signedFormOf}. */
    private static final int SIGNED_VERSION = 2;

    /** What the first entry has in place of the hash of the line before it. */
    public static final String NONE = "0".repeat(64);

    static final String CSV_HEADER = "number,time,folder,document,recipient,outcome,jobId,sha256OfIndexLine\r\n";

    private static final Pattern FOLDER = Pattern.compile("[0-9]{4}/[0-9]{2}/[0-9A-Za-z-]{1,60}");
    private static final Pattern FILE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.-]{0,60}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ArchiveEntry {
        files = List.copyOf(files);
        faxes = List.copyOf(faxes);
    }

    /**
     * Reads a line of the index.
     *
     * @throws IOException if it is none
     */
    static ArchiveEntry parse(String line) throws IOException {
        JsonObject json = JsonObject.parse(line);
        Optional<Long> signedFormOf =
                json.has("signedFormOf") ? Optional.of(json.number("signedFormOf")) : Optional.empty();
        if (json.integer("version") != version(signedFormOf)) {
            throw new IOException("version " + json.integer("version"));
        }
        List<ArchivedFile> files = new ArrayList<>();
        for (JsonObject file : json.objects("files")) {
            files.add(ArchivedFile.of(file));
        }
        List<ArchivedFax> faxes = new ArrayList<>();
        for (JsonObject fax : json.objects("faxes")) {
            faxes.add(ArchivedFax.of(fax));
        }
        ArchiveEntry entry = new ArchiveEntry(
                json.number("number"),
                json.instant("time"),
                json.text("folder"),
                files,
                faxes,
                signedFormOf,
                json.text("previous"));
        // Nothing outside the archive is ever looked at, whatever a line says.
        if (!FOLDER.matcher(entry.folder()).matches()
                || !HASH.matcher(entry.previous()).matches()
                || !files.stream().allMatch(it -> FILE.matcher(it.file()).matches())) {
            throw new IOException("a name or a checksum is invalid");
        }
        // What is not read would be covered by no check: the table has the hash of the line as it is written.
        if (!entry.line().equals(line)) {
            throw new IOException("not as this program writes it");
        }
        return entry;
    }

    private static int version(Optional<Long> signedFormOf) {
        return signedFormOf.isPresent() ? SIGNED_VERSION : VERSION;
    }

    /** The file with a name, if the entry has one. */
    public Optional<ArchivedFile> file(String name) {
        return files.stream().filter(it -> it.file().equals(name)).findFirst();
    }

    /** The line of the index, without its line end. */
    String line() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("version", version(signedFormOf));
            json.writeNumberField("number", number);
            json.writeStringField("time", time.toString());
            json.writeStringField("folder", folder);
            json.writeArrayFieldStart("files");
            for (ArchivedFile file : files) {
                file.write(json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("faxes");
            for (ArchivedFax fax : faxes) {
                fax.write(json);
            }
            json.writeEndArray();
            if (signedFormOf.isPresent()) {
                json.writeNumberField("signedFormOf", signedFormOf.get());
            }
            json.writeStringField("previous", previous);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("Text takes everything.", e);
        }
        return text.toString();
    }

    /** The rows of the index for people, one for each fax. */
    String rows() {
        String hash = Sha256.of(line());
        return faxes.stream()
                .map(it -> CsvRow.of(Stream.of(
                        String.valueOf(number),
                        time.toString(),
                        folder,
                        it.document(),
                        it.recipient(),
                        it.outcome(),
                        it.jobId(),
                        hash)))
                .collect(Collectors.joining());
    }
}
