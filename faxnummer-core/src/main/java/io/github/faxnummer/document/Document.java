package io.github.faxnummer.document;

import io.github.faxnummer.input.Checked;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PDF that is to be faxed.
 *
 * @param path where its caller finds it again; unique within a delivery
 * @param name its file name
 */
public record Document(String path, String name) implements Serializable {

    /** Where a PDF's header may stand at the latest, in bytes: common readers look that far. */
    private static final int HEADER_WITHIN = 1024;

    /** Checks that the file is there and is a PDF by its header. */
    public static Checked<Document> check(Path file) {
        String shown = file.toString();
        if (Files.isDirectory(file)) {
            return Checked.invalid("documents", shown, Text.of("input.document.folder"));
        }
        if (!Files.exists(file)) {
            return Checked.invalid("documents", shown, Text.of("input.document.missing"));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(HEADER_WITHIN);
            if (start.length == 0) {
                return Checked.invalid("documents", shown, Text.of("input.document.empty"));
            }
            if (!new String(start, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
                return Checked.invalid("documents", shown, Text.of("input.document.no-pdf"));
            }
        } catch (IOException e) {
            return Checked.invalid("documents", shown, Text.of("input.document.unreadable"));
        }
        Path name = file.getFileName();
        return Checked.valid(new Document(shown, name == null ? shown : name.toString()));
    }
}
