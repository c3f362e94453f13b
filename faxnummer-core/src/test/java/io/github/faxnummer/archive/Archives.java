package io.github.faxnummer.archive;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reports to archive. */
final class Archives {

    private Archives() {}

    static ReportArchive archive(Path folder) {
        return new ReportArchive(folder, Sleeper.SYSTEM);
    }

    /** Adds a report with a document of its own to an archive. */
    static ReportArchive.Added add(Path archive, Path work, String document) throws ArchiveException {
        return add(archive(archive), work, document);
    }

    static ReportArchive.Added add(ReportArchive archive, Path work, String document) throws ArchiveException {
        try {
            byte[] content = Pdfs.pages(1 + document.length() % 3);
            Path file = Files.write(work.resolve(document), content);
            Path report = Files.writeString(work.resolve("fax-report.json"), "{\"document\":\"" + document + "\"}");
            Document checked = new Document(file.toString(), document, Pdfs.facts(content, 1));
            return archive.add(
                    delivery(checked), FakeClock.START, List.of(report), it -> DocumentContent.of(Path.of(it)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Delivery delivery(Document document) {
        return delivery(document, List.of(new FaxNumber("00493023125016"), new FaxNumber("00493023125017")));
    }

    static Delivery delivery(Document document, List<FaxNumber> numbers) {
        return Delivery.of(
                new FaxOrder(List.of(document), numbers, "ci@example.org", "", "", ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
    }
}
