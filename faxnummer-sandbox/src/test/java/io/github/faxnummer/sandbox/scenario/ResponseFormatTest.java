package io.github.faxnummer.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.Client;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseFormatTest {
    @Test
    void quotesOnlyAmbiguousLineValues() {
        assertThat(written(
                        ResponseFormat.LINES, "plain", "a=b", "say \"hi\" now", "\"q", "q\"", " b", "b\t", "x;", "a&b"))
                .isEqualTo("""
                        F0=plain
                        F1=a=b
                        F2=say "hi" now
                        F3=""q"
                        F4="q""
                        F5=" b"
                        F6="b\t"
                        F7="x;"
                        F8="a&b"
                        """);
    }

    @Test
    void quotesEveryValueInQuotedLines() {
        assertThat(written(ResponseFormat.QUOTED_LINES, "ok", "", "a\";"))
                .isEqualTo("F0=\"ok\";\nF1=\"\";\nF2=\"a\";\";\n");
    }

    @Test
    void quotesNothingInColonLines() {
        assertThat(written(ResponseFormat.COLON_LINES, "ok", "\"a: b\"")).isEqualTo("F0: ok\nF1: \"a: b\"\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "QUOTED_LINES", "COLON_LINES"})
    void doesNotForgeFieldByLineBreak(ResponseFormat form) {
        assertThat(written(form, "a\r\nF1=b\nc\rd").lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("a F1=b c d"));
    }

    @Test
    void keepsEveryCharacterInUrlEncoding() {
        assertThat(written(ResponseFormat.URL_ENCODED, "a&b=c d", "ä\n")).isEqualTo("F0=a%26b%3Dc+d&F1=%C3%A4%0A");
    }

    @Test
    void escapesJson() {
        assertThat(written(ResponseFormat.JSON, "\"\\", "\u001b<b>ä"))
                .isEqualTo("{\"F0\":\"\\\"\\\\\",\"F1\":\"\\u001B<b>ä\"}");
    }

    @Test
    void escapesXmlAndDropsInvalidCharacters() {
        assertThat(written(ResponseFormat.XML, "<b>&amp;]]>", "a\u001b\u0000\uFFFE\rb\uD83D\uDE00"))
                .endsWith("<response><F0>&lt;b&gt;&amp;amp;]]&gt;</F0><F1>ab\uD83D\uDE00</F1></response>");
    }

    @ParameterizedTest
    @EnumSource
    void replacesUnpairedSurrogate(ResponseFormat form) {
        assertThat(written(form, "a\uD83Db")).containsAnyOf("a?b", "a%3Fb");
    }

    @ParameterizedTest
    @CsvSource({
        "LINES, text/plain; charset=utf-8",
        "QUOTED_LINES, text/plain; charset=utf-8",
        "COLON_LINES, text/plain; charset=utf-8",
        "URL_ENCODED, application/x-www-form-urlencoded",
        "JSON, application/json",
        "XML, application/xml; charset=utf-8",
        "LINES_BEHIND_NOTICE, text/html; charset=utf-8",
    })
    void selectsFormatByNumberForBothFunctions(ResponseFormat form, String contentType) throws IOException {
        String number = TestNumber.valueOf(form.name()).number();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                Client client = new Client(sandbox)) {
            Client.Response sent = client.post(client.sendFaxFields(number), Client.pdf(1));
            String jobId = sandbox.faxes().get(0).jobId();
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put("WR_Status", "ok");
            expected.put("WR_Request_UUID", jobId);

            assertThat(sent.header("Content-Type")).isEqualTo(contentType);
            assertThat(sent.body()).isEqualTo(new String(form.write(expected), StandardCharsets.UTF_8));

            Client.Response status = client.post(client.statusFields(jobId));
            assertThat(status.header("Content-Type")).isEqualTo(contentType);
            assertThat(status.body()).contains("WR_DataList_1_Status");
        }
    }

    @Test
    void selectsFormatForAllResponses() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                        .responseFormat(ResponseFormat.JSON)
                        .start();
                Client client = new Client(sandbox)) {
            assertThat(client.post(client.statusFields("unknown")).body())
                    .isEqualTo("{\"WR_Status\":\"failed\",\"WR_Comment\":\"Job not found\"}");
        }
    }

    private static String written(ResponseFormat form, String... values) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            fields.put("F" + i, values[i]);
        }
        return new String(form.write(fields), StandardCharsets.UTF_8);
    }
}
