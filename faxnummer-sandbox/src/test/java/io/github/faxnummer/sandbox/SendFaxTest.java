package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendFaxTest {
    private static final String ANY_NUMBER = "004920269555";

    private final SettableClock clock = new SettableClock();
    private final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().clock(clock).start();
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void keepsAcceptedFaxWithFieldsAndDocument() throws IOException {
        byte[] pdf = Client.pdf(2);
        Map<String, String> answer = Client.decode(client.post(client.sendFaxFields(ANY_NUMBER), pdf));

        assertThat(answer).containsOnlyKeys("WR_Status", "WR_Request_UUID").containsEntry("WR_Status", "ok");
        String jobId = Client.value(answer, "WR_Request_UUID");
        assertThat(jobId).matches("faxsend-acc00000-[0-9a-f]{20}");
        assertThat(sandbox.faxes()).singleElement().satisfies(fax -> {
            assertThat(fax.jobId()).isEqualTo(jobId);
            assertThat(fax.destination()).isEqualTo(ANY_NUMBER);
            assertThat(fax.field("sFaxFileName")).isEqualTo("Referenz #1/ä");
            assertThat(fax.pdf()).isEqualTo(ByteString.of(pdf));
            assertThat(fax.pages()).isEqualTo(2);
            assertThat(fax.fileName()).isEqualTo("report.pdf");
            assertThat(fax.contentType()).isEqualTo("application/pdf");
            assertThat(fax.receivedAt()).isEqualTo(clock.instant());
        });
        assertThat(sandbox.fax(jobId)).contains(sandbox.faxes().get(0));
        assertThat(sandbox.status(jobId)).isEqualTo("NEW");
    }

    @Test
    void storesNoPassword() throws IOException {
        client.sendFax(ANY_NUMBER);

        assertThat(sandbox.faxes().toString() + sandbox.faxes().get(0).fields() + sandbox.requestFields())
                .doesNotContain(sandbox.password())
                .doesNotContain("sProductCode");
    }

    @Test
    void acceptsMissingOptionalFields() throws IOException {
        Map<String, String> fields = client.sendFaxFields("020269555");
        fields.keySet().removeAll(Arrays.asList("mimeType", "sSender", "sSource", "sFaxFileName"));

        assertThat(Client.decode(client.post(fields, Client.pdf(1)))).containsEntry("WR_Status", "ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sProductLogin | acc99999            | Webrequest is not available for this account",
                "sProductLogin |                     | Webrequest is not available for this account",
                "sProductCode  | wrong               | Productcode invalid",
                "sProductCode  |                     | Productcode invalid",
                "sCommand      | DeleteFax           | Webrequest is not available for this account",
                "sCommand      |                     | Webrequest is not available for this account",
                "sDestination  |                     | Destination wrong format",
                "sDestination  | +4920269555         | Destination wrong format",
                "sDestination  | 20269555            | Destination wrong format",
                "sDestination  | 00492026955x        | Destination wrong format",
                "sDestination  | 0049202695551234567 | Destination wrong format",
                "sEmail        |                     | Email wrong format",
                "sEmail        | nobody              | Email wrong format",
                "sEmail        | a@b@example.org     | Email wrong format",
                "mimeType      | text/plain          | Fax wrong format",
                "sSender       | 123456789012345678901 | Failed to send Fax",
                "sSender       | Büro                | Failed to send Fax",
                "sSource       | +4920269555         | Failed to send Fax",
            })
    void answersInvalidFieldWithDocumentedComment(String field, String value, String comment) throws IOException {
        Map<String, String> fields = client.sendFaxFields(ANY_NUMBER);
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }

        assertThat(Client.decode(client.post(fields, Client.pdf(1))))
                .containsExactly(Map.entry("WR_Status", "failed"), Map.entry("WR_Comment", comment));
        assertThat(sandbox.faxes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "%PDF-1.4", "%PDF-1.4\n%%EOF\n", "<html></html>"})
    void rejectsOtherFormats(String content) throws IOException {
        assertThat(Client.decode(client.post(client.sendFaxFields(ANY_NUMBER), Client.utf8(content))))
                .containsEntry("WR_Comment", "Fax wrong format");
    }

    @Test
    void rejectsTruncatedPdf() throws IOException {
        byte[] whole = Client.pdf(3);
        byte[] half = Arrays.copyOf(whole, whole.length - 100);

        assertThat(Client.decode(client.post(client.sendFaxFields(ANY_NUMBER), half)))
                .containsEntry("WR_Comment", "Fax wrong format");
    }

    @Test
    void rejectsPdfWithoutPages() throws IOException {
        assertThat(Client.decode(client.post(client.sendFaxFields(ANY_NUMBER), Client.pdf(0))))
                .containsEntry("WR_Comment", "Fax wrong format");
    }

    @Test
    void rejectsRequestWithoutDocument() throws IOException {
        assertThat(Client.decode(client.post(client.sendFaxFields(ANY_NUMBER))))
                .containsEntry("WR_Comment", "Fax wrong format");
    }

    @Test
    void countsRejectedRequestsAsSubmissions() throws IOException {
        Map<String, String> fields = client.sendFaxFields(ANY_NUMBER);
        fields.put("sProductCode", "wrong");
        client.post(fields, Client.pdf(1));
        client.sendFax("020269555");
        client.sendFax(TestNumber.DELIVERED.number());

        assertThat(sandbox.submissions()).isEqualTo(3);
        assertThat(sandbox.submissions(ANY_NUMBER)).isEqualTo(2);
        assertThat(sandbox.statusRequests()).isZero();
        assertThat(sandbox.requests()).isEqualTo(3);
        assertThat(sandbox.faxes()).hasSize(2);
    }
}
