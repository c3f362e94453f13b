package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRecoveryTest {

    private static final String ENDPOINT = "https://fax.example/api";
    private static final Instant NOW = Deliveries.START.plus(Duration.ofHours(5));
    private static final String SHA256 = "ba35db1de437cecfe2c72e7bfa842367f46e39ea7c858f95f0e0997ed6b40195";

    /** Delivered, busy, refused, unknown, timed out, not sent, under way, a page missing, being submitted, verified. */
    private static final RedialPolicy ONCE =
            RedialPolicy.check("1", "2m", "").value().orElseThrow();

    private static final Delivery EARLIER = ofEveryOutcome();

    private static Delivery ofEveryOutcome() {
        Delivery delivery = Deliveries.of(1, 10);
        for (int i = 0; i < 10; i++) {
            delivery = delivery.markSubmitting(i, Deliveries.START);
        }
        for (int accepted : List.of(0, 1, 4, 6, 7)) {
            delivery = delivery.applySubmission(accepted, Deliveries.accepted(accepted), Deliveries.START);
        }
        FaxStatus missing =
                FaxStatus.builder("DONE-OK").pagesSent(OptionalInt.of(1)).build();
        return delivery.applyStatus(0, Deliveries.reported("DONE-OK"), Deliveries.after(60))
                .applyStatus(1, Deliveries.reported("DONE-ERROR"), Deliveries.after(60))
                .applySubmission(
                        2,
                        new SubmissionResult.Rejected(new Rejection(FailureReason.OTHER, "Guthaben")),
                        Deliveries.START)
                .applySubmission(3, Deliveries.unknown(), Deliveries.START)
                .applyStatus(4, Deliveries.reported("RUNNING"), Deliveries.START.plus(Deliveries.TIMEOUT))
                .applySubmission(5, Deliveries.notSent(false), Deliveries.START)
                .applyStatus(6, Deliveries.reported("RETRY"), Deliveries.after(30))
                .applyStatus(7, new StatusResult.Known(List.of(missing)), Deliveries.after(90))
                .applySubmission(
                        9,
                        new SubmissionResult.Unknown(Message.of("protocol.no-status"), List.of(new JobId("job-9"))),
                        Deliveries.START);
    }

    @Test
    void resubmitsOnlyUndeliveredFaxes(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);

        Delivery resumed = planned(EARLIER.order()).resumeFrom(read(folder));

        assertThat(resumed.transmissions())
                .extracting(Transmission::outcome)
                .containsExactly(
                        Outcome.DONE_OK,
                        Outcome.PLANNED,
                        Outcome.PLANNED,
                        Outcome.UNKNOWN,
                        Outcome.SUBMITTED,
                        Outcome.PLANNED,
                        Outcome.SUBMITTED,
                        Outcome.DONE_OK,
                        Outcome.UNKNOWN,
                        Outcome.VERIFYING);
        assertThat(resumed.transmissions().get(7).progress().job())
                .isEqualTo(EARLIER.transmissions().get(7).progress().job().map(it -> it.ofEarlierRun("run 1")));
        assertThat(resumed.transmissions().get(7).missingPages()).isEqualTo(1);
        assertThat(resumed.transmissions().get(8).progress())
                .isInstanceOfSatisfying(
                        TransmissionState.Unknown.class,
                        unknown -> assertThat(unknown.at()).isEqualTo(Deliveries.START));
        assertThat(resumed.transmissions().get(4).jobId())
                .isEqualTo(EARLIER.transmissions().get(4).jobId());
        assertThat(resumed.transmissions().get(9).candidateJobIds()).containsExactly(new JobId("job-9"));
    }

    @Test
    void faxThatGotJobOfAnotherStaysUnknown(@TempDir Path folder) throws IOException {
        Delivery both = Deliveries.of(2, 1)
                .markSubmitting(0, Deliveries.START)
                .markSubmitting(1, Deliveries.START)
                .applySubmission(0, Deliveries.accepted(1), Deliveries.START)
                .applySubmission(1, Deliveries.accepted(1), Deliveries.START);
        write(folder, both);

        assertThat(planned(both.order()).resumeFrom(read(folder)).transmissions())
                .extracting(Transmission::outcome)
                .containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN);
    }

    @Test
    void resubmitsWhatWasLookedUpAsNotDeliveredOnly(@TempDir Path folder) throws IOException {
        for (LookUpResult result : LookUpResult.values()) {
            Delivery lookedUp = new Delivery(
                    EARLIER.order(),
                    EARLIER.transmissions().stream()
                            .map(it -> it.outcome() == Outcome.UNKNOWN
                                    ? it.lookedUp(result, "anna", Deliveries.START)
                                    : it)
                            .toList(),
                    EARLIER.deadline(),
                    EARLIER.schedule(),
                    EARLIER.sameNumber());
            write(folder.resolve(result.name()), lookedUp);

            Delivery resumed = planned(EARLIER.order()).resumeFrom(read(folder.resolve(result.name())));

            for (int i = 0; i < EARLIER.transmissions().size(); i++) {
                if (EARLIER.transmissions().get(i).outcome() == Outcome.UNKNOWN) {
                    assertThat(resumed.transmissions().get(i).outcome())
                            .isEqualTo(result == LookUpResult.NOT_DELIVERED ? Outcome.PLANNED : result.outcome());
                }
            }
        }
    }

    @Test
    void pollsFaxesUnderWayAtOnce(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);

        Delivery resumed = planned(EARLIER.order()).resumeFrom(read(folder)).excluding(it -> true);

        assertThat(resumed.nextAction(NOW)).isInstanceOf(DeliveryAction.Poll.class);
    }

    @Test
    void recoversSameStateInThirdRun(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);
        Map<TransmissionKey, Transmission> second = read(folder);
        write(folder, planned(EARLIER.order()).resumeFrom(second));

        assertThat(states(read(folder))).isEqualTo(states(second));
    }

    @Test
    void distinguishesContentAndRecipient(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);
        FaxOrder order = EARLIER.order();
        Delivery otherBytes =
                planned(new FaxOrder(List.of(Pdfs.document("a.pdf", 3)), order.numbers(), order.email(), "", "", ""));
        Delivery otherRecipient = planned(
                new FaxOrder(order.documents(), List.of(new FaxNumber("0044203000000")), order.email(), "", "", ""));

        assertThat(otherBytes.resumeFrom(read(folder))).isEqualTo(otherBytes);
        assertThat(otherRecipient.resumeFrom(read(folder))).isEqualTo(otherRecipient);
    }

    @Test
    void resumedJobKeepsReferenceOfItsOwnRun(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);
        FaxOrder order = new FaxOrder(
                EARLIER.order().documents(), EARLIER.order().numbers(), "ci@example.org", "", "", "build 2");
        FaxStatus delivered = FaxStatus.builder("DONE-OK")
                .destination("00493023125016")
                .reference("build 1")
                .build();

        Delivery resumed = planned(order).resumeFrom(read(folder));
        Delivery polled = resumed.applyStatus(6, new StatusResult.Known(List.of(delivered)), NOW);

        assertThat(polled.transmissions().get(6).outcome()).isEqualTo(Outcome.DONE_OK);
        assertThat(polled.transmissions().get(6).progress().job().map(Job::earlierRun))
                .contains("run 1");
    }

    /** Its reference names the build, and the document may have been another file with the same content. */
    @Test
    void unconfirmedJobOfEarlierRunIsThatRunsWhenItIsConfirmed(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);
        FaxOrder order = new FaxOrder(
                EARLIER.order().documents(),
                EARLIER.order().numbers(),
                "ci@example.org",
                "",
                "00493023125999",
                "build 2");
        Delivery resumed = planned(order).resumeFrom(read(folder));
        // A killed run after the next one finds the first one's fax.
        write(folder, resumed);
        Delivery again = planned(order).resumeFrom(DeliveryRecovery.read(folder, ENDPOINT, "run 2", NOW));

        for (Delivery delivery : List.of(resumed, again)) {
            FaxStatus delivered = FaxStatus.builder("DONE-OK")
                    .destination("00493023125019")
                    .source("00493023125000")
                    .reference("build 1")
                    .build();
            Transmission confirmed = delivery.applyStatus(9, new StatusResult.Known(List.of(delivered)), NOW)
                    .transmissions()
                    .get(9);

            assertThat(confirmed.outcome()).isEqualTo(Outcome.DONE_OK);
            assertThat(confirmed.progress().job().map(Job::earlierRun)).contains("run 1");
            assertThat(Check.of(order, confirmed))
                    .filteredOn(it -> it.kind() == Check.Kind.DOCUMENT)
                    .extracting(Check::result)
                    .containsExactly(Check.Result.NOT_KNOWN);
        }
    }

    @Test
    void keepsStepsOfEarlierRun(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);

        Transmission timedOut = planned(EARLIER.order())
                .resumeFrom(read(folder))
                .transmissions()
                .get(4);
        Transmission before = EARLIER.transmissions().get(4);

        assertThat(before.history()).hasSizeGreaterThan(3);
        assertThat(timedOut.history()).startsWith(before.history().toArray(new StateChange[0]));
        assertThat(timedOut.history()).hasSize(before.history().size() + 1);
        assertThat(timedOut.history().get(before.history().size()).reason())
                .contains(Message.of("report.history.resumed"));
    }

    @Test
    void whatEarlierRunMayHaveSentIsNotOfThisRun(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);

        Delivery resumed = planned(EARLIER.order()).resumeFrom(read(folder));
        Delivery refused = resumed;
        for (int i = 0; i < 5; i++) {
            refused = refused.applyStatus(
                    9, new StatusResult.Refused(new Rejection(FailureReason.OTHER, "Job not found")), NOW);
        }

        assertThat(resumed.transmissions())
                .filteredOn(it -> it.outcome() != Outcome.PLANNED)
                .hasSize(7)
                .allMatch(Transmission::isOfEarlierRun);
        assertThat(refused.transmissions().get(9).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(refused.transmissions().get(9).isOfEarlierRun()).isTrue();
    }

    /** The earlier run may have had another password: this one must not be tried for each fax. */
    @Test
    void jobOfEarlierRunDoesNotProveAccount(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);
        FaxStatus delivered =
                FaxStatus.builder("DONE-OK").destination("00493023125019").build();

        Delivery refused = planned(EARLIER.order())
                .resumeFrom(read(folder))
                .applyStatus(9, new StatusResult.Known(List.of(delivered)), NOW)
                .markSubmitting(1, NOW)
                .applySubmission(
                        1,
                        new SubmissionResult.Rejected(new Rejection(FailureReason.NOT_AVAILABLE_FOR_ACCOUNT, "")),
                        NOW);

        assertThat(refused.transmissions().get(9).outcome()).isEqualTo(Outcome.DONE_OK);
        assertThat(refused.transmissions()).noneMatch(it -> it.outcome() == Outcome.PLANNED);
    }

    @Test
    void failedFaxThatInterruptedRedialsLeftIsOfEarlierRun(@TempDir Path folder) throws IOException {
        Delivery interrupted = failed(3, 1);
        write(folder, interrupted);

        Delivery resumed = planned(interrupted.order()).withRedial(ONCE).resumeFrom(read(folder));
        Delivery refused = resumed.markSubmitting(1, NOW)
                .applySubmission(
                        1,
                        new SubmissionResult.Rejected(new Rejection(FailureReason.NOT_AVAILABLE_FOR_ACCOUNT, "")),
                        NOW);

        assertThat(resumed.transmissions().get(0).outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(resumed.transmissions().get(0).isOfEarlierRun()).isTrue();
        assertThat(refused.transmissions()).noneMatch(it -> it.outcome() == Outcome.PLANNED);
    }

    @Test
    void resubmitsFailedFaxOfFinishedDeliveryWithRedials(@TempDir Path folder) throws IOException {
        Delivery finished = failed(1, 1);
        write(folder, finished);

        assertThat(finished.isFinished()).isTrue();
        assertThat(read(folder)).isEmpty();
    }

    @Test
    void doesNotResubmitRejectedRedialOfInterruptedDelivery(@TempDir Path folder) throws IOException {
        Delivery interrupted = failed(2, 17)
                .markSubmitting(0, Deliveries.after(180))
                .applySubmission(
                        0,
                        new SubmissionResult.Rejected(new Rejection(FailureReason.TOO_LARGE, "")),
                        Deliveries.after(181));
        write(folder, interrupted);

        Delivery resumed = planned(interrupted.order()).withRedial(ONCE).resumeFrom(read(folder));

        assertThat(interrupted.isFinished()).isFalse();
        assertThat(resumed.transmissions())
                .extracting(Transmission::outcome)
                .containsExactly(Outcome.REJECTED, Outcome.PLANNED);
    }

    @Test
    void resubmitsFaxOfInterruptedDeliveryThatWasLookedUpAsNotDelivered(@TempDir Path folder) throws IOException {
        Delivery unknown = Deliveries.of(1, 2)
                .withRedial(ONCE)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(
                        0, new SubmissionResult.Unknown(Message.of("network.interrupted")), Deliveries.after(1));
        Transmission lookedUp =
                unknown.transmissions().get(0).lookedUp(LookUpResult.NOT_DELIVERED, "anna", Deliveries.after(2));
        write(
                folder,
                unknown.withTransmissions(
                        List.of(lookedUp, unknown.transmissions().get(1))));

        assertThat(read(folder)).isEmpty();
    }

    @Test
    void pollsCandidateThatEarlierRunDidNotConfirmInTime(@TempDir Path folder) throws IOException {
        Delivery verifying = Deliveries.of(1, 1)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(
                        0,
                        new SubmissionResult.Unknown(Message.of("network.interrupted"), List.of(new JobId("job-7"))),
                        Deliveries.START);
        Delivery expired = verifying.applyStatus(
                0, new StatusResult.Unavailable(Message.of("network.interrupted")), verifying.deadline());
        write(folder, expired);

        Transmission resumed = planned(expired.order())
                .resumeFrom(read(folder))
                .transmissions()
                .get(0);

        assertThat(expired.transmissions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(resumed.outcome()).isEqualTo(Outcome.VERIFYING);
        assertThat(resumed.candidateJobIds()).containsExactly(new JobId("job-7"));
    }

    @Test
    void isCompleteWithoutWaitingOnlyAfterJobsOfEarlierRunsWerePolled(@TempDir Path folder) throws IOException {
        Delivery submitted = Deliveries.submitted();
        write(folder, submitted);

        Delivery resumed = planned(submitted.order()).resumeFrom(read(folder));
        Delivery polled = resumed.applyStatus(0, new StatusResult.Unavailable(Message.of("network.interrupted")), NOW);

        assertThat(submitted.isSubmittedAndPolled()).isTrue();
        assertThat(resumed.isSubmittedAndPolled()).isFalse();
        assertThat(polled.isSubmittedAndPolled()).isTrue();
    }

    /** The first of some faxes has failed with this cause. */
    private static Delivery failed(int recipients, int cause) {
        FaxStatus failed = FaxStatus.builder("DONE-ERROR")
                .destination("00493023125010")
                .cause(OptionalInt.of(cause))
                .build();
        return Deliveries.of(1, recipients)
                .withRedial(ONCE)
                .markSubmitting(0, Deliveries.START)
                .applySubmission(0, Deliveries.accepted(0), Deliveries.START)
                .applyStatus(0, new StatusResult.Known(List.of(failed)), Deliveries.after(60));
    }

    @Test
    void ignoresDeliveriesToOtherEndpoint(@TempDir Path folder) throws IOException {
        write(folder, EARLIER);

        assertThat(DeliveryRecovery.read(folder, "http://127.0.0.1:8025/", "run 1", NOW))
                .isEmpty();
        assertThat(read(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void resumesFromReportOfVersion1And2(@TempDir Path folder) throws IOException {
        for (String version : List.of("first", "ended")) {
            copy("version-0/" + version, folder);
            Map<TransmissionKey, Transmission> states = read(folder);

            assertThat(states)
                    .hasSize(5)
                    .containsKeys(key("00493023125016"), key("00493023125101"), key("00493023125005"))
                    .containsKeys(key("00493023125006"), key("00493023125003"));
            assertThat(outcome(states, "00493023125016")).isEqualTo(Outcome.DONE_OK);
            assertThat(outcome(states, "00493023125101")).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcome(states, "00493023125005")).isEqualTo(Outcome.SUBMITTED);
            assertThat(outcome(states, "00493023125006")).isEqualTo(Outcome.SUBMITTED);
            assertThat(state(states, "00493023125003"))
                    .isInstanceOfSatisfying(
                            TransmissionState.Done.class,
                            done -> assertThat(done.finished().faxes().get(0).pagesSent())
                                    .hasValue(2));
            assertThat(DeliveryRecovery.read(folder, "http://127.0.0.1:8025/", "run 1", NOW))
                    .isEmpty();
        }
    }

    @Test
    void resumesFromKilledRunOfVersion0(@TempDir Path folder) throws IOException {
        copy("version-0/killed", folder);

        Map<TransmissionKey, Transmission> states = read(folder);

        assertThat(states).hasSize(4);
        assertThat(outcome(states, "00493023125000")).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(states, "00493023125002")).isEqualTo(Outcome.SUBMITTED);
        assertThat(outcome(states, "00493023125003")).isEqualTo(Outcome.VERIFYING);
        assertThat(outcome(states, "00493023125004")).isEqualTo(Outcome.DONE_OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version-0/first", "version-0/ended", "version-0/killed"})
    void keepsVersion0WhenItsReportIsRemoved(String sample, @TempDir Path folder) throws IOException {
        copy(sample, folder);
        Map<TransmissionKey, Transmission> before = read(folder);

        DeliveryRecovery.upgrade(folder);
        Files.delete(folder.resolve("fax-report.json"));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(DeliveryJournal.FILE));
        }
        assertThat(states(read(folder))).isEqualTo(states(before));
        assertThat(DeliveryRecovery.isNeeded(folder)).isTrue();
        DeliveryRecovery.upgrade(folder);
        assertThat(states(read(folder))).isEqualTo(states(before));
    }

    @Test
    void ignoresReportsThatAreNoJournal(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("fax-report.json"), "{\"version\":3,\"documents\":[{\"path\":\"a\"}],\"success\":true}");
        assertThat(read(folder)).isEmpty();
        assertThat(DeliveryRecovery.isNeeded(folder)).isFalse();
        // Of given jobs.
        Files.writeString(folder.resolve("fax-report.json"), "{\"version\":2,\"documents\":[],\"transmissions\":[{}]}");
        assertThat(read(folder)).isEmpty();
        assertThat(DeliveryRecovery.isNeeded(folder)).isFalse();
        DeliveryRecovery.upgrade(folder);
        assertThat(folder.resolve(DeliveryJournal.FILE)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"version\":1,\"endpoint\":\"https://fax.example/api\",\"documents\":[{}],\"transmissions\":[\"x\"]}"
            })
    void keepsUnreadableReportAsUnreadableJournal(String content, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("fax-report.json"), content);

        assertThatThrownBy(() -> read(folder)).isInstanceOf(IOException.class);
        assertThat(DeliveryRecovery.isNeeded(folder)).isTrue();
        DeliveryRecovery.upgrade(folder);
        assertThat(folder.resolve("fax-report.json")).doesNotExist();
        assertThatThrownBy(() -> read(folder)).isInstanceOf(IOException.class);
        assertThat(DeliveryRecovery.isNeeded(folder)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\n", "{\"version\":2}\n", "{\"version\":0}\n", "{\"version\":0,\"report\":{}}\n"})
    void rejectsUnreadableJournal(String content, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(DeliveryJournal.FILE), content);

        assertThatThrownBy(() -> read(folder)).isInstanceOf(IOException.class);
        assertThat(DeliveryRecovery.isNeeded(folder)).isTrue();
    }

    @Test
    void isNotNeededInEmptyFolder(@TempDir Path folder) throws IOException {
        assertThat(DeliveryRecovery.isNeeded(folder)).isFalse();
        DeliveryRecovery.upgrade(folder);
        DeliveryRecovery.upgrade(folder.resolve("nowhere"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static TransmissionKey key(String recipient) {
        return new TransmissionKey(SHA256, recipient);
    }

    private static Map<TransmissionKey, TransmissionState> states(Map<TransmissionKey, Transmission> transmissions) {
        return transmissions.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().progress()));
    }

    private static TransmissionState state(Map<TransmissionKey, Transmission> states, String recipient) {
        return Objects.requireNonNull(states.get(key(recipient))).progress();
    }

    private static Outcome outcome(Map<TransmissionKey, Transmission> states, String recipient) {
        return state(states, recipient).outcome();
    }

    private static void copy(String sample, Path folder) throws IOException {
        Path samples = DeliveryJournalTest.samples(sample);
        for (String name : List.of("fax-report.json", "fax-report.journal")) {
            Files.deleteIfExists(folder.resolve(name));
            if (Files.exists(samples.resolve(name))) {
                Files.copy(samples.resolve(name), folder.resolve(name));
            }
        }
    }

    private static Delivery planned(FaxOrder order) {
        return Delivery.of(order, NOW, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }

    private static void write(Path folder, Delivery delivery) throws IOException {
        DeliveryJournal.create(
                folder.resolve(DeliveryJournal.FILE),
                new JournaledDelivery(ENDPOINT, Deliveries.START, Map.of(), delivery));
    }

    private static Map<TransmissionKey, Transmission> read(Path folder) throws IOException {
        return DeliveryRecovery.read(folder, ENDPOINT, "run 1", NOW);
    }
}
