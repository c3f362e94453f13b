package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.LookUpResult;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTextTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final DeliveryText english = new DeliveryText(Locale.ENGLISH);
    private final DeliveryText german = new DeliveryText(Locale.GERMAN);

    /** A page has times of one zone. */
    @Test
    void showsTimesOfReasonsAndAdviceInZoneOfUser() {
        DeliveryText text = new DeliveryText(Locale.ENGLISH, ZoneId.of("Europe/Berlin"));
        Instant earlier = Instant.parse("2026-07-01T08:00:00Z");
        Delivery planned = Delivery.of(
                new FaxOrder(
                        List.of(Pdfs.document("a.pdf", 1)),
                        List.of(new FaxNumber("00493023125016")),
                        "ci@example.org",
                        "",
                        "",
                        ""),
                NOW,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);

        for (EarlierSubmission.State state : EarlierSubmission.State.values()) {
            for (Optional<JobId> job : List.of(Optional.<JobId>empty(), Optional.of(new JobId("job-1")))) {
                Delivery skipped = planned.resumeFromLedger(
                        Map.of(0, new EarlierSubmission(1, state, earlier, "build 17", job)), NOW);
                Transmission fax = skipped.transmissions().get(0);
                assertThat(text.reason(fax)).contains("2026-07-01 10:00:00 UTC+02:00");
                assertThat(text.reason(fax)
                                + text.advice(skipped, fax)
                                + text.state(fax.history().get(fax.history().size() - 1)))
                        .doesNotContain("08:00:00");
            }
        }
    }

    /** The reader would send it a second time by hand. */
    @ParameterizedTest
    @ValueSource(strings = {"ledger.not-sent", "ledger.taken-away", "ledger.redials-used"})
    void whatAnotherRunMayHaveSentIsLeftToLedger(String key) {
        Message why = Message.of(key, Message.of("network.refused", "localhost:1"));
        Job failed = new Job(
                new JobId("job-1"),
                NOW,
                NOW,
                List.of(FaxStatus.builder("DONE-ERROR")
                        .cause(OptionalInt.of(17))
                        .build()));
        List<TransmissionState> states = List.of(
                new TransmissionState.NotSent(why),
                new TransmissionState.Done(failed, Optional.of(Message.of("delivery.redial.not-sent", why))));
        for (TransmissionState state : states) {
            Delivery delivery = nothing().withTransmissions(List.of(fax(state)));

            assertThat(english.advice(delivery, delivery.transmissions().get(0)))
                    .startsWith("This run did not send it.")
                    .doesNotContain("can still be sent");
            assertThat(german.advice(delivery, delivery.transmissions().get(0)))
                    .startsWith("Dieser Lauf hat es nicht gesendet.");
        }
    }

    /** The reference and the mailbox of this run would be looked up in vain. */
    @Test
    void adviceOnFaxOfEarlierRunNamesThatRun() {
        Delivery skipped = Delivery.of(
                        new FaxOrder(
                                List.of(Pdfs.document("a.pdf", 1)),
                                List.of(new FaxNumber("00493023125016")),
                                "new@example.org",
                                "",
                                "",
                                "NEW-REF"),
                        NOW,
                        Duration.ofHours(1),
                        PollingSchedule.DEFAULT)
                .resumeFromLedger(
                        Map.of(
                                0,
                                new EarlierSubmission(
                                        1, EarlierSubmission.State.UNKNOWN, NOW, "build 17", Optional.empty())),
                        NOW);

        assertThat(english.advice(skipped, skipped.transmissions().get(0)))
                .contains("build 17 may have sent the fax", "00493023125016")
                .doesNotContain("NEW-REF", "new@example.org");
    }

    /** Not the next run sends it again, but this one. */
    @Test
    void failedAttemptOfEarlierRunIsFollowedByThisOne() {
        FaxStatus busy =
                FaxStatus.builder("DONE-ERROR").cause(OptionalInt.of(17)).build();
        Job failed = new Job(new JobId("job-1"), NOW, NOW, List.of(busy), "build 17");
        Transmission pending = new Transmission(
                "/a.pdf",
                "a.pdf",
                1,
                "00493023125016",
                "a.pdf",
                new TransmissionState.Planned(0, NOW),
                List.of(),
                List.of(failed));

        Delivery delivery = nothing().withTransmissions(List.of(pending));

        assertThat(english.table(delivery)).anyMatch(it -> it.contains("submitted before, by build 17"));
        assertThat(english.table(delivery)).noneMatch(it -> it.contains("the next run"));
        assertThat(english.line(pending, pending.attempts().get(0))).doesNotContain("the next run");
        assertThat(english.line(pending.attempts().get(0))).contains("the next run sends it again");
    }

    private static Delivery nothing() {
        return Delivery.following(List.of(), NOW, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }

    @Test
    void summarizesFaxesInOneLine() {
        assertThat(english.summary(List.of())).isEqualTo("No faxes");
        assertThat(english.summary(List.of(done("DONE-OK", 16, 2)))).isEqualTo("1 fax: 1 delivered");
        List<Transmission> faxes = List.of(
                fax(new TransmissionState.Unknown(Message.of("delivery.too-late"), NOW, List.of())),
                done("DONE-ERROR", 17, 0),
                done("DONE-OK", 16, 2),
                done("DONE-OK", 16, 1),
                done("DONE-ERROR", 19, 0),
                done("DONE-ERROR", 1, 0),
                done("DONE-ERROR", 38, 0),
                done("DONE-OK", 16, 2));
        assertThat(english.summary(faxes))
                .isEqualTo("8 faxes: 2 delivered, 1 delivered with pages missing, 1 busy, 1 without answer,"
                        + " 1 with a wrong number, 1 not delivered, 1 unconfirmed, look it up");
        assertThat(german.summary(faxes))
                .startsWith("8 Faxe: 2 zugestellt, 1 zugestellt, aber Seiten fehlen, 1 besetzt");
    }

    @Test
    void countsSayEveryResultAndAreAdded() {
        FaxCounts one = FaxCounts.of(List.of(done("DONE-OK", 16, 2), done("DONE-ERROR", 17, 0)));
        FaxCounts two = FaxCounts.of(List.of(done("DONE-OK", 16, 2)));

        assertThat(one.plus(two).all()).isEqualTo(3);
        assertThat(english.summary(one.plus(two))).isEqualTo("3 faxes: 2 delivered, 1 busy");
        assertThat(FaxCounts.ORDER)
                .containsAll(Stream.of(Outcome.values()).map(DeliveryText::word).toList())
                .containsAll(Stream.of(LookUpResult.values())
                        .map(it -> "looked-up-" + DeliveryText.word(it))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59,59 s", "60,1 min 0 s", "140,2 min 20 s", "3599,59 min 59 s", "3700,1 h 1 min"})
    void writesDurationsAsPeopleDo(int seconds, String written) {
        assertThat(english.duration(Duration.ofSeconds(seconds))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW,Queued at the provider,Beim Anbieter eingereiht",
        "RUNNING,Being transmitted,Wird übertragen",
        "RETRY,Waiting for the next attempt,Wartet auf den nächsten Versuch",
        "PAUSED,In progress,In Bearbeitung"
    })
    void namesStatusesOfProvider(String status, String inEnglish, String inGerman) {
        Transmission fax = fax(new TransmissionState.Submitted(
                new Job(
                        new JobId("faxsend-a-1"),
                        NOW,
                        NOW,
                        List.of(FaxStatus.builder(status).build())),
                NOW,
                1,
                0));
        assertThat(english.status(fax)).isEqualTo(inEnglish);
        assertThat(german.status(fax)).isEqualTo(inGerman);
    }

    @Test
    void writesPagesAsFarAsTheyAreKnown() {
        assertThat(english.pageCount(done("DONE-OK", 16, 1))).isEqualTo("1 of 2");
        assertThat(english.pageCount(fax(new TransmissionState.NotSent(Message.of("delivery.too-late")))))
                .isEqualTo("2 in the document");
    }

    private static Transmission done(String status, int cause, int pages) {
        FaxStatus said = FaxStatus.builder(status)
                .cause(OptionalInt.of(cause))
                .pagesSent(OptionalInt.of(pages))
                .build();
        return fax(new TransmissionState.Done(new Job(new JobId("faxsend-a-1"), NOW, NOW, List.of(said))));
    }

    private static Transmission fax(TransmissionState state) {
        return new Transmission("/w/a.pdf", "a.pdf", 2, "0049202695550", "ref", state);
    }
}
