package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.ledger.LedgerKey;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJournalTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");

    private static final PdfFacts FACTS = new PdfFacts(
            "ab".repeat(32),
            1234,
            "1.7",
            List.of(new PageSize(210, 297), new PageSize(297.5, 210.25)),
            List.of(new Finding(Finding.Kind.GREY, 2, "\u202e<b>")));

    private static DeliveryRecord record() {
        return record(OnceSettings.OFF);
    }

    private static DeliveryRecord record(OnceSettings once) {
        FaxStatus status =
                FaxStatus.builder("DONE-ERROR").remoteTsi("<b>\u001b[31m\u202e").build();
        Job job = new Job(new JobId("faxsend-acc1-1"), NOW, NOW, List.of(status));
        Rejection refusal = new Rejection(FailureReason.OTHER, "no \"way\"", 3 << 20);
        List<JobId> candidates = List.of(new JobId("faxsend-acc1-2"), new JobId("faxsend-acc1-3"));
        List<Transmission> transmissions = Stream.of(
                        new TransmissionState.Planned(1, NOW),
                        new TransmissionState.Submitting(0, NOW),
                        new TransmissionState.Verifying(Message.of("protocol.no-status"), NOW, candidates, NOW, 2, 1),
                        new TransmissionState.Submitted(job, NOW, 3, 1),
                        new TransmissionState.Done(job),
                        new TransmissionState.TimedOut(job),
                        new TransmissionState.Mismatched(job, Message.of("delivery.mismatched", "1")),
                        new TransmissionState.StatusUnavailable(job, refusal),
                        new TransmissionState.Rejected(refusal),
                        new TransmissionState.Unknown(
                                Message.of("protocol.error", 500, Message.of("protocol.twice", "x"), "<html>"),
                                NOW,
                                candidates),
                        new TransmissionState.NotSent(Message.of("delivery.too-late")))
                .map(it -> new Transmission("/w/ä.pdf", "ä.pdf", 2, "00493023125016", "ref", it))
                .toList();
        return new DeliveryRecord(
                "7f0c",
                DeliveryRecord.Kind.SEND,
                NOW,
                "https://example.com/",
                "id",
                new Workspace("agent", "C:\\ws"),
                true,
                true,
                false,
                true,
                "fax-reports",
                false,
                false,
                once,
                new Delivery(
                        new FaxOrder(
                                List.of(new Document("/w/ä.pdf", "ä.pdf", FACTS)),
                                List.of(new FaxNumber("00493023125016")),
                                "a@example.com",
                                "",
                                "",
                                ""),
                        transmissions,
                        NOW.plusSeconds(60),
                        PollingSchedule.DEFAULT,
                        SameNumber.PARALLEL));
    }

    @Test
    void keepsOnceParameters(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("record");
        DeliveryRecord record = record(new OnceSettings(
                OnceScope.CONTENT,
                "invoice 7",
                true,
                true,
                "jenkins 1",
                "job #7",
                Map.of("ab".repeat(32), "v1 cd"),
                Map.of(new LedgerKey("cd".repeat(32)), 2)));
        RecordJournal.write(file, record);

        assertThat(RecordJournal.read(file)).isEqualTo(record);
    }

    @Test
    void readsWhatItWrote(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("record");
        RecordJournal.write(file, record());

        assertThat(RecordJournal.read(file)).isEqualTo(record());
        assertThat(Files.readString(file)).contains("\"version\":1,", "\"attributes\":{\"id\":\"7f0c\",");
    }

    /** From now on this form stays readable, whatever a later version writes. */
    @Test
    void readsVersion1() throws Exception {
        assertThat(RecordJournal.read(Path.of("src/test/resources/version-1/7f0c.jsonl")))
                .isEqualTo(record());
    }

    @ParameterizedTest
    @CsvSource({"\"id\",\"di\"", "\"SEND\",\"SEEN\"", "\"wait\":\"true\",\"wait\":\"yes\""})
    void rejectsRecordThatIsNotComplete(String part, String other, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("record");
        RecordJournal.write(file, record());
        String whole = Files.readString(file);
        String broken = whole.replace(part, other);
        assertThat(broken).isNotEqualTo(whole);
        Files.writeString(file, broken);

        assertThatThrownBy(() -> RecordJournal.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotIgnoreRecordOfFormerVersion(@TempDir Path folder) throws Exception {
        DeliveryStore store = new DeliveryStore(folder);
        Files.writeString(folder.resolve("7f0c.json"), "{\"format\" : 3}");

        assertThatThrownBy(() -> store.load("7f0c"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("earlier version");
        assertThat(store.all().unreadable()).containsExactly("7f0c.json");
    }

    @Test
    void listsUnreadableFilesAndIgnoresInterrupt(@TempDir Path folder) throws Exception {
        DeliveryStore store = new DeliveryStore(folder.resolve("faxnummer"));
        Thread.currentThread().interrupt();
        store.save(record());
        assertThat(Thread.interrupted()).isTrue();
        Files.writeString(folder.resolve("faxnummer/broken.jsonl"), "{");

        assertThat(store.load("7f0c")).contains(record());
        assertThat(store.load("other")).isEmpty();
        assertThat(store.all().records()).containsExactly(record());
        assertThat(store.all().unreadable()).containsExactly("broken.jsonl");
        try (Stream<Path> files = Files.list(folder.resolve("faxnummer"))) {
            assertThat(files).hasSize(2);
        }
    }
}
