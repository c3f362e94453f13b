package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.Php;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmailAddressTest {

    private static final String FILTER = """
            foreach (explode("\\n", rtrim(stream_get_contents(STDIN), "\\n")) as $address) {
                echo filter_var($address, FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE) === false ? 0 : 1;
            }""";

    private static final List<String> UNCHANGED = List.of(
            "compliance@example.com",
            "a@example.com",
            "A.B@EXAMPLE.COM",
            "a.b+c_d-e@sub.example.co.uk",
            "o'brien@example.com",
            "a!#$%&*/=?^_`{|}~-b@example.com",
            "1@example.com",
            "-@example.com",
            "a/b=c@example.com",
            "a@123.example.com",
            "a@1a.de",
            "a@b--c.de",
            "a@b.c",
            "a@b.c1",
            "a@b.d-e",
            "a@xn--mller-kva.example",
            "a@example.xn--p1ai",
            "a@xn--e1afmkfd.xn--80akhbyknj4f",
            "x".repeat(64) + "@example.com",
            "a@" + "x".repeat(63) + ".de",
            "ü@example.com",
            "jürgen.groß@example.com",
            "почта@example.com",
            "用户@example.com",
            "٣@example.com");

    /** What is written, and what is sent. */
    private static final Map<String, String> CHANGED = Map.ofEntries(
            Map.entry(" compliance@example.com\t\r\n", "compliance@example.com"),
            Map.entry("\u00A0a@example.com\u00A0", "a@example.com"),
            Map.entry("\u200Ba@example.com\u200B", "a@example.com"),
            Map.entry("\uFEFFa@example.com", "a@example.com"),
            Map.entry("a@example.com\u3000", "a@example.com"),
            Map.entry("\u00ADa@example.com\u00AD", "a@example.com"),
            Map.entry("\u202Aa@example.com\u202C", "a@example.com"),
            Map.entry("\u2060\u202F a@example.com\u2028", "a@example.com"),
            Map.entry("a@example.com\u3164\u2800", "a@example.com"),
            Map.entry("a@example.com\uFE0F", "a@example.com"),
            Map.entry("a@müller.de", "a@xn--mller-kva.de"),
            Map.entry("a@MÜLLER.de", "a@xn--mller-kva.de"),
            Map.entry("a@mu\u0308ller.de", "a@xn--mller-kva.de"),
            Map.entry("a@straße.de", "a@xn--strae-oqa.de"),
            Map.entry("a@faß.example", "a@xn--fa-hia.example"),
            Map.entry("a@βόλος.com", "a@xn--nxasmm1c.com"),
            Map.entry("a@почта.рф", "a@xn--80a1acny.xn--p1ai"),
            Map.entry("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
            Map.entry("ju\u0308rgen@example.com", "jürgen@example.com"));

    /** What is written, and the message about it. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("", "none"),
            Map.entry(" \t", "none"),
            Map.entry("\u200B\uFEFF\u00A0", "none"),
            Map.entry("x", "invalid"),
            Map.entry("@example.com", "invalid"),
            Map.entry("a@", "invalid"),
            Map.entry("a@b", "invalid"),
            Map.entry("a@localhost", "invalid"),
            Map.entry("a@@example.com", "invalid"),
            Map.entry("a@b@example.com", "invalid"),
            Map.entry("a@[127.0.0.1]", "invalid"),
            Map.entry("a@[IPv6:::1]", "invalid"),
            Map.entry("a@127.0.0.1", "invalid"),
            Map.entry("\"a\"@example.com", "invalid"),
            Map.entry("a@example.com,b@example.com", "invalid"),
            Map.entry("a;b@example.com", "invalid"),
            Map.entry("a:b@example.com", "invalid"),
            Map.entry("a..b@example.com", "invalid"),
            Map.entry(".a@example.com", "invalid"),
            Map.entry("a.@example.com", "invalid"),
            Map.entry("a@-example.com", "invalid"),
            Map.entry("a@example-.com", "invalid"),
            Map.entry("a@example..com", "invalid"),
            Map.entry("a@example.com.", "invalid"),
            Map.entry("a@.example.com", "invalid"),
            Map.entry("a@exa_mple.com", "invalid"),
            Map.entry("a@exa%6Dple.com", "invalid"),
            Map.entry("a@example.1com", "invalid"),
            Map.entry("a@example.1", "invalid"),
            Map.entry("a@１２７.０.０.１", "invalid"),
            Map.entry("x".repeat(65) + "@example.com", "invalid"),
            Map.entry("a@" + "x".repeat(64) + ".de", "invalid"),
            Map.entry("a@" + "ü".repeat(63) + ".de", "invalid"),
            Map.entry("a@" + "x.".repeat(130) + "de", "invalid"),
            Map.entry("A B <a@example.com>", "angle"),
            Map.entry("<a@example.com>", "angle"),
            Map.entry("a@example.com>", "angle"),
            Map.entry("a(b)@example.com", "comment"),
            Map.entry("a@example.com (A B)", "comment"),
            Map.entry("a\\b@example.com", "backslash"),
            Map.entry("\"a\\\"b\"@example.com", "backslash"),
            Map.entry("a b@example.com", "character"),
            Map.entry("\"a b\"@example.com", "character"),
            Map.entry("a@exa mple.com", "character"),
            Map.entry("a@example.com\nBcc: b@example.com", "character"),
            Map.entry("a@example.com, b@example.com", "character"),
            Map.entry("\u001Ba@example.com", "character"),
            Map.entry("a\u0000@example.com", "character"),
            Map.entry("a@example.com\u0000", "character"),
            Map.entry("a\u00A0b@example.com", "character"),
            Map.entry("a\u200B@example.com", "character"),
            Map.entry("a@exam\u200Bple.com", "character"),
            Map.entry("a@exam\u00ADple.com", "character"),
            Map.entry("a\uFEFFb@example.com", "character"),
            Map.entry("a\u3000b@example.com", "character"),
            Map.entry("a\u202Fb@example.com", "character"),
            Map.entry("a\u2060b@example.com", "character"),
            Map.entry("a\u202Eb@example.com", "character"),
            Map.entry("a\u3164b@example.com", "character"),
            Map.entry("a\uFE0Fb@example.com", "character"),
            Map.entry("a@faß\u200D.example", "character"),
            Map.entry("a\uD83D\uDE00@example.com", "character"),
            Map.entry("a@\u2764.la", "character"),
            Map.entry("a\uE000@example.com", "character"),
            Map.entry("a\uFF20example.com", "character"),
            Map.entry("a@example\u3002com", "character"),
            Map.entry("a\u093F@example.com", "character"),
            Map.entry("a\uD800@example.com", "character"),
            Map.entry("a@example.com\u2026", "character"));

    static List<String> unchanged() {
        return UNCHANGED;
    }

    static Stream<Map.Entry<String, String>> changed() {
        return CHANGED.entrySet().stream();
    }

    static Stream<Map.Entry<String, String>> refused() {
        return REFUSED.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("unchanged")
    void acceptsAddress(String address) {
        assertThat(OrderParameters.checkEmail(address).value()).contains(address);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void acceptsAddressInAnotherSpelling(Map.Entry<String, String> spelling) {
        assertThat(OrderParameters.checkEmail(spelling.getKey()).value()).contains(spelling.getValue());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAddressWithReason(Map.Entry<String, String> refused) {
        Validated<String> checked = OrderParameters.checkEmail(refused.getKey());

        assertThat(checked.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.parameter()).isEqualTo("email");
            assertThat(problem.advice().key()).isEqualTo("input.email." + refused.getValue());
        });
    }

    @Test
    void namesInvisibleCharacters() {
        assertThat(message("a\u00A0b@example.com")).contains("U+00A0 (NO-BREAK SPACE)");
        assertThat(message("a\u200Bb@example.com")).contains("U+200B (ZERO WIDTH SPACE)");
        assertThat(message("a\u00ADb@example.com")).contains("U+00AD (SOFT HYPHEN)");
        assertThat(message("a\uFEFFb@example.com")).contains("U+FEFF (ZERO WIDTH NO-BREAK SPACE)");
        assertThat(message("a\u3000b@example.com")).contains("U+3000 (IDEOGRAPHIC SPACE)");
        assertThat(message("a\u3164b@example.com")).contains("U+3164 (HANGUL FILLER)");
    }

    @Test
    void warnsOfLettersBeyondAsciiBeforeTheAt() {
        assertThat(OrderParameters.emailWarning("jürgen@example.com"))
                .hasValueSatisfying(it -> assertThat(it.in(Locale.ENGLISH)).contains("'ü' (U+00FC)"));
        assertThat(OrderParameters.emailWarning("juergen@xn--mller-kva.de")).isEmpty();
    }

    @Test
    void phpAcceptsWhatIsAccepted() throws Exception {
        List<String> sent = Stream.of(UNCHANGED.stream(), CHANGED.keySet().stream(), REFUSED.keySet().stream())
                .flatMap(it -> it)
                .flatMap(it -> OrderParameters.checkEmail(it).value().stream())
                .toList();

        assertThat(sent).hasSize(UNCHANGED.size() + CHANGED.size());
        assertThat(refusedByPhp(sent)).isEmpty();
    }

    @Test
    void phpRefusesMostOfWhatIsRefused() throws Exception {
        List<String> written = REFUSED.keySet().stream()
                .filter(it -> !it.contains("\n") && !it.contains("\uD800"))
                .toList();
        List<String> accepted = new ArrayList<>(written);
        accepted.removeAll(refusedByPhp(written));

        assertThat(accepted)
                .containsExactlyInAnyOrder(
                        "a@[127.0.0.1]",
                        "a@[IPv6:::1]",
                        "\"a\"@example.com",
                        "\"a\\\"b\"@example.com",
                        "a\u3164b@example.com");
    }

    @Test
    void phpAcceptsWhatIsAcceptedOfRandomText() throws Exception {
        long seed = Long.getLong("email.seed", 1);
        Random random = new Random(seed);
        List<String> pieces = Stream.concat(
                        Stream.of(
                                ".", "-", "a", "Z", "1", "ü", "ß", "@", "xn--", "example", "com", "de", "'", "%", "_"),
                        Stream.of("\u0308", "\u0641", "９", "Ⅷ", "½", "\u200D", " ", "\"", "+", "例", "ﬁ", "ǆ", "K", "、"))
                .toList();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String local = random.ints(1 + random.nextInt(4), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            String domain = random.ints(1 + random.nextInt(5), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            String top = random.nextBoolean() ? ".com" : "";
            sent.addAll(OrderParameters.checkEmail(local + "@" + domain + top).value().stream()
                    .toList());
        }

        assertThat(sent).hasSizeGreaterThan(100);
        assertThat(refusedByPhp(sent)).describedAs("-Demail.seed=%s", seed).isEmpty();
    }

    private static String message(String written) {
        return OrderParameters.checkEmail(written).problems().get(0).in(Locale.ENGLISH);
    }

    private static List<String> refusedByPhp(List<String> addresses) throws Exception {
        String verdicts = Php.run(FILTER, String.join("\n", addresses) + "\n");
        assertThat(verdicts).hasSameSizeAs(addresses);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            if (verdicts.charAt(i) == '0') {
                refused.add(addresses.get(i));
            }
        }
        return refused;
    }
}
