package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreparedClientTest {

    private final AtomicInteger closed = new AtomicInteger();

    private final FaxProvider client = new FaxProvider() {
        @Override
        public SubmissionResult submit(FaxRequest fax) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StatusResult status(JobId jobId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Message> checkAccount() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    };

    @Test
    void closesClientThatIsNotTaken() {
        new PreparedClient(() -> client).close();

        assertThat(closed).hasValue(1);
    }

    @Test
    void leavesTakenClientToCaller() {
        try (PreparedClient prepared = new PreparedClient(() -> client)) {
            assertThat(prepared.take()).isSameAs(client);
        }
        assertThat(closed).hasValue(0);
    }

    @Test
    void buildsInThreadOfItsOwnThatEnds() throws Exception {
        Thread[] builder = new Thread[1];
        try (PreparedClient prepared = new PreparedClient(() -> {
            builder[0] = Thread.currentThread();
            return client;
        })) {
            prepared.take();
        }
        assertThat(builder[0].getName()).isEqualTo("faxnummer-client");
        builder[0].join(10_000);
        assertThat(builder[0].isAlive()).isFalse();
    }
}
