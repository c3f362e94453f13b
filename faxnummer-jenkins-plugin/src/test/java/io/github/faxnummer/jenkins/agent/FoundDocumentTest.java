package io.github.faxnummer.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a controller knows a document of an agent. */
class FoundDocumentTest {

    private static final PdfLimits NO_TIME = limits(Duration.ZERO, PdfLimits.DEFAULT.memory());
    private static final PdfLimits NO_MEMORY = limits(PdfLimits.DEFAULT.time(), 1);

    @TempDir
    Path folder;

    private Path file;
    private Validated<Document> document;

    @BeforeEach
    void inspect() throws Exception {
        file = Files.write(folder.resolve("a.pdf"), Pdf.pages(1));
        document = Document.check(file, PdfLimits.DEFAULT);
    }

    @Test
    void isKnownByItsContent() throws Exception {
        FoundDocument found = found(PdfLimits.DEFAULT);

        assertThat(FoundDocument.unidentified(List.of(found))).isEmpty();
        assertThat(FoundDocument.fingerprints(List.of(found))).containsOnlyKeys(found.sha256());
    }

    @Test
    void isNotKnownByItsBytesIfAnotherMachineMayReadIt() throws Exception {
        assertThat(problem(found(NO_TIME))).startsWith("documents '" + file + "': inspection timed out");
        assertThat(problem(found(NO_MEMORY))).startsWith("documents '" + file + "': inspection needs too much memory");
    }

    @Test
    void isNotKnownByWhatReplacedItAfterInspection() throws Exception {
        Files.write(file, Pdf.pages(2));

        FoundDocument found = found(PdfLimits.DEFAULT);

        assertThat(problem(found)).startsWith("documents '" + file + "': the document changed after its inspection");
        assertThat(FoundDocument.fingerprints(List.of(found))).isEmpty();
    }

    private FoundDocument found(PdfLimits limits) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream agent = new ObjectOutputStream(sent)) {
            agent.writeObject(FoundDocument.of(document, limits));
        }
        try (ObjectInputStream controller = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            return (FoundDocument) controller.readObject();
        }
    }

    private static String problem(FoundDocument found) {
        // The document itself is in order.
        assertThat(found.checked().problems()).isEmpty();
        List<Problem> problems = FoundDocument.unidentified(List.of(found));
        assertThat(problems).hasSize(1);
        return problems.get(0).in(Locale.ENGLISH);
    }

    private static PdfLimits limits(Duration time, long memory) {
        return new PdfLimits(PdfLimits.DEFAULT.pages(), PdfLimits.DEFAULT.bytes(), time, memory);
    }
}
