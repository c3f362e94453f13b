package io.github.faxnummer.order;

import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.pdf.PreviewFiles;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes documents into a folder about as the recipient's machine prints them: {@code report-001.png} for each page of {@code
 * report.pdf}, {@code report-001-standard.png} in standard resolution, parts that suffer in both resolutions, such as
 * {@code report-001-fine-text.png}, and {@code report.tiff} with all pages.
 *
 * @param sender the text of the header line; empty: none is shown
 */
public record PreviewFolder(Path folder, PdfLimits limits, String sender) {

    private static final String SUFFIX = ".pdf";

    /**
     * Renders local files. A document that cannot be rendered does not prevent the images of the others.
     *
     * @return the names of the images
     * @throws PreviewException if a document cannot be rendered within the limits
     */
    public List<String> write(List<Document> documents) throws IOException {
        List<String> names = names(documents);
        List<String> written = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            String path = document.path();
            try {
                PreviewFiles files = new Preview(limits, document.isDrawn(), document.rendering())
                        .write(
                                Path.of(path),
                                folder,
                                names.get(i),
                                document.facts().findings(),
                                sender);
                written.addAll(files.all());
            } catch (UnreadablePdfException e) {
                problems.add(Document.problem(path, e.finding()));
            }
        }
        if (!problems.isEmpty()) {
            throw new PreviewException(problems);
        }
        return List.copyOf(written);
    }

    /** Documents of different folders may have the same name, and some file systems ignore case. */
    private static List<String> names(List<Document> documents) {
        Map<String, Integer> taken = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Document document : documents) {
            String file = document.name();
            String name = file.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                    ? file.substring(0, file.length() - SUFFIX.length())
                    : file;
            // The files are not hidden, and a backslash is part of a name on some systems only.
            name = (name.isBlank() || name.startsWith(".") ? "fax" : "") + name.replace('\\', '_');
            String free = name;
            for (int n = 2; taken.putIfAbsent(free.toLowerCase(Locale.ROOT), n) != null; n++) {
                free = name + "-" + n;
            }
            names.add(free);
        }
        return names;
    }
}
