package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that fails lets nothing of a request out: the fax was certainly not sent, and nothing the proxy says is an answer. */
@Timeout(20)
class ProxyFaultTest {

    private static final Timeouts IMPATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(5));

    @ParameterizedTest
    @EnumSource
    void reportsNotSentWhenProxyFails(ProxyFault fault) throws Exception {
        try (RawServer proxy = fault.start();
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                        .endpoint(new Endpoint("https://fax.invalid/"))
                        .timeouts(IMPATIENT)
                        .proxy(Optional.of(new HttpProxy("127.0.0.1", proxy.port(), "", "")))
                        .build()) {
            assertThat(client.submit(new FaxRequest(
                            new FaxNumber("00493023125016"),
                            "ci@example.org",
                            Pdfs.document("a.pdf", 1),
                            Pdfs.content(Pdfs.pages(1)),
                            "",
                            "",
                            "a.pdf")))
                    .isInstanceOf(SubmissionResult.NotSent.class);
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Unavailable.class);
        }
    }
}
