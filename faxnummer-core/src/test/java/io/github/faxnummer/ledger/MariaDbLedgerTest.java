package io.github.faxnummer.ledger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariaDbLedgerTest extends JdbcLedgerContract {

    private DatabaseServer server;

    @BeforeAll
    void start() throws Exception {
        server = DatabaseServer.mariadb();
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String url() {
        return server.url();
    }
}
