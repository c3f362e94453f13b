package io.github.faxnummer.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.RawServer;
import io.github.faxnummer.testing.Reports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text of strangers that is meant to do something where it is shown does nothing, from the wire to every report. */
class HostileTextTest {

    private static final List<String> TEXTS = List.of(
            "\u001b[2J\u001b[31mred\u001b]0;title\u0007\u009b2J",
            "\u202edelivered\u202c \u2066x\u2069 \u200f\u061c",
            "\u0000a\u0000",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "]]></failure><testcase name='x'/>&xxe;%26%lt;",
            "=cmd|' /C calc'!A0",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "a\rok\r\nb\u2028c\u2029d\u0085e",
            "\uD83D x \uDE00 \uFFFE\uFFFF\uFEFF",
            "{0} '{' ${jndi:ldap://127.0.0.1/x} %s %n #{7*7}",
            "::error::x ##vso[task.complete] ##teamcity[buildStatus text='ok']",
            "x".repeat(1_000_000));

    static Stream<Arguments> textsInForms() {
        return TEXTS.stream()
                .flatMap(text -> Stream.of(ResponseFormat.JSON, ResponseFormat.LINES, ResponseFormat.XML)
                        .map(form -> Arguments.argumentSet(form + " " + TEXTS.indexOf(text), text, form)));
    }

    @ParameterizedTest
    @MethodSource("textsInForms")
    void sanitizesHostileTextInConsoleAndReports(String text, ResponseFormat form, @TempDir Path folder)
            throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("WR_Status", "ok");
        fields.put("WR_DataList_ObjectCount", "1");
        fields.put("WR_DataList_1_JobUUID", "a-1");
        fields.put("WR_DataList_1_Status", "DONE-ERROR");
        for (String name : List.of("RemoteTSI", "FaxFileName", "DestinationNumber", "StatusQ850Cause", "Other")) {
            fields.put("WR_DataList_1_" + name, text);
        }
        List<FaxStatus> reported = applyStatus(form.write(fields));
        Delivery delivery = Delivery.following(
                        List.of(new JobId("a-1")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, new StatusResult.Known(reported), FakeClock.START.plusSeconds(60));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            DeliveryText texts = new DeliveryText(locale);
            for (String line : texts.table(delivery)) {
                assertThat(line).hasSizeLessThan(1000).satisfies(SanitizerFuzzTest::harmless);
            }
            assertThat(texts.failures(delivery)).hasSizeLessThan(2000);
            texts.failures(delivery).lines().forEach(SanitizerFuzzTest::harmless);
            delivery.transmissions().forEach(fax -> SanitizerFuzzTest.harmless(texts.line(fax)));
        }
        DeliveryReport report = new DeliveryReport(
                delivery, "1", FakeClock.START, FakeClock.START.plusSeconds(60), new DeliveryText(Locale.ENGLISH));
        Reports.write(report, folder);
        Reports.writePdf(report.with(PageImageSource.none()), folder);

        byte[] junit = Files.readAllBytes(folder.resolve(ReportFormats.JUNIT.fileName()));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve(ReportFormats.JUNIT.fileName()).toFile())
                        .getElementsByTagName("testcase")
                        .getLength())
                .isEqualTo(1);
        assertThat(new String(junit, StandardCharsets.UTF_8)).doesNotContain("\u001b", "\u0000", "\u009b");
        try (JsonParser json = new JsonFactory()
                .createParser(folder.resolve(ReportFormats.JSON.fileName()).toFile())) {
            while (json.nextToken() != null) {}
        }
        assertThat(Files.readString(folder.resolve(ReportFormats.JSON.fileName())))
                .doesNotContain("\u001b", "\u0000");
        Files.readAllLines(folder.resolve(ReportFormats.MARKDOWN.fileName())).forEach(SanitizerFuzzTest::harmless);
        assertThat(Files.readString(folder.resolve(ReportFormats.MARKDOWN.fileName())))
                .doesNotContain("<script", "<img", "<testcase");
        assertThat(Files.size(folder.resolve(ReportFormats.PDF.fileName()))).isLessThan(200_000);
    }

    private static List<FaxStatus> applyStatus(byte[] body) throws Exception {
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    socket.getOutputStream().write((HostileServer.OK + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write(body);
                });
                FaxnummerClient client = HostileServerRun.client(server.port())) {
            StatusResult result = client.status(new JobId("a-1"));
            assertThat(result).isInstanceOf(StatusResult.Known.class);
            return ((StatusResult.Known) result).faxes();
        }
    }
}
