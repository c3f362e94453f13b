package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusRecorderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final JobId JOB = new JobId("faxsend-acc1-1");
    private static final FaxIdentity FAX = Ledgers.fax("document").withPages(2);

    @TempDir
    Path folder;

    private final List<Message> warnings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"004920269555", "+49 202 69555", "4920269555", "0202/69555"})
    void deliveredFaxIsFinalForNextRun(String destination) throws Exception {
        assertThat(stateAfter(FAX, status("DONE-OK", destination, OptionalInt.of(2))))
                .contains(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void failedFaxMayBeSentByNextRun() throws Exception {
        assertThat(stateAfter(FAX, status("DONE-ERROR", "004920269555", OptionalInt.of(1))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DONE-OK, 004920269555, 1",
        "DONE-OK, 004920269555, 3",
        "DONE-OK, 004920269556, 2",
        "DONE-ERROR, 004920269556, 0",
        "DONE-ERROR, '', 0",
        "RUNNING, 004920269555, 2"
    })
    void staysSubmittedWhereProviderReportsSomethingElse(String state, String destination, int pages) throws Exception {
        assertThat(stateAfter(FAX, status(state, destination, OptionalInt.of(pages))))
                .contains(EarlierSubmission.State.SUBMITTED);
    }

    @Test
    void staysSubmittedWhereNumberOfPagesIsNotKnown() throws Exception {
        assertThat(stateAfter(FAX, status("DONE-OK", "004920269555", OptionalInt.empty())))
                .contains(EarlierSubmission.State.SUBMITTED);
        assertThat(stateAfter(Ledgers.fax("other"), status("DONE-OK", "004920269555", OptionalInt.of(2))))
                .contains(EarlierSubmission.State.SUBMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE-OK, 004920269555, 1, true",
        "DONE-OK, 004920269555, 0, true",
        "DONE-OK, 004920269556, 2, true",
        "DONE-ERROR, 004920269556, 0, true",
        "DONE-ERROR, '', 0, false",
        "DONE-OK, 004920269555, 2, false"
    })
    void warnsWhereProviderContradictsLedger(String state, String destination, int pages, boolean warns)
            throws Exception {
        stateAfter(FAX, status(state, destination, OptionalInt.of(pages)));

        assertThat(warnings).hasSize(warns ? 1 : 0);
        assertThat(warnings)
                .allSatisfy(it -> assertThat(it.in(Locale.ENGLISH))
                        .contains(JOB.value(), state, destination, "PagesSent " + pages));
    }

    @Test
    void jobThatLedgerDoesNotKnowIsIgnored() throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString())) {
            assertThat(new StatusRecorder(ledger)
                            .record(followed(status("DONE-OK", "004920269555", OptionalInt.of(2))), NOW, warnings::add))
                    .isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void jobOfTwoFaxesEndsNeither() throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString())) {
            submit(ledger, FAX);
            submit(ledger, Ledgers.fax("other").withPages(2));
            assertThat(new StatusRecorder(ledger)
                            .record(followed(status("DONE-OK", "004920269555", OptionalInt.of(2))), NOW, warnings::add))
                    .isFalse();
        }
    }

    private Optional<EarlierSubmission.State> stateAfter(FaxIdentity fax, FaxStatus status) throws Exception {
        try (FaxLedger ledger = Ledgers.open(folder.toString())) {
            submit(ledger, fax);
            boolean isRecorded = new StatusRecorder(ledger).record(followed(status), NOW, warnings::add);
            try (LedgerGate next = gate(ledger)) {
                Optional<EarlierSubmission.State> state = next.look(fax).map(EarlierSubmission::state);
                assertThat(isRecorded).isNotEqualTo(state.equals(Optional.of(EarlierSubmission.State.SUBMITTED)));
                return state;
            }
        }
    }

    private static void submit(FaxLedger ledger, FaxIdentity fax) throws Exception {
        try (LedgerGate gate = gate(ledger)) {
            OpenAttempt attempt = ((Claim.Granted) gate.claim(fax, OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.submitted(JOB);
        }
    }

    private static LedgerGate gate(FaxLedger ledger) {
        return Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
    }

    private static Transmission followed(FaxStatus status) {
        return Delivery.following(List.of(JOB), NOW, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, new StatusResult.Known(List.of(status)), NOW)
                .transmissions()
                .get(0);
    }

    private static FaxStatus status(String state, String destination, OptionalInt pages) {
        return FaxStatus.builder(state)
                .jobId(JOB.value())
                .destination(destination)
                .pagesSent(pages)
                .build();
    }
}
