package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordJsonTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");

    private static final PdfFacts FACTS = new PdfFacts(
            "ab".repeat(32),
            1234,
            "1.7",
            List.of(new PageSize(210, 297), new PageSize(297.5, 210.25)),
            List.of(new Finding(Finding.Kind.GREY, 2, "\u202e<b>")));

    private static DeliveryRecord record() {
        FaxStatus status = new FaxStatus(Map.of("Status", "DONE-ERROR", "RemoteTSI", "<b>\u001b[31m\u202e"));
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
                DeliveryRecord.FORMAT,
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
                        PollingSchedule.DEFAULT));
    }

    @Test
    void everyStateComesBackAsItWas() throws Exception {
        assertThat(RecordJson.read(RecordJson.write(record()))).isEqualTo(record());
    }

    @Test
    void whatAnOlderVersionWroteIsFollowedAndNoLongerSent() throws Exception {
        DeliveryRecord now = record();
        String json = new String(RecordJson.write(now), StandardCharsets.UTF_8);
        String old = json.replace("\"format\" : 3", "\"format\" : 1")
                .replaceAll(",\\s*\"failOnMissingPages\" : true,\\s*\"reportDirectory\" : \"fax-reports\"", "")
                .replaceAll(",\\s*\"documentPages\" : 2", "")
                .replaceAll("(?s),\\s*\"facts\" : \\{.*?}\\s*]\\s*}", "");
        assertThat(old).doesNotContain("facts", "documentPages", "sha256", "failOnMissingPages", "reportDirectory");

        DeliveryRecord read = RecordJson.read(old.getBytes(StandardCharsets.UTF_8));
        assertThat(read.delivery().transmissions())
                .extracting(Transmission::progress)
                .isEqualTo(now.delivery().transmissions().stream()
                        .map(Transmission::progress)
                        .toList());
        assertThat(read.delivery().transmissions()).allMatch(it -> it.documentPages() == 0);
        assertThat(read.delivery().order().documents())
                .containsExactly(new Document("/w/ä.pdf", "ä.pdf", new PdfFacts("", 0, "", List.of(), List.of())));
        assertThat(RecordJson.read(RecordJson.write(read))).isEqualTo(read);
    }

    @Test
    void readsFormat2WithoutCandidatesAndDocumentSizes() throws Exception {
        String json = new String(RecordJson.write(record()), StandardCharsets.UTF_8)
                .replace("\"format\" : 3", "\"format\" : 2")
                .replaceAll("(\"state\" : \"unknown\"[^]]*?),\\s*\"candidates\" : \\[[^]]*]", "$1")
                .replaceAll(",\\s*\"documentBytes\" : 3145728", "");
        assertThat(json).doesNotContain("documentBytes");

        List<Transmission> read = RecordJson.read(json.getBytes(StandardCharsets.UTF_8))
                .delivery()
                .transmissions();

        assertThat(read)
                .extracting(Transmission::progress)
                .hasAtLeastOneElementOfType(TransmissionState.Unknown.class)
                .hasAtLeastOneElementOfType(TransmissionState.Rejected.class)
                .noneMatch(it -> it instanceof TransmissionState.Rejected rejected
                        && rejected.refusal().documentBytes() > 0);
    }

    @Test
    void halfARecordOrAStrangeOneIsNone() throws Exception {
        String json = new String(RecordJson.write(record()), StandardCharsets.UTF_8);
        for (String broken : List.of(
                json.substring(0, json.length() / 2),
                "",
                "{}",
                json.replace("\"format\" : 3", "\"format\" : 4"),
                json.replace("\"submitting\"", "\"wishing\""),
                json.replace("\"deadline\"", "\"headline\""),
                json + "{}")) {
            assertThatThrownBy(() -> RecordJson.read(broken.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStoreTellsWhatItCannotReadAndIsNotHinderedByAnInterrupt(@TempDir Path folder) throws Exception {
        DeliveryStore store = new DeliveryStore(folder.resolve("faxnummer"));
        Thread.currentThread().interrupt();
        store.save(record());
        assertThat(Thread.interrupted()).isTrue();
        Files.writeString(folder.resolve("faxnummer/broken.json"), "{");

        assertThat(store.load("7f0c")).contains(record());
        assertThat(store.load("other")).isEmpty();
        assertThat(store.all().records()).containsExactly(record());
        assertThat(store.all().unreadable()).singleElement().asString().contains("broken.json");
        try (Stream<Path> files = Files.list(folder.resolve("faxnummer"))) {
            assertThat(files).hasSize(2);
        }
    }
}
