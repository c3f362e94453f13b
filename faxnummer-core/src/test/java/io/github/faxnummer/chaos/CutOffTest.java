package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An answer without length and chunks ends where its connection does, so its job id may be cut off. It is asked for, and
 * since the provider does not know the truncated id, the fax ends as unknown: never as delivered, never as not sent, and
 * never submitted again.
 */
class CutOffTest {

    private static final int IN_THE_JOB_ID = 130;

    private final FakeClock time = new FakeClock();

    @Test
    void reportsUnknownForTruncatedJobId() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(time).start();
                FaultyNetwork network =
                        new FaultyProxy(sandbox.endpoint().getPort(), List.of(Toxic.cutDown(IN_THE_JOB_ID, false)));
                FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(new Endpoint("http://127.0.0.1:" + network.port()
                                + sandbox.endpoint().getPath()))
                        .build()) {
            sandbox.failNext(Fault.ENDLESS_BODY);
            DeliveryObserver observer = new DeliveryObserver() {
                @Override
                public void changed(Delivery delivery, Transmission before, Transmission after) {}

                @Override
                public void statusUnavailable(Transmission transmission, Message why) {}
            };
            FaxOrder order = new FaxOrder(
                    List.of(Pdfs.document("a.pdf", 1)),
                    List.of(new FaxNumber("00493023125016")),
                    "ci@example.org",
                    "",
                    "",
                    "");
            Transmission ended = new DeliveryRunner(
                            client, path -> Pdfs.content(Pdfs.pages(1)), time, time, observer, 1)
                    .run(Delivery.of(order, time.now(), Duration.ofHours(2), PollingSchedule.DEFAULT))
                    .transmissions()
                    .get(0);

            String given = sandbox.faxes().get(0).jobId();
            assertThat(ended.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(ended.jobId()).isEmpty();
            assertThat(ended.candidateJobIds())
                    .singleElement(as(type(JobId.class)))
                    .extracting(JobId::value, as(STRING))
                    .startsWith("faxsend-acc00000-")
                    .isNotEqualTo(given)
                    .isSubstringOf(given);
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }
}
