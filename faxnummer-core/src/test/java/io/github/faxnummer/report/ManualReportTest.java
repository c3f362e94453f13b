package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manual says of the reports is so. */
class ManualReportTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern JSON =
            Pattern.compile("<!-- run: json-report -->\n```json\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void documentsReportsThatMatchSchema() throws IOException {
        List<MatchResult> blocks = JSON.matcher(Files.readString(DOCS.resolve("auditors.md")))
                .results()
                .toList();

        assertThat(blocks).isNotEmpty();
        for (MatchResult block : blocks) {
            assertThat(schema().validate(
                                    block.group(1),
                                    InputFormat.JSON,
                                    context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
                    .isEmpty();
        }
    }

    @Test
    void documentsEveryFieldOfTransmissionReport() throws IOException {
        String english = Files.readString(DOCS.resolve("auditors.md"));
        String german = Files.readString(DOCS.resolve("auditoren.md"));

        fields().forEach(key -> {
            assertThat(english).containsPattern(row(key, Locale.ENGLISH));
            assertThat(german).containsPattern(row(key, Locale.GERMAN));
        });
    }

    /** In a table's first cell, alone or with others. */
    private static Pattern row(String key, Locale locale) {
        return Pattern.compile(
                "(?m)^\\|[^|]*[ ]" + Pattern.quote(Message.of(key).in(locale)) + "[ ,][^|]*\\|");
    }

    private static Stream<String> fields() {
        return Stream.of(
                        "recipient",
                        "tsi",
                        "sender",
                        "source",
                        "reference",
                        "document-pages",
                        "pages-sent",
                        "duration",
                        "outcome",
                        "cause",
                        "name",
                        "sha256",
                        "file",
                        "submitted",
                        "changed",
                        "provider-start",
                        "provider-end",
                        "job",
                        "email")
                .map(it -> "report." + it);
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(DeliveryReport.class.getResourceAsStream("fax-report.schema.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        }
    }
}
