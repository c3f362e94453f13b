package io.github.faxnummer.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.net.InetAddress;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * HTTP/1.1 and nothing else, whatever the server offers. Over HTTP/2 a server could keep the client busy with frames that
 * are no answer, and submissions would share a connection.
 */
@Timeout(20)
class HttpVersionTest {

    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

    @Test
    void usesHttp11WhenServerOffersHttp2() throws Exception {
        try (MockWebServer server = server();
                FaxnummerClient client = client(server)) {
            server.enqueue(new MockResponse.Builder()
                    .body("WR_Status=ok\nWR_Request_UUID=a-1\n")
                    .build());
            server.enqueue(new MockResponse.Builder()
                    .body("WR_Status=ok\nWR_DataList_ObjectCount=0\n")
                    .build());

            assertThat(client.submit(HostileServerRun.fax())).isInstanceOf(SubmissionResult.Accepted.class);
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Known.class);
            assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
            assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/1.1");
        }
    }

    private static MockWebServer server() throws Exception {
        MockWebServer server = new MockWebServer();
        server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
        server.start(InetAddress.getLoopbackAddress(), 0);
        return server;
    }

    private static FaxnummerClient client(MockWebServer server) {
        return Clients.withHttp(
                        trusting(),
                        FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                                .endpoint(endpoint(server)))
                .build();
    }

    private static Endpoint endpoint(MockWebServer server) {
        return new Endpoint("https://localhost:" + server.getPort() + "/");
    }

    private static OkHttpClient trusting() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }
}
