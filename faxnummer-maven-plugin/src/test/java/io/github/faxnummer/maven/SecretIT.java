package io.github.faxnummer.maven;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** The account's password is nowhere but in {@code settings.xml} and in the requests. */
final class SecretIT extends MavenTestBase {

    @Test
    void leavesNoPasswordInDebugOutputOrFiles() throws IOException {
        Path project = withoutRecipients();

        String console = Maven.in(project)
                .argument("-X")
                .argument("deploy")
                .to(sandbox)
                .with("recipients", joined(DELIVERED, ANSWER_LOST))
                .run()
                .failed();

        assertThat(receivedFiles()).hasSize(2);
        assertNoPassword(console, project);
    }

    @Test
    void hidesPasswordQuotedByProvider() throws IOException {
        Path project = withoutRecipients();
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(answer(
                    "text/plain",
                    "WR_Status=failed\nWR_Comment=You said " + PASSWORD + " or " + encoded(PASSWORD) + "\n"));
            server.enqueue(answer("text/html", "<h1>" + PASSWORD + "</h1>" + encoded(PASSWORD)));
            server.enqueue(answer("text/plain", "WR_Status=ok\nWR_Request_UUID=faxsend-1\n"));
            server.enqueue(answer("text/plain", """
                    WR_Status=ok
                    WR_DataList_ObjectCount=1
                    WR_DataList_1_JobUUID=faxsend-1
                    WR_DataList_1_Status=DONE-ERROR
                    WR_DataList_1_FaxFileName=%1$s
                    WR_DataList_1_RemoteTSI=%1$s
                    WR_DataList_1_Echo=%2$s
                    """.formatted(PASSWORD, encoded(PASSWORD))));
            server.start();

            String console = Maven.in(project)
                    .argument("-X")
                    .argument("deploy")
                    .server("faxnummer", sandbox.login(), PASSWORD)
                    .with("endpoint", server.url("/"))
                    .with("pollInterval", "2s")
                    .with("recipients", joined(DELIVERED, ALSO_DELIVERED, BUSY))
                    .run()
                    .failed();

            assertThat(server.getRequestCount()).isEqualTo(4);
            assertThat(console).contains("Delivery not confirmed (3 of 3)", "********");
            assertNoPassword(console, project);
        }
    }

    /** Those of the command line count only where the POM has none. */
    private Path withoutRecipients() throws IOException {
        Path project = project("plain");
        pdf(project.resolve("report.pdf"));
        Path pom = project.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replaceAll("(?s)<recipients>.*</recipients>", ""));
        return project;
    }

    private void assertNoPassword(String console, Path project) throws IOException {
        List<String> spellings =
                List.of(PASSWORD, encoded(PASSWORD), encoded(PASSWORD).replace("+", "%20"));
        assertThat(console).doesNotContain(spellings);
        assertThat(project.resolve("target/fax-reports/fax-report.json")).exists();
        try (Stream<Path> files = Files.walk(project.resolve("target"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                for (String spelling : spellings) {
                    assertThat(bytes).doesNotContain(spelling, new String(spelling.getBytes(UTF_8), ISO_8859_1));
                }
            }
        }
    }

    private static MockResponse answer(String type, String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", type + "; charset=utf-8")
                .body(body)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
