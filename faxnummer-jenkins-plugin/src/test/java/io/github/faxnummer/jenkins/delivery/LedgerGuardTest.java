package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.Secret;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A delivery that continues after a restart and cannot use the ledger. */
class LedgerGuardTest extends SharedJenkinsTestBase {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    @BeforeEach
    void breakLedger() {
        FaxnummerConfiguration.get().setLedgerUrl("jdbc:postgresql://localhost/fax");
        FaxnummerConfiguration.get().setLedgerCredentialsId("missing");
    }

    @Test
    void pollsNothingWhoseEndCannotBeRecorded() throws Exception {
        DeliveryRecord record = record(Faxes.record("record", 6, START));

        StatusResult result = provider(record, START).status(job(record, 5));

        assertThat(result).isInstanceOf(StatusResult.Unavailable.class);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void pollsOnceAtDeadline() throws Exception {
        DeliveryRecord record = record(Faxes.record("record", 6, START));

        provider(record, record.delivery().deadline()).status(job(record, 5));

        assertThat(sandbox.statusRequests()).isEqualTo(1);
    }

    @Test
    void pollsNoJobThatMayBelongToAnotherFax() throws Exception {
        DeliveryRecord sent = Faxes.record("record", 1, START);
        JobId candidate = new JobId("faxsend-acc12345-7");
        Transmission fax = sent.delivery().transmissions().get(0);
        Transmission verifying = new Transmission(
                fax.document(),
                fax.documentName(),
                fax.documentPages(),
                fax.recipient(),
                fax.reference(),
                new TransmissionState.Verifying(
                        Message.of("delivery.interrupted"), START, List.of(candidate), START, 0, 0));
        DeliveryRecord record = record(sent.with(sent.delivery().withTransmissions(List.of(verifying))));

        StatusResult result = provider(record, record.delivery().deadline()).status(candidate);

        assertThat(result).isInstanceOf(StatusResult.Unavailable.class);
        assertThat(sandbox.requests()).isZero();
    }

    private static JobId job(DeliveryRecord record, int fax) {
        return record.delivery().transmissions().get(fax).jobId().orElseThrow();
    }

    private FaxProvider provider(DeliveryRecord record, Instant now) throws Exception {
        AccountCredentials.Found account = new AccountCredentials.Found(
                new Account(sandbox.login(), new Password(sandbox.password())), Secret.fromString(sandbox.password()));
        return new LedgerGuard(Clock.fixed(now, ZoneOffset.UTC), it -> {})
                .runner(
                        record,
                        account,
                        SharedLedger.get()::open,
                        it -> {
                            throw new IllegalStateException(it);
                        },
                        new NoObserver())
                .provider();
    }

    private DeliveryRecord record(DeliveryRecord record) {
        return new DeliveryRecord(
                record.id(),
                record.kind(),
                record.started(),
                sandbox.endpoint().toString(),
                record.credentialsId(),
                record.workspace(),
                record.waits(),
                record.failOnError(),
                record.failOnTimeout(),
                record.failOnMissingPages(),
                record.reportDirectory(),
                record.dryRun(),
                record.aborted(),
                new OnceSettings(OnceScope.RUN, "", false, false, "run", "run", Map.of(), Map.of()),
                record.delivery());
    }

    private static final class NoObserver implements DeliveryObserver {

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }
}
