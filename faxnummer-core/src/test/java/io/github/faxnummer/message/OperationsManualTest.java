package io.github.faxnummer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} has every message that users may have to act on, in its very words. */
class OperationsManualTest {

    private static final Path ROOT = Path.of("..");
    private static final Path CORE = Path.of("src/main/resources/io/github/faxnummer/message/messages.properties");
    private static final Path JENKINS =
            ROOT.resolve("faxnummer-jenkins-plugin/src/main/resources/io/github/faxnummer/jenkins/Messages.properties");

    /** Labels of tables and reports, names of results, and the standard's list of causes: there is nothing to be done. */
    private static final Pattern NO_MESSAGE = Pattern.compile(
            "(table|result|check|cover|markdown|report|response|parameter|plan|cost|status|summary|duration|pages|verify)\\..*|q850\\.[0-9]+");

    /** Names of steps, pages and permissions, and what pages show. */
    private static final Pattern LABEL =
            Pattern.compile("(.*\\.(displayName|description|health|ofLimit)|FaxPermissions\\..*)");

    @Test
    void documentsEveryMessageOfCore() throws IOException {
        assertThat(explained()).containsAll(patterns(CORE, NO_MESSAGE));
    }

    @Test
    void documentsEveryMessageOfJenkinsPlugin() throws IOException {
        assertThat(explained()).containsAll(patterns(JENKINS, LABEL));
    }

    /** A message that no longer exists is nothing but confusing. */
    @Test
    void documentsNoOtherMessage() throws IOException {
        Set<String> messages = patterns(
                CORE,
                Pattern.compile(
                        "(table|result|check|cover|markdown|report|response|parameter|plan|cost|status|summary|duration|pages|verify)\\..*"));
        messages.addAll(patterns(JENKINS, LABEL));

        Set<String> rows = Files.readAllLines(ROOT.resolve("docs/operations.md")).stream()
                .map(Pattern.compile("\\| `([^`]+)` \\|.*")::matcher)
                .filter(it -> it.matches())
                .map(it -> it.group(1))
                .collect(Collectors.toSet());

        assertThat(messages).containsAll(rows);
    }

    /** What stands in the page as code. */
    private static Set<String> explained() throws IOException {
        return Pattern.compile("`([^`]+)`")
                .matcher(Files.readString(ROOT.resolve("docs/operations.md")))
                .results()
                .map(code -> code.group(1).replace('\n', ' '))
                .collect(Collectors.toSet());
    }

    private static Set<String> patterns(Path file, Pattern except) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Set<String> patterns = new TreeSet<>();
        properties.forEach((key, text) -> {
            if (!except.matcher(key.toString()).matches()) {
                patterns.add(text.toString().replaceAll("\\{[0-9]}", "…").replace("''", "'"));
            }
        });
        return patterns;
    }
}
