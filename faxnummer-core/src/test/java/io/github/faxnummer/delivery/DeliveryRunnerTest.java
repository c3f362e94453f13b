package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.InMemoryProvider;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import io.github.faxnummer.testing.StallingInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DeliveryRunnerTest {

    private static final byte[] PDF = Pdfs.pages(2);

    private final FakeClock time = new FakeClock();
    private final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().clock(time).start();
    private final FaxnummerClient client = client(sandbox.password());
    private final Observer seen = new Observer();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, DONE_OK, 16, 2",
        "BUSY, DONE_ERROR, 17, 0",
        "UNKNOWN_NUMBER, DONE_ERROR, 1, 0",
        "NOT_REACHABLE, DONE_ERROR, 34, 0",
        "DELIVERED_AFTER_RETRIES, DONE_OK, 16, 2",
        "PAGE_MISSING, DONE_OK, 16, 1",
        "UNDOCUMENTED_STATUS, DONE_OK, 16, 2",
        "HOSTILE_STATION, DONE_OK, 16, 2",
    })
    void followsFaxToEnd(TestNumber number, Outcome outcome, int cause, int pages) throws Exception {
        Transmission end = run(1, number).transmissions().get(0);

        assertThat(end.outcome()).isEqualTo(outcome);
        assertThat(end.status().flatMap(FaxStatus::cause)).contains(new Q850Cause(cause));
        assertThat(end.status().orElseThrow().pagesSent()).hasValue(pages);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotSendDocumentChangedAfterInspection(boolean sameSize) throws Exception {
        byte[] other = sameSize ? PDF.clone() : Pdfs.pages(3);
        other[other.length - 1] ^= 1;
        Delivery end = new DeliveryRunner(client, document -> Pdfs.content(other), time, time, seen, 1)
                .run(delivery(2, TestNumber.DELIVERED));

        assertThat(outcomes(end)).containsOnly(sameSize ? Outcome.UNKNOWN : Outcome.NOT_SENT);
        assertThat(end.transmissions())
                .allSatisfy(it -> assertThat(it.progress().reason()).contains(Message.of("network.document.changed")));
        assertThat(sandbox.faxes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED, 0", "PAGE_MISSING, 1", "BUSY, 0", "ANSWER_LOST, 0"})
    void reportsMissingPages(TestNumber number, int missing) throws Exception {
        Delivery end = run(1, number);

        Transmission fax = end.transmissions().get(0);
        assertThat(fax.documentPages()).isEqualTo(2);
        assertThat(end.document(fax)).contains(end.order().documents().get(0));
        assertThat(fax.missingPages()).isEqualTo(missing);
        Verdict verdict = Verdict.of(end);
        assertThat(verdict.incomplete()).hasSize(missing);
        assertThat(verdict.failsBuild(new FailurePolicy(false, false, true))).isEqualTo(missing > 0);
        assertThat(verdict.isDelivered()).isEqualTo(number == TestNumber.DELIVERED);
    }

    @ParameterizedTest
    @CsvSource({"REJECTED, REJECTED, 1", "ANSWER_LOST, UNKNOWN, 1", "HTML_500, UNKNOWN, 1"})
    void reportsEachFailureTruthfully(TestNumber number, Outcome outcome, int submissions) throws Exception {
        assertThat(outcomes(run(1, number))).containsExactly(outcome);
        assertThat(sandbox.submissions()).isEqualTo(submissions);
    }

    @Test
    void reportsEachRetryOfBusyNumber() throws Exception {
        run(1, TestNumber.BUSY);
        assertThat(seen.tries).containsExactly(5, 4, 3, 2, 1);
        assertThat(Duration.between(FakeClock.START, time.now())).isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void endsAtDeadline() throws Exception {
        Delivery end = run(1, TestNumber.NEVER_ENDS);
        assertThat(outcomes(end)).containsExactly(Outcome.TIMED_OUT);
        assertThat(time.now()).isEqualTo(FakeClock.START.plus(Duration.ofHours(1)));
        assertThat(end.transmissions().get(0).jobId()).isPresent();
        assertThat(sandbox.statusRequests()).isBetween(60, 85);
    }

    @Test
    void submitsOneFaxAfterAnotherToSameNumber() throws Exception {
        List<Integer> underWay = new ArrayList<>();
        Map<String, Integer> mostToNumber = new HashMap<>();
        DeliveryObserver counting = new Observer() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                List<String> busy = delivery.transmissions().stream()
                        .filter(it -> !it.outcome().isFinal() && it.outcome() != Outcome.PLANNED)
                        .map(Transmission::recipient)
                        .toList();
                underWay.add(busy.size());
                busy.forEach(it -> mostToNumber.merge(it, Collections.frequency(busy, it), Math::max));
            }
        };

        Delivery end = runner(client, counting)
                .run(delivery(3, TestNumber.DELIVERED, TestNumber.BUSY).withSameNumber(SameNumber.SERIAL));

        assertThat(outcomes(end)).doesNotContain(Outcome.NOT_SENT);
        assertThat(sandbox.faxes()).hasSize(6);
        assertThat(mostToNumber.values()).containsExactly(1, 1);
        assertThat(underWay).contains(2);
    }

    @Test
    void submitsNothingAfterFaxToSameNumberThatDoesNotEnd() throws Exception {
        Delivery end =
                runner(client, seen).run(delivery(3, TestNumber.NEVER_ENDS).withSameNumber(SameNumber.SERIAL));

        assertThat(outcomes(end)).containsExactly(Outcome.TIMED_OUT, Outcome.NOT_SENT, Outcome.NOT_SENT);
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(Verdict.of(end).failsBuild(new FailurePolicy(true, false, false)))
                .isTrue();
    }

    @Test
    void submitsTogetherWhereNothingWaitsForTheEnd() throws Exception {
        Delivery planned = delivery(3, TestNumber.NEVER_ENDS).withSameNumber(SameNumber.SERIAL.whereWaiting(false));

        assertThat(outcomes(runner(client, seen).submit(planned))).containsOnly(Outcome.SUBMITTED);
        assertThat(sandbox.submissions()).isEqualTo(3);
        assertThat(time.now()).isEqualTo(FakeClock.START);
    }

    @Test
    void submitsEveryDocumentToEveryRecipientOnce() throws Exception {
        Delivery end = run(3, TestNumber.DELIVERED, TestNumber.UNKNOWN_NUMBER);
        assertThat(outcomes(end))
                .containsExactly(
                        Outcome.DONE_OK,
                        Outcome.DONE_ERROR,
                        Outcome.DONE_OK,
                        Outcome.DONE_ERROR,
                        Outcome.DONE_OK,
                        Outcome.DONE_ERROR);
        assertThat(sandbox.faxes())
                .hasSize(6)
                .extracting(fax -> fax.field("sFaxFileName") + fax.destination())
                .containsExactly(
                        "a.pdf" + TestNumber.DELIVERED.number(),
                        "a.pdf" + TestNumber.UNKNOWN_NUMBER.number(),
                        "b.pdf" + TestNumber.DELIVERED.number(),
                        "b.pdf" + TestNumber.UNKNOWN_NUMBER.number(),
                        "c.pdf" + TestNumber.DELIVERED.number(),
                        "c.pdf" + TestNumber.UNKNOWN_NUMBER.number());
        assertThat(sandbox.faxes()).allSatisfy(fax -> {
            assertThat(fax.field("sEmail")).isEqualTo("ci@example.org");
            assertThat(fax.field("sSender")).isEqualTo("CI");
            assertThat(fax.field("sSource")).isEqualTo("00493023125999");
        });
    }

    @Test
    void continuesAfterFailedTransmission() throws Exception {
        assertThat(outcomes(run(1, TestNumber.ANSWER_LOST, TestNumber.REJECTED, TestNumber.DELIVERED)))
                .containsExactly(Outcome.UNKNOWN, Outcome.REJECTED, Outcome.DONE_OK);
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void stopsAfterFirstSubmissionWhenAccountIsRejected() throws Exception {
        try (FaxnummerClient wrong = client("wrong")) {
            Delivery end = runner(wrong, seen).run(delivery(2, TestNumber.DELIVERED));
            assertThat(outcomes(end)).containsExactly(Outcome.REJECTED, Outcome.NOT_SENT);
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    @Test
    void triesRefusedConnectionThreeTimes() throws Exception {
        sandbox.refuseConnections();
        assertThat(outcomes(run(1, TestNumber.DELIVERED))).containsExactly(Outcome.NOT_SENT);
        assertThat(seen.outcomes)
                .containsExactly(
                        Outcome.SUBMITTING,
                        Outcome.PLANNED,
                        Outcome.SUBMITTING,
                        Outcome.PLANNED,
                        Outcome.SUBMITTING,
                        Outcome.NOT_SENT);
        assertThat(time.now()).isEqualTo(FakeClock.START.plusSeconds(20));
    }

    @Test
    void repeatsFailedPolls() throws Exception {
        sandbox.failNextStatus(
                Fault.HTML_500, Fault.ANSWER_LOST, Fault.ANSWER_CUT_OFF, Fault.SERVICE_UNAVAILABLE_RETRY_NOW);
        assertThat(outcomes(run(1, TestNumber.DELIVERED))).containsExactly(Outcome.DONE_OK);
        assertThat(seen.statusUnavailable).isPositive();
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void notifiesObserverBeforeRequestAndAfterJobId() throws Exception {
        List<String> order = new ArrayList<>();
        runner(client, new Observer() {
                    @Override
                    public void changed(Delivery delivery, Transmission before, Transmission after) {
                        if (after.outcome() == Outcome.SUBMITTING) {
                            order.add("submitting, " + sandbox.submissions() + " submissions");
                        } else if (before.jobId().isEmpty() && after.jobId().isPresent()) {
                            order.add("job, " + sandbox.submissions() + " submissions, " + sandbox.statusRequests()
                                    + " questions");
                            assertThat(delivery.transmissions()).contains(after);
                        }
                    }
                })
                .run(delivery(2, TestNumber.DELIVERED));
        assertThat(order)
                .containsExactly(
                        "submitting, 0 submissions",
                        "job, 1 submissions, 0 questions",
                        "submitting, 1 submissions",
                        "job, 2 submissions, 0 questions");
    }

    @Test
    void doesNotSubmitWhenObserverCannotSave() {
        DeliveryRunner runner = runner(client, new Observer() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                throw new IllegalStateException("disk is full");
            }
        });
        assertThatThrownBy(() -> runner.run(delivery(1, TestNumber.DELIVERED))).hasMessage("disk is full");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void doesNotSubmitMissingDocument() {
        DeliveryRunner runner = new DeliveryRunner(
                client,
                document -> {
                    throw new IllegalStateException("workspace is gone");
                },
                time,
                seen,
                1);
        assertThatThrownBy(() -> runner.run(delivery(1, TestNumber.DELIVERED))).hasMessage("workspace is gone");
        assertThat(sandbox.requests()).isZero();
        assertThat(seen.outcomes).isEmpty();
    }

    @Test
    void returnsAfterSubmissionWithoutWaiting() throws Exception {
        Delivery end = runner(client, seen).submit(delivery(1, TestNumber.DELIVERED, TestNumber.BUSY));
        assertThat(outcomes(end)).containsExactly(Outcome.SUBMITTED, Outcome.SUBMITTED);
        assertThat(time.now()).isEqualTo(FakeClock.START);
        assertThat(sandbox.statusRequests()).isZero();
        assertThat(outcomes(runner(client, seen).run(end))).containsExactly(Outcome.DONE_OK, Outcome.DONE_ERROR);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void pollsJobOfEarlierRunOnceWithoutWaiting() throws Exception {
        Delivery sent = runner(client, seen).submit(delivery(1, TestNumber.UNKNOWN_NUMBER, TestNumber.NEVER_ENDS));
        time.passes(Duration.ofMinutes(10));
        Map<Integer, EarlierSubmission> earlier = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            earlier.put(
                    i,
                    new EarlierSubmission(
                            1,
                            EarlierSubmission.State.SUBMITTED,
                            time.now(),
                            "run 1",
                            sent.transmissions().get(i).jobId()));
        }
        Delivery again =
                delivery(1, TestNumber.UNKNOWN_NUMBER, TestNumber.NEVER_ENDS).resumeFromLedger(earlier, time.now());

        assertThat(outcomes(runner(client, seen).submit(again))).containsExactly(Outcome.DONE_ERROR, Outcome.SUBMITTED);
        assertThat(sandbox.statusRequests()).isEqualTo(2);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void pollsEachTransmissionUnderWayOnce() throws Exception {
        Delivery sent = runner(client, seen).submit(delivery(1, TestNumber.DELIVERED, TestNumber.NEVER_ENDS));
        time.passes(Duration.ofMinutes(10));
        Delivery polled = runner(client, seen).poll(sent);
        assertThat(outcomes(polled)).containsExactly(Outcome.DONE_OK, Outcome.SUBMITTED);
        assertThat(sandbox.statusRequests()).isEqualTo(2);
        runner(client, seen).poll(polled);
        assertThat(sandbox.statusRequests()).isEqualTo(3);
    }

    @Test
    void doesNotResubmitAfterCrash() throws Exception {
        Delivery found = delivery(2, TestNumber.DELIVERED).markSubmitting(0, time.now());
        Delivery end = runner(client, seen).run(found);
        assertThat(outcomes(end)).containsExactly(Outcome.UNKNOWN, Outcome.DONE_OK);
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(seen.outcomes.get(0)).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void submitsNothingAfterDeadline() throws Exception {
        Delivery delivery = delivery(1, TestNumber.DELIVERED);
        time.passes(Duration.ofHours(1));
        assertThat(outcomes(runner(client, seen).run(delivery))).containsExactly(Outcome.NOT_SENT);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsNothingWhenInterruptedAtStart() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> runner(client, seen).run(delivery(1, TestNumber.DELIVERED)))
                .isInstanceOf(InterruptedException.class);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void endsAtOnceWhenInterruptedWhileWaiting() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Sleeper endless = duration -> {
            waiting.countDown();
            new CountDownLatch(1).await();
        };
        DeliveryRunner runner = new DeliveryRunner(client, document -> Pdfs.content(PDF), time, endless, seen, 1);
        Throwable thrown = interrupted(() -> runner.run(delivery(1, TestNumber.DELIVERED)), waiting);
        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(seen.outcomes).containsExactly(Outcome.SUBMITTING, Outcome.SUBMITTED);
    }

    @Test
    void reportsUnknownWhenInterruptedDuringSubmission() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        DocumentContent stuck = Pdfs.content(PDF.length, new StallingInputStream(reading));
        DeliveryRunner runner = new DeliveryRunner(client, document -> stuck, time, time, seen, 1);
        Throwable thrown = interrupted(() -> runner.run(delivery(2, TestNumber.DELIVERED)), reading);
        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(seen.outcomes).containsExactly(Outcome.SUBMITTING, Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void limitsConcurrentSubmissionsAndStartsWithOne(int max) throws Exception {
        AtomicInteger number = new AtomicInteger();
        AtomicInteger atATime = new AtomicInteger();
        List<Integer> seenAtATime = new CopyOnWriteArrayList<>();
        FaxProvider provider = new InMemoryProvider(
                fax -> {
                    seenAtATime.add(atATime.incrementAndGet());
                    int own = number.incrementAndGet();
                    awaitOthers(atATime, own == 1 ? 1 : max);
                    atATime.decrementAndGet();
                    return Deliveries.accepted(own);
                },
                job -> InMemoryProvider.NOT_FOUND);

        Delivery end = new DeliveryRunner(provider, document -> Pdfs.content(PDF), time, time, seen, max)
                .submit(delivery(1 + 3 * max, TestNumber.DELIVERED));

        assertThat(outcomes(end)).containsOnly(Outcome.SUBMITTED);
        assertThat(end.transmissions()).extracting(Transmission::jobId).doesNotHaveDuplicates();
        assertThat(seenAtATime.subList(0, Math.min(2, seenAtATime.size()))).containsOnly(1);
        assertThat(seenAtATime).allMatch(it -> it <= max).contains(max);
    }

    @Test
    void stopsAfterFirstSubmissionWhenAccountIsRejectedConcurrently() throws Exception {
        try (FaxnummerClient wrong = client("wrong")) {
            Delivery end = new DeliveryRunner(wrong, document -> Pdfs.content(PDF), time, time, seen, 8)
                    .run(delivery(20, TestNumber.DELIVERED));
            assertThat(outcomes(end)).containsOnlyOnce(Outcome.REJECTED).contains(Outcome.NOT_SENT);
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    @Test
    void endsAllConcurrentSubmissionsWhenInterrupted() throws Exception {
        CountDownLatch received = new CountDownLatch(5);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    if (number == 1) {
                        RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=job-1");
                        return;
                    }
                    received.countDown();
                    in.read();
                });
                FaxnummerClient other = clientOf("http://127.0.0.1:" + server.port() + "/")) {
            DeliveryRunner runner = new DeliveryRunner(other, document -> Pdfs.content(PDF), time, time, seen, 5);
            Throwable thrown = interrupted(() -> runner.run(delivery(9, TestNumber.DELIVERED)), received);
            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(Collections.frequency(seen.outcomes, Outcome.SUBMITTING)).isEqualTo(6);
            assertThat(Collections.frequency(seen.outcomes, Outcome.UNKNOWN)).isEqualTo(5);
        }
    }

    @Test
    void reportsJobIdWhilePollIsPending() throws Exception {
        CountDownLatch polled = new CountDownLatch(1);
        CountDownLatch reported = new CountDownLatch(1);
        List<Boolean> reportedBeforeAnswer = new CopyOnWriteArrayList<>();
        AtomicInteger number = new AtomicInteger();
        FaxProvider provider = new InMemoryProvider(
                fax -> {
                    int own = number.incrementAndGet();
                    if (own > 1) {
                        await(polled);
                    }
                    return Deliveries.accepted(own);
                },
                job -> {
                    polled.countDown();
                    reportedBeforeAnswer.add(await(reported));
                    return InMemoryProvider.NOT_FOUND;
                });

        runner(provider, dueWhenTheSecondIsSubmitting(reported)).run(delivery(2, TestNumber.DELIVERED));

        assertThat(reportedBeforeAnswer).isNotEmpty().containsOnly(true);
    }

    @Test
    void endsPollAndSubmissionWhenInterrupted() throws Exception {
        CountDownLatch received = new CountDownLatch(2);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    boolean submission = RawServer.request(in) > PDF.length;
                    if (submission && number == 1) {
                        RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=job-1");
                        return;
                    }
                    received.countDown();
                    in.read();
                });
                FaxnummerClient other = clientOf("http://127.0.0.1:" + server.port() + "/")) {
            DeliveryRunner runner = runner(other, dueWhenTheSecondIsSubmitting(new CountDownLatch(1)));
            Throwable thrown = interrupted(() -> runner.run(delivery(2, TestNumber.DELIVERED)), received);

            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(seen.outcomes)
                    .containsExactly(Outcome.SUBMITTING, Outcome.SUBMITTED, Outcome.SUBMITTING, Outcome.UNKNOWN);
            assertThat(seen.statusUnavailable).isZero();
        }
    }

    /** @param reported when the second has its job id */
    private DeliveryObserver dueWhenTheSecondIsSubmitting(CountDownLatch reported) {
        return new Observer() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                seen.changed(delivery, before, after);
                if (delivery.transmissions().indexOf(after) == 1) {
                    if (after.outcome() == Outcome.SUBMITTING) {
                        time.passes(Duration.ofMinutes(1));
                    } else {
                        reported.countDown();
                    }
                }
            }

            @Override
            public void statusUnavailable(Transmission transmission, Message why) {
                seen.statusUnavailable(transmission, why);
            }
        };
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Holds a request back until as many others have come as may, or no more come. */
    private static void awaitOthers(AtomicInteger atATime, int max) {
        long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (atATime.get() < max && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static FaxnummerClient clientOf(String url) {
        return FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                .endpoint(new Endpoint(url))
                .build();
    }

    @Test
    void spreadsPollsThatAreDueTogether() throws Exception {
        int faxes = 200;
        List<Instant> polls = new ArrayList<>();
        // The server knows none of them and says so each time, until that counts.
        DeliveryObserver counting = new Observer() {
            @Override
            public void statusUnavailable(Transmission transmission, Message why) {
                polls.add(time.now());
            }
        };
        Delivery end = runner(knowingNoJob(), counting).run(following(faxes, Duration.ofHours(1)));
        assertThat(outcomes(end)).containsOnly(Outcome.UNKNOWN);
        assertThat(polls.stream()
                        .collect(Collectors.groupingBy(it -> it.getEpochSecond(), Collectors.counting()))
                        .values())
                .allMatch(it -> it <= faxes / 9);
        Duration spread = Duration.between(polls.get(0), polls.get(faxes - 1));
        assertThat(spread).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
    }

    @Test
    void pollsInTimeAtDeadline() throws Exception {
        Delivery end = runner(knowingNoJob(), seen).run(following(200, Duration.ofSeconds(5)));
        // The second refusal, at the deadline, is the last word on a job that was not submitted here.
        assertThat(outcomes(end)).containsOnly(Outcome.UNKNOWN);
        assertThat(time.now()).isBeforeOrEqualTo(FakeClock.START.plusSeconds(6));
    }

    @Test
    void lastPollsEndWhenProviderIsSilentForAMinute() throws Exception {
        Delivery end = slowly(job -> Optional.of(SILENT)).run(following(200, Duration.ofSeconds(5)));

        assertThat(outcomes(end)).containsOnly(Outcome.TIMED_OUT);
        assertThat(time.now()).isBeforeOrEqualTo(FakeClock.START.plusSeconds(5 + 60 + 2 * 20));
    }

    @Test
    void lastPollsGoOnWhileProviderAnswersAny() throws Exception {
        Set<String> late = new HashSet<>();
        Delivery end = slowly(job -> {
                    if (time.now().isAfter(FakeClock.START.plusSeconds(5))) {
                        late.add(job.value());
                    }
                    return job.value().matches("job-[0-9]*[02468]") ? Optional.empty() : Optional.of(SILENT);
                })
                .run(following(40, Duration.ofSeconds(5)));

        assertThat(late).hasSizeGreaterThanOrEqualTo(39);
        assertThat(end.transmissions()).allMatch(it -> it.outcome().isFinal());
    }

    private static final StatusResult SILENT = new StatusResult.Unavailable(Message.of("delivery.timed-out"));

    /** Each poll takes 20 s. Where nothing else is given, the job is not found. */
    private DeliveryRunner slowly(Function<JobId, Optional<StatusResult>> answers) {
        FaxProvider slow = InMemoryProvider.polled(job -> {
            time.passes(Duration.ofSeconds(20));
            return answers.apply(job).orElse(InMemoryProvider.NOT_FOUND);
        });
        return runner(slow, seen);
    }

    private static FaxProvider knowingNoJob() {
        return InMemoryProvider.polled(job -> InMemoryProvider.NOT_FOUND);
    }

    private static Delivery following(int faxes, Duration timeout) {
        List<JobId> jobs =
                IntStream.range(0, faxes).mapToObj(i -> new JobId("job-" + i)).toList();
        return Delivery.following(jobs, FakeClock.START, timeout, PollingSchedule.DEFAULT);
    }

    @Test
    void sleepsInRealTime() throws Exception {
        MonotonicClock clock = MonotonicClock.startingAt(FakeClock.START);
        Instant until = clock.instant().plusMillis(20);
        Sleeper.SYSTEM.sleep(Duration.ofMillis(20));
        assertThat(clock.instant()).isAfterOrEqualTo(until).isBefore(FakeClock.START.plusSeconds(10));
    }

    private interface Run {
        void run() throws Exception;
    }

    private static Throwable interrupted(Run run, CountDownLatch ready) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                run.run();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        thread.start();
        ready.await();
        thread.interrupt();
        thread.join(3000);
        return Optional.ofNullable(thrown.get()).orElseGet(() -> new AssertionError("it went on"));
    }

    private Delivery run(int documents, TestNumber... numbers) throws InterruptedException {
        return runner(client, seen).run(delivery(documents, numbers));
    }

    private DeliveryRunner runner(FaxProvider with, DeliveryObserver observer) {
        return new DeliveryRunner(with, document -> Pdfs.content(PDF), time, time, observer, 1);
    }

    private FaxnummerClient client(String password) {
        return FaxnummerClient.builder(new Account(sandbox.login(), new Password(password)))
                .endpoint(new Endpoint(sandbox.endpoint().toString()))
                .build();
    }

    private Delivery delivery(int documents, TestNumber... numbers) {
        List<Document> files = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            String name = (char) ('a' + i) + ".pdf";
            files.add(Pdfs.document(name, 2));
        }
        List<FaxNumber> recipients =
                Arrays.stream(numbers).map(it -> new FaxNumber(it.number())).toList();
        return Delivery.of(
                        new FaxOrder(files, recipients, "ci@example.org", "CI", "00493023125999", ""),
                        time.now(),
                        Duration.ofHours(1),
                        PollingSchedule.DEFAULT)
                .withSameNumber(SameNumber.PARALLEL);
    }

    private static List<Outcome> outcomes(Delivery delivery) {
        return delivery.transmissions().stream().map(Transmission::outcome).toList();
    }

    private static class Observer implements DeliveryObserver {
        final List<Outcome> outcomes = new ArrayList<>();
        final List<Integer> tries = new ArrayList<>();
        int statusUnavailable;

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            if (before.outcome() != after.outcome()) {
                outcomes.add(after.outcome());
            }
            after.status()
                    .map(FaxStatus::triesRemaining)
                    .ifPresent(remaining -> remaining.ifPresent(count -> {
                        if (!tries.contains(count)) {
                            tries.add(count);
                        }
                    }));
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            statusUnavailable++;
        }
    }
}
