package io.github.faxnummer.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.provider.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Locale GERMAN = Locale.GERMAN;

    /** ITU-T Q.850 (10/2018), table 1, as far as the fax's ends can see it. */
    private static final List<Integer> CAUSES = List.of(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 34, 38, 39,
            40, 41, 42, 43, 44, 46, 47, 49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69, 70, 79, 81, 82, 83, 84, 85, 86, 87,
            88, 90, 91, 95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111, 127);

    @Test
    void definesSameKeysInBothLanguages() {
        assertThat(messages("_de").keySet()).isEqualTo(messages("").keySet());
    }

    /** {@link Properties} keeps the last of several values of a key. */
    @Test
    void definesEachKeyOnce() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..").toRealPath(), 12)) {
            List<Path> bundles = files.filter(it -> it.toString().endsWith(".properties"))
                    .filter(it -> it.toString().replace('\\', '/').contains("/src/main/resources/"))
                    .toList();
            assertThat(bundles).hasSizeGreaterThan(2).allSatisfy(bundle -> {
                List<String> duplicates = new ArrayList<>();
                Properties properties = new Properties() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public synchronized @Nullable Object put(Object key, Object value) {
                        Object before = super.put(key, value);
                        if (before != null) {
                            duplicates.add(key.toString());
                        }
                        return before;
                    }
                };
                try (Reader reader = Files.newBufferedReader(bundle, StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
                assertThat(duplicates).as("duplicate keys of %s", bundle).isEmpty();
            });
        }
    }

    @Test
    void usesSamePlaceholdersInBothLanguages() {
        Map<String, String> german = messages("_de");
        messages("")
                .forEach((key, english) -> assertThat(placeholders(german.getOrDefault(key, "")))
                        .as(key)
                        .isEqualTo(placeholders(english)));
    }

    @Test
    void formatsEveryMessageCompletely() {
        for (String language : List.of("", "_de")) {
            messages(language).forEach((key, pattern) -> {
                assertThat(pattern).as(key).isNotBlank();
                String shown =
                        new MessageFormat(pattern, Locale.ROOT).format(new Object[] {"<0>", "<1>", "<2>", "<3>"});
                String expected = pattern.replace("''", "'").replaceAll("\\{([0-3])}", "<$1>");
                assertThat(shown).as(key).isEqualTo(expected).doesNotContain("{", "}");
            });
        }
    }

    @Test
    void definesEveryKeyUsedInSources() throws IOException {
        Set<String> keys = messages("").keySet();
        Pattern literal = Pattern.compile(
                "\"((?:input|network|protocol|refusal|delivery|line|failures|advice|document|report|policy|limit|plan|cost|build)\\.[a-z0-9.-]+)\"");
        Set<String> used = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(it -> it.toString().endsWith(".java")).toList()) {
                Matcher matcher = literal.matcher(Files.readString(source));
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(50);
        assertThat(keys)
                .containsAll(used.stream().filter(key -> !key.endsWith(".")).toList());
    }

    @Test
    void describesEveryFailureReason() {
        for (FailureReason reason : FailureReason.values()) {
            assertInBothLanguages(new Rejection(reason, "Guthaben").text());
        }
    }

    @Test
    void describesEveryStandardCause() {
        for (int code = 0; code <= 200; code++) {
            Q850Cause cause = new Q850Cause(code);
            assertThat(cause.isStandard()).as("%d", code).isEqualTo(CAUSES.contains(code));
            assertThat(cause.text().key()).isEqualTo(CAUSES.contains(code) ? "q850." + code : "q850.unknown");
            assertInBothLanguages(cause.text());
        }
        assertThat(messages("").keySet().stream().filter(key -> key.matches("q850\\.[0-9]+")))
                .hasSameSizeAs(CAUSES);
    }

    @Test
    void describesCausesDistinctly() {
        for (Locale locale : List.of(Locale.ENGLISH, GERMAN)) {
            assertThat(CAUSES.stream().map(code -> new Q850Cause(code).text().in(locale)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void describesDocumentedCausesAsDocumented() {
        assertThat(new Q850Cause(1).text().in(GERMAN)).isEqualTo("Rufnummer unbekannt");
        assertThat(new Q850Cause(17).text().in(GERMAN)).isEqualTo("besetzt");
        assertThat(new Q850Cause(34).text().in(GERMAN)).startsWith("Anschluss nicht erreichbar");
    }

    @Test
    void recommendsRetryForTransientCausesOnly() {
        assertThat(List.of(17, 18, 19, 34, 38, 41, 42).stream().map(Q850Cause::new))
                .allMatch(Q850Cause::retryCanHelp);
        assertThat(List.of(1, 2, 3, 22, 28, 57, 88).stream().map(Q850Cause::new))
                .noneMatch(Q850Cause::retryCanHelp);
        assertThat(IntStream.range(128, 300).mapToObj(Q850Cause::new)).noneMatch(Q850Cause::retryCanHelp);
    }

    @Test
    void supportsEnglishAndGermanForAnyDefaultLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String machine : List.of("de-DE", "tr-TR", "en-US")) {
                Locale.setDefault(Locale.forLanguageTag(machine));
                Message busy = new Q850Cause(17).text();
                assertThat(busy.in(Locale.ENGLISH)).isEqualTo("user busy");
                assertThat(busy.in(Locale.FRENCH)).isEqualTo("user busy");
                assertThat(busy.in(Locale.ROOT)).isEqualTo("user busy");
                assertThat(busy.in(Locale.forLanguageTag("de-AT"))).isEqualTo("besetzt");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void doesNotInterpretArgumentsAsPatterns() {
        assertThat(Message.of("refusal.other", "{0} '{1}' {").in(Locale.ENGLISH))
                .contains("{0} '{1}' {");
    }

    @Test
    void formatsNumbersWithoutGrouping() {
        assertThat(Message.of("protocol.endless", 8388608).in(GERMAN)).contains("8388608");
    }

    private static void assertInBothLanguages(Message text) {
        String english = text.in(Locale.ENGLISH);
        assertThat(english).isNotBlank();
        assertThat(text.in(GERMAN)).isNotBlank().isNotEqualTo(english);
    }

    private static Set<String> placeholders(String pattern) {
        return Pattern.compile("\\{[^}]*}")
                .matcher(pattern)
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> messages(String language) {
        Properties properties = new Properties();
        try (InputStream stream = Message.class.getResourceAsStream("messages" + language + ".properties");
                Reader reader =
                        new InputStreamReader(java.util.Objects.requireNonNull(stream), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }
}
