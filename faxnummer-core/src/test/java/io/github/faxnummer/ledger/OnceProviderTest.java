package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnceProviderTest {

    private static final String RECIPIENT = "00493023125016";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final JobId JOB = new JobId("faxsend-acc1-1");
    private static final Document DOCUMENT = new Document(
            "/w/a.pdf",
            "a.pdf",
            new PdfFacts("ab".repeat(32), 1234, "1.7", List.of(new PageSize(210, 297)), List.of()));
    private static final FaxIdentities IDENTITIES =
            new FaxIdentities("https://example.com/", "acc1", Map.of(), Optional.empty());

    @Test
    void recordsEndOfJobThatEarlierProcessSubmitted(@TempDir Path folder) throws Exception {
        assertThat(stateAfterDelivery(folder, OptionalInt.empty())).contains(EarlierSubmission.State.DELIVERED);
        assertThat(stateAfterDelivery(folder.resolve("all"), OptionalInt.of(2)))
                .contains(EarlierSubmission.State.DELIVERED);
    }

    @Test
    void faxWithMissingPagesIsAskedForAgainByNextRun(@TempDir Path folder) throws Exception {
        assertThat(stateAfterDelivery(folder, OptionalInt.of(1))).contains(EarlierSubmission.State.SUBMITTED);
    }

    /** What the ledger says after a fax of two pages was delivered. */
    private static Optional<EarlierSubmission.State> stateAfterDelivery(Path folder, OptionalInt pagesSent)
            throws Exception {
        FaxIdentity fax = IDENTITIES.of(DOCUMENT, RECIPIENT);
        try (FaxLedger ledger = Ledgers.open(folder.toString());
                LedgerGate gate = Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = ((Claim.Granted) gate.claim(fax)).attempt();
            attempt.proceed();
            attempt.submitted(JOB);
            FaxStatus.Builder status =
                    FaxStatus.builder("DONE-OK").jobId(JOB.value()).pagesSent(pagesSent);
            Transmission submitted = transmission(new TransmissionState.Submitted(job(), NOW, 0, 0));
            Transmission delivered = transmission(new TransmissionState.Done(job(status.build())));

            new OnceProvider(new NoProvider(), gate, IDENTITIES, it -> fail(it.toString()))
                    .recording(new SilentObserver())
                    .changed(delivery(delivered), submitted, delivered);

            return gate.look(fax).map(EarlierSubmission::state);
        }
    }

    private static Job job(FaxStatus... faxes) {
        return new Job(JOB, NOW, NOW, List.of(faxes));
    }

    private static Transmission transmission(TransmissionState state) {
        return new Transmission(DOCUMENT.path(), DOCUMENT.name(), 2, RECIPIENT, "", state);
    }

    private static Delivery delivery(Transmission transmission) {
        FaxOrder order =
                new FaxOrder(List.of(DOCUMENT), List.of(new FaxNumber(RECIPIENT)), "a@example.com", "", "", "");
        return new Delivery(order, List.of(transmission), NOW.plusSeconds(60), PollingSchedule.DEFAULT);
    }

    private static final class SilentObserver implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }

    private static final class NoProvider implements FaxProvider {
        @Override
        public SubmissionResult submit(FaxRequest fax) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StatusResult status(JobId job) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Message> checkAccount() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
