package io.github.faxnummer.ledger;

import static io.github.faxnummer.ledger.Ledgers.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.JobId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What holds for every database. */
abstract class JdbcLedgerContract extends FaxLedgerContract {

    abstract String url() throws Exception;

    /** With tables that do not exist yet. */
    String newUrl() throws Exception {
        try (Connection connection = DriverManager.getConnection(url());
                Statement drop = connection.createStatement()) {
            drop.executeUpdate("DROP TABLE IF EXISTS faxnummer_ledger");
            drop.executeUpdate("DROP TABLE IF EXISTS faxnummer_ledger_settings");
        }
        return url();
    }

    @Override
    FaxLedger ledger() throws Exception {
        return Ledgers.open(url());
    }

    @Override
    List<FaxLedger> newLedgers(int number) throws Exception {
        String url = newUrl();
        List<FaxLedger> ledgers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ledgers.add(Ledgers.open(url));
        }
        return ledgers;
    }

    @Test
    void rowsHoldNothingReadableOfRecipientOrDocument() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        try (Connection connection = DriverManager.getConnection(url());
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT * FROM faxnummer_ledger")) {
            int number = 0;
            while (rows.next()) {
                number++;
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    // A hash may have any digits, and so may a time in milliseconds.
                    assertThat(String.valueOf(rows.getString(i)).replaceAll("[0-9a-f]{32,}|\\b1[0-9]{12}\\b", ""))
                            .doesNotContain("69555", "acc1", "example.com", fax.content());
                }
            }
            assertThat(number).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void tableOfOlderVersionGetsWhatIsNew() throws Exception {
        String url = newUrl();
        try (FaxLedger ledger = Ledgers.open(url)) {
            ledger.key(fax);
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "DROP TABLE faxnummer_ledger",
                    "CREATE TABLE faxnummer_ledger (fax_key VARCHAR(64) NOT NULL, attempt INTEGER NOT NULL,"
                            + " step_number INTEGER NOT NULL, owner_token VARCHAR(64) NOT NULL,"
                            + " run_key VARCHAR(64) NOT NULL, run_name VARCHAR(120) NOT NULL,"
                            + " job_id VARCHAR(200) NOT NULL, end_result VARCHAR(20) NOT NULL,"
                            + " expected VARCHAR(130) NOT NULL, recorded_at BIGINT NOT NULL,"
                            + " settles VARCHAR(20) NOT NULL, beats BIGINT NOT NULL,"
                            + " PRIMARY KEY (fax_key, attempt, step_number))",
                    "INSERT INTO faxnummer_ledger VALUES ('" + "a".repeat(64) + "', 1, 1, 't', '" + "b".repeat(64)
                            + "', 'run', '', '', '', 0, 'OFF', 0)")) {
                statement.executeUpdate(sql);
            }
        }
        try (FaxLedger ledger = Ledgers.open(url)) {
            assertThat(ledger.records(new LedgerKey("a".repeat(64))))
                    .singleElement()
                    .satisfies(it -> assertThat(it.counts()).isEmpty());
            OpenAttempt attempt = ((Claim.Granted) Ledgers.gate(ledger, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)
                            .claim(fax.withPages(4), OptionalInt.empty()))
                    .attempt();
            assertThat(ledger.records(ledger.key(fax)))
                    .singleElement()
                    .satisfies(it -> assertThat(ledger.masked(
                                    ledger.key(fax),
                                    1,
                                    it.counts().orElseThrow().pages()))
                            .isEqualTo(4));
            attempt.ended(LedgerResult.NOT_SENT);
        }
    }

    @Test
    void recordsInSpiteOfInterrupt() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        Thread.currentThread().interrupt();
        try {
            attempt.submitted(new JobId("faxsend-1"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(denied(gate(RUN)).jobId()).contains(new JobId("faxsend-1"));
    }
}
