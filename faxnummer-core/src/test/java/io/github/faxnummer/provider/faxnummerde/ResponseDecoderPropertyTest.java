package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ResponseDecoderPropertyTest {

    private final ResponseDecoder decoder = new ResponseDecoder();

    @Property(tries = 1000)
    void decodesEveryFormatToSameFields(@ForAll("answers") Map<String, String> fields, @ForAll ResponseFormat form)
            throws MalformedResponseException {
        Map<String, String> stripped = new LinkedHashMap<>();
        fields.forEach((name, value) -> stripped.put(name, value.strip()));

        DecodedResponse answer = decoder.decode(form.write(fields), Optional.empty());

        assertThat(answer.fields()).isEqualTo(stripped);
        assertThat(new ArrayList<>(answer.fields().keySet())).isEqualTo(new ArrayList<>(fields.keySet()));
        assertThat(answer.isOk()).isEqualTo("ok".equalsIgnoreCase(fields.get("WR_Status")));
    }

    @Property(tries = 1000)
    void decodesOrRejectsAnyBytes(@ForAll @Size(max = 300) byte[] body, @ForAll("charsets") Optional<Charset> charset) {
        endsWell(body, charset);
    }

    @Property(tries = 1000)
    void decodesOrRejectsAnyText(@ForAll("nearlyAnswers") String text, @ForAll("charsets") Optional<Charset> charset) {
        endsWell(text.getBytes(StandardCharsets.UTF_8), charset);
    }

    @Property(tries = 2000)
    void decodesOrRejectsAnyMutation(
            @ForAll("answers") Map<String, String> fields,
            @ForAll ResponseFormat form,
            @ForAll long seed,
            @ForAll("charsets") Optional<Charset> charset) {
        endsWell(mutated(form.write(fields), new Random(seed)), charset);
    }

    /** The decoder has this pattern spelt out, for speed. */
    @Property(tries = 5000)
    void readsLinesByPattern(@ForAll("nearlyLines") String line) throws MalformedResponseException {
        Matcher matcher = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*[=:](.*)", Pattern.DOTALL)
                .matcher(line);
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("WR_Status", "ok");
        if (matcher.matches()) {
            expected.put(matcher.group(1), matcher.group(2).strip());
        }
        for (String end : List.of("\n", "\r", "\r\n")) {
            String text = "WR_Status=ok" + end + line + end;
            assertThat(decoder.decode(text.getBytes(StandardCharsets.UTF_8), Optional.empty())
                            .fields())
                    .isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<String> nearlyLines() {
        return Arbitraries.of(
                        "a", "Z", "_", "0", "9", "=", ":", " ", "\t", "\f", "\u000B", "\u00A0", "\u2028", "ä", "@", "[",
                        "`")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void rejectsTruncatedJsonAndXml(@ForAll("answers") Map<String, String> fields, @ForAll long seed) {
        for (ResponseFormat form : List.of(ResponseFormat.JSON, ResponseFormat.XML)) {
            byte[] whole = form.write(fields);
            int length = new Random(seed).nextInt(whole.length);
            assertThat(endsWell(Arrays.copyOf(whole, length), Optional.empty())).isEmpty();
        }
    }

    /** An answer, or nothing if it was a protocol error; anything else that is thrown fails the test. */
    private Optional<DecodedResponse> endsWell(byte[] body, Optional<Charset> charset) {
        try {
            DecodedResponse answer = decoder.decode(body, charset);
            assertThat(answer.fields()).containsKey("WR_Status");
            answer.entries();
            return Optional.of(answer);
        } catch (MalformedResponseException e) {
            assertThat(e.text().key()).startsWith("protocol.");
            return Optional.empty();
        }
    }

    private static byte[] mutated(byte[] body, Random random) {
        byte[] bytes = body;
        for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int to = at + random.nextInt(bytes.length - at);
            bytes = switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) random.nextInt(256);
                    yield changed;
                }
                case 1 -> Arrays.copyOf(bytes, at);
                case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                default -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /**
     * A status and at least one more field, since one URL-encoded field alone cannot be told from a line. Names are what
     * every form can carry as a name.
     */
    @Provide
    Arbitrary<Map<String, String>> answers() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("WR_DataListxX019")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(name -> !Character.isDigit(name.charAt(0)) && !name.equals("WR_Status"));
        Arbitrary<Map<String, String>> others =
                Arbitraries.maps(names, values()).ofMinSize(1).ofMaxSize(6);
        return Arbitraries.of("ok", "OK", "failed")
                .flatMap(status -> others.map(other -> {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("WR_Status", status);
                    fields.putAll(other);
                    return fields;
                }));
    }

    /**
     * Any text but what some form cannot carry: line breaks (the three line forms end a field there), what XML 1.0 has no
     * place for (control characters, U+FFFE, U+FFFF), and halves of characters (UTF-8 has none).
     */
    private static Arbitrary<String> values() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
        Arbitrary<Integer> tricky =
                Arbitraries.of("\"';&=:%+<>{}[],\\/#! \t\u00A0\u0085\u2028\u3000\uFEFFäß€\uD83D\uDE00ok"
                        .codePoints()
                        .boxed()
                        .toList());
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, any), net.jqwik.api.Tuple.of(3, tricky))
                .filter(ResponseDecoderPropertyTest::everyFormCarries)
                .list()
                .ofMaxSize(20)
                .map(characters -> {
                    StringBuilder text = new StringBuilder();
                    characters.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }

    private static boolean everyFormCarries(int character) {
        return character == '\t'
                || (character >= 0x20 && character < 0xD800)
                || (character >= 0xE000 && character < 0xFFFE)
                || character >= 0x10000;
    }

    @Provide
    Arbitrary<String> nearlyAnswers() {
        return Arbitraries.of(
                        "WR_Status",
                        "=",
                        ":",
                        "ok",
                        "\n",
                        "\r",
                        "&",
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"",
                        ",",
                        "<",
                        ">",
                        "/",
                        "</",
                        "<a>",
                        "</a>",
                        "<WR_Status>",
                        "</WR_Status>",
                        "<![CDATA[",
                        "]]>",
                        "<!DOCTYPE a",
                        "<?xml version=\"1.1\"?>",
                        "<?xml version=\"1.0\" encoding=\"utf-7\"?>",
                        "&amp;",
                        "&#0;",
                        "&#x110000;",
                        "%",
                        "%C3",
                        ";",
                        " ",
                        "\\u",
                        "\\ud83d",
                        "null",
                        "1e999999999",
                        "\u0000",
                        "\uFEFF",
                        "xmlns:a=\"\"",
                        "a:",
                        "WR_DataList_1_Status",
                        "WR_DataList_ObjectCount",
                        "1")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Optional<Charset>> charsets() {
        List<Charset> all = new ArrayList<>(Charset.availableCharsets().values());
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(Optional.empty())),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(all).map(Optional::of)));
    }
}
