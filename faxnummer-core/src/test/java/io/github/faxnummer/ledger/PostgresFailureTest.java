package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.Pdfs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real PostgreSQL that stops, starts again and loses its clients at the worst moments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PostgresFailureTest {

    /** {@code -Dcampaign.ledger-step=1} cuts after each byte. */
    private static final int STEP = Integer.getInteger("campaign.ledger-step", 211);

    private static final JobId JOB = new JobId("faxsend-1");
    private static final String RECIPIENT = "00493023125016";
    private static final FaxIdentities IDENTITIES =
            new FaxIdentities("https://example.com/", "acc1", Map.of(), Optional.empty());

    private DatabaseServer server;
    private Document document;

    @BeforeAll
    void start() throws Exception {
        server = DatabaseServer.postgres();
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void takeNewDocument() {
        document = new Document(
                "a.pdf",
                "a.pdf",
                Pdfs.facts(1, UUID.randomUUID().toString().replace("-", "").repeat(2), 1));
    }

    @Test
    void acknowledgedStepsSurviveServerThatIsKilled() throws Exception {
        try (FaxLedger ledger = Ledgers.open(server.url());
                LedgerGate gate = gate(ledger)) {
            OpenAttempt attempt = ((Claim.Granted) gate.claim(fax(), OptionalInt.empty())).attempt();
            attempt.proceed();
            attempt.submitted(JOB);
        }
        server.kill();
        server.restart();

        assertThat(lookAnew()).contains(EarlierSubmission.State.SUBMITTED);
    }

    @Test
    void sendsNothingIfServerStopsBetweenEntryAndSubmissionAndSendsWhenItIsBack() throws Exception {
        try (FaxLedger ledger = Ledgers.open(server.url())) {
            Provider provider = new Provider(() -> server.kill(), () -> {});
            OnceProvider once = new OnceProvider(provider, gate(ledger), IDENTITIES, it -> {});

            assertThat(once.submit(request())).isInstanceOf(SubmissionResult.NotSent.class);
            assertThat(once.submit(request())).isInstanceOf(SubmissionResult.NotSent.class);
            assertThat(provider.sent).isZero();
            server.restart();
            // To others it looks like a process that was killed.
            assertThat(deniedAnew()).isEqualTo(EarlierSubmission.State.UNKNOWN);

            assertThat(once.submit(request())).isInstanceOf(SubmissionResult.Accepted.class);
            assertThat(provider.sent).isEqualTo(1);
            once.close();
        }
        assertThat(lookAnew()).contains(EarlierSubmission.State.SUBMITTED);
    }

    @Test
    void recordsJobIdThoughServerWasRestartedWhileFaxWasLeaving() throws Exception {
        try (FaxLedger ledger = Ledgers.open(server.url())) {
            Provider provider = new Provider(() -> {}, () -> {
                server.kill();
                server.restart();
            });
            List<Message> warnings = new ArrayList<>();
            OnceProvider once = new OnceProvider(provider, gate(ledger), IDENTITIES, warnings::add);

            assertThat(once.submit(request())).isInstanceOf(SubmissionResult.Accepted.class);
            assertThat(warnings).isEmpty();
            once.close();
        }
        assertThat(lookAnew()).contains(EarlierSubmission.State.SUBMITTED);
    }

    /** Also after the INSERT has left and before its answer: then the entry is there, and its token says whose it is. */
    @Test
    void clientThatIsCutOffAfterAnyByteSubmitsOnce() throws Exception {
        try (FaxLedger ledger = Ledgers.open(server.url())) {
            ledger.key(fax());
        }
        int cuts = 0;
        for (boolean isUp : new boolean[] {true, false}) {
            boolean isCut = true;
            for (long bytes = 1; isCut; bytes += STEP) {
                takeNewDocument();
                isCut = submitsOnceThrough(
                        isUp ? Toxic.cutUp(bytes, bytes % 2 == 0) : Toxic.cutDown(bytes, bytes % 2 == 0));
                cuts += isCut ? 1 : 0;
            }
        }
        assertThat(cuts).isGreaterThan(4);
    }

    /** @return whether the first connection was cut before all was done */
    private boolean submitsOnceThrough(Toxic first) throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.port(), List.of(first));
                FaxLedger ledger = Ledgers.open(server.url(proxy.port()))) {
            Provider provider = new Provider(() -> {}, () -> {});
            OnceProvider once = new OnceProvider(provider, gate(ledger), IDENTITIES, it -> {});

            assertThat(once.submit(request())).as(first.toString()).isInstanceOf(SubmissionResult.Accepted.class);
            assertThat(provider.sent).as(first.toString()).isEqualTo(1);
            once.close();
            assertThat(lookAnew()).as(first.toString()).contains(EarlierSubmission.State.SUBMITTED);
            try (FaxLedger other = Ledgers.open(server.url())) {
                assertThat(LedgerAttempt.of(other.records(other.key(fax()))))
                        .as(first.toString())
                        .hasSize(1);
            }
            return proxy.connections() > 1;
        }
    }

    /** The server goes on with the INSERT of a client that has gone, as soon as the lock is free that it waits for. */
    @Test
    void insertOfClientThatGaveUpArrivesLaterAndCounts() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (FaxLedger ledger = Ledgers.open(server.url() + "&socketTimeout=1");
                LedgerGate gate = gate(ledger);
                Connection blocker = DriverManager.getConnection(server.url())) {
            String key = ledger.key(fax()).hex();
            blocker.setAutoCommit(false);
            try (Statement insert = blocker.createStatement()) {
                insert.executeUpdate(
                        "INSERT INTO faxnummer_ledger (fax_key, attempt, step_number, owner_token, run_key,"
                                + " run_name, job_id, expected, end_result, recorded_at, settles, beats) VALUES ('"
                                + key
                                + "', 1, 1, 'other', 'r', 'r', '', '', '', 0, 'OFF', 0)");
            }
            Future<Claim> claim = thread.submit(() -> gate.claim(fax(), OptionalInt.empty()));
            // The client's first INSERT, which it has given up, and its second one.
            awaitWaiting(2);
            blocker.rollback();

            assertThat(claim.get()).isInstanceOf(Claim.Granted.class);
            assertThat(((Claim.Granted) claim.get()).attempt().proceed()).isTrue();
            assertThat(LedgerAttempt.of(ledger.records(ledger.key(fax())))).hasSize(1);
        } finally {
            thread.shutdownNow();
        }
    }

    private void awaitWaiting(int number) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement select = connection.createStatement()) {
            int waiting = 0;
            while (waiting < number) {
                try (ResultSet rows = select.executeQuery(
                        "SELECT count(*), pg_sleep(0.01) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
                    rows.next();
                    waiting = rows.getInt(1);
                }
            }
        }
    }

    private LedgerGate gate(FaxLedger ledger) {
        return Ledgers.gate(ledger, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE);
    }

    private FaxIdentity fax() {
        return IDENTITIES.of(document, RECIPIENT);
    }

    private FaxRequest request() {
        return new FaxRequest(
                new FaxNumber(RECIPIENT), "a@example.com", document, Pdfs.content(new byte[0]), "", "", "");
    }

    private Optional<EarlierSubmission.State> lookAnew() throws LedgerException {
        try (FaxLedger ledger = Ledgers.open(server.url());
                LedgerGate gate = gate(ledger)) {
            return gate.look(fax()).map(EarlierSubmission::state);
        }
    }

    private EarlierSubmission.State deniedAnew() throws LedgerException, InterruptedException {
        try (FaxLedger ledger = Ledgers.open(server.url());
                LedgerGate gate = gate(ledger)) {
            return ((Claim.Denied) gate.claim(fax(), OptionalInt.empty()))
                    .earlier()
                    .state();
        }
    }

    private interface Event {
        void happen() throws Exception;
    }

    /** Accepts every fax, and something happens around its first byte. */
    private static final class Provider implements FaxProvider {

        private final Event before;
        private final Event after;
        private int submissions;
        private int sent;

        Provider(Event before, Event after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public SubmissionResult submit(FaxRequest fax) {
            submissions++;
            happen(before);
            if (!fax.permit().isGranted()) {
                return new SubmissionResult.NotSent(Message.of("delivery.interrupted"), false);
            }
            sent++;
            happen(after);
            return new SubmissionResult.Accepted(new JobId("faxsend-" + UUID.randomUUID()), Map.of());
        }

        private void happen(Event event) {
            try {
                if (submissions == 1) {
                    event.happen();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
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
