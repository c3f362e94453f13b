package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Place;
import io.github.faxnummer.policy.SendingPolicy;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.faxnummerde.FaxnummerApi;
import io.github.faxnummer.testing.Pdfs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderParametersTest {

    private static final Validated<Document> PDF = Validated.valid(Pdfs.document("a.pdf", 1));

    @ParameterizedTest
    @ValueSource(strings = {"", "Firma & Co.", "12345678901234567890", "~!\"#$%&'()*+,-./", "[\\]^_`{|}"})
    void acceptsPrintableAsciiSender(String sender) {
        assertThat(OrderParameters.checkSender(sender).value()).contains(sender);
    }

    @ParameterizedTest
    @CsvSource({
        "'Müller', 'ü' (U+00FC)",
        "'a\tb', U+0009 (CHARACTER TABULATION)",
        "'a\u007fb', U+007F (DELETE)",
        "'a\u0000b', U+0000 (NULL)",
        "'5 €', U+20AC (EURO SIGN)",
        "'x\uD83D\uDE00', U+1F600 (GRINNING FACE)",
        "'a\u00A0b', U+00A0 (NO-BREAK SPACE)",
        "'\u202Ea', U+202E (RIGHT-TO-LEFT OVERRIDE)",
    })
    void namesForbiddenCharacterOfSender(String written, String character) {
        Validated<String> checked = OrderParameters.checkSender(written);
        assertProblem(checked, "sender", "input.sender.character");
        assertThat(checked.problems().get(0).in(Locale.ENGLISH)).endsWith("but contains " + character);
    }

    @Test
    void rejectsSenderLongerThan20Characters() {
        Validated<String> checked = OrderParameters.checkSender("123456789012345678901");
        assertProblem(checked, "sender", "input.sender.long");
        assertThat(checked.problems().get(0).in(Locale.ENGLISH))
                .isEqualTo("sender '123456789012345678901': 21 characters; at most 20 are allowed");
    }

    @Test
    void rejectsControlCharactersInReference() {
        assertThat(order("ref/*? Ä €\uD83D\uDE00 \"x\"").value())
                .hasValueSatisfying(it -> assertThat(it.reference()).isEqualTo("ref/*? Ä €\uD83D\uDE00 \"x\""));
        for (String written : List.of("a\nb", "a\rb", "a\u001bb", "a\u0085b", "a\tb", "a\u202Eb", "a\u2028b")) {
            assertProblem(order(written), "reference", "input.reference.character");
        }
    }

    @Test
    void replacesCharactersOfFileNameThatReferenceMustNotContain() {
        Document document =
                new Document("/ci/x", "a\tb\n\u202Efdp.\uD800 ä\\\"\uD83D\uDE00.pdf", Pdfs.facts(new byte[1], 1));
        FaxOrder order = order("").value().orElseThrow();

        assertThat(order.referenceFor(document)).isEqualTo("a_b__fdp._ ä\\\"\uD83D\uDE00.pdf");
        assertThat(order(order.referenceFor(document)).value()).isPresent();
    }

    @Test
    void usesFileNameAsDefaultReference() {
        FaxOrder order = order(" ").value().orElseThrow();
        assertThat(order.referenceFor(order.documents().get(0))).isEqualTo("a.pdf");
        FaxOrder named = order("#1").value().orElseThrow();
        assertThat(named.referenceFor(named.documents().get(0))).isEqualTo("#1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://wr.ispsuite.portunity.de/webrequests/product-voip/index.php",
                "HTTPS://EXAMPLE.COM/",
                "https://192.168.1.1:8443/x",
                "http://127.0.0.1:8080/x",
                "http://127.1.2.3/",
                "http://127.255.255.255/",
                "http://localhost:1/",
                "http://LOCALHOST/",
                "http://[::1]:8080/",
                "http://[0:0:0:0:0:0:0:1]/",
                "  http://localhost/  ",
            })
    void acceptsHttpsAndLoopbackEndpoints(String url) {
        assertThat(Endpoint.check(url).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://wr.ispsuite.portunity.de/",
                "http://127.0.0.1.evil.example/",
                "http://localhost.evil.example/",
                "http://evil.example/127.0.0.1",
                "http://evil.example#localhost",
                "http://evil.example?localhost",
                "http://localhost.:80/",
                "http://notlocalhost/",
                "http://128.0.0.1/",
                "http://127.0.0.1.1/",
                "http://127.0.0.256/",
                "http://127.999.1.1/",
                "http://127.0.0/",
                "http://[::2]/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://10.0.0.1/",
                "http://loc\u0430lhost/",
            })
    void rejectsPlainHttpToOtherHosts(String url) {
        assertThat(Endpoint.check(url).problems()).isNotEmpty();
        assertThatThrownBy(() -> new Endpoint(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@example.com/",
                "https://s3cret@example.com/",
                "https://:s3cret@example.com/",
                "http://127.0.0.1:s3cret@evil.example/",
                "http://user:s3cret@127.0.0.1/",
                "http://127.0.0.1@evil.example/?s3cret",
                "user:s3cret@example.com",
                "https://user:s3cret@:1",
                "https://exa mple/user:s3cret@",
                "ftp://user:s3cret@example.com/",
            })
    void rejectsLoginInEndpointWithoutShowingIt(String url) {
        Validated<Endpoint> checked = Endpoint.check(url);
        if (checked.problems().isEmpty()) {
            // A blank is escaped, and then this is a path and no login.
            assertThat(url).contains("exa mple");
            return;
        }
        assertThat(checked.problems().get(0).parameter()).isEqualTo("endpoint");
        assertThat(checked.problems().toString() + checked.problems().get(0).in(Locale.GERMAN))
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> new Endpoint(url))
                .isInstanceOfSatisfying(
                        IllegalArgumentException.class,
                        e -> assertThat(e.toString()).doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "localhost", "localhost:8080", "//localhost/", "file:///etc/passwd", "https://", "x"})
    void rejectsMalformedUrl(String url) {
        assertProblem(Endpoint.check(url), "endpoint", "input.endpoint.url");
    }

    @Test
    void recognizesLoopbackForAllSchemes() {
        assertThat(Endpoint.isLoopback(new Endpoint("https://localhost/").host()))
                .isTrue();
        assertThat(Endpoint.isLoopback(FaxnummerApi.ENDPOINT.host())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "30m, PT30M",
        "2h, PT2H",
        "2H, PT2H",
        "30 m, PT30M",
        "' 5m ', PT5M",
        "PT1H30M, PT1H30M",
        "pt1h30m, PT1H30M",
        "PT0.5S, PT0.5S",
        "P30D, P30D",
        "720h, PT720H",
    })
    void readsCommonDurationFormats(String written, Duration duration) {
        assertThat(Durations.check("timeout", written).value()).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0s",
                "0m",
                "-5m",
                "PT-5M",
                "-PT5M",
                "PT0S",
                "5",
                "m",
                "5x",
                "5 minutes",
                "1h30m",
                "30d",
                "721h",
                "P31D",
                "999999999h",
                "99999999999999999999s",
                "PT99999999999999999999H",
                "1.5h",
                "٣m",
                "30min",
                "P1M"
            })
    void rejectsDurationOutsideOf30Days(String written) {
        assertProblem(Durations.check("timeout", written), "timeout", "input.duration");
    }

    @Test
    void readsMinutes() {
        assertThat(FaxParameters.TIMEOUT_MINUTES.check("").value()).contains(Duration.ofHours(1));
        assertThat(FaxParameters.TIMEOUT_MINUTES.check(" 43200 ").value()).contains(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "43201", "999999999", "9999999999", "5m", "1.5", "٣"})
    void rejectsMinutesOutsideOf30Days(String written) {
        assertProblem(FaxParameters.TIMEOUT_MINUTES.check(written), "timeout", "input.timeout-minutes");
    }

    @Test
    void acceptsReadablePdf(@TempDir Path folder) throws Exception {
        byte[] bytes = Pdfs.pages(2);
        Path pdf = Files.write(folder.resolve("Prüf bericht.pdf"), bytes);
        Document document = Document.check(pdf, PdfLimits.DEFAULT).value().orElseThrow();
        assertThat(document.path()).isEqualTo(pdf.toString());
        assertThat(document.name()).isEqualTo("Prüf bericht.pdf");
        assertThat(document.pages()).isEqualTo(2);
        assertThat(document.facts().bytes()).isEqualTo(bytes.length);
        assertThat(document.facts().sha256()).isEqualTo(Pdfs.sha256(bytes));
        assertThat(Document.checked(document.path(), document.name(), document.facts())
                        .value())
                .contains(document);
    }

    @ParameterizedTest
    @EnumSource(Finding.Kind.class)
    void describesEveryFindingInBothLanguages(Finding.Kind kind) {
        for (int page : List.of(0, 7)) {
            for (String detail : List.of("", "4.5 pt \u202e\n{0}'")) {
                PdfFacts facts = new PdfFacts("", 1, "1.7", List.of(), List.of(new Finding(kind, page, detail)));
                Validated<Document> checked = Document.checked("/ci/a.pdf", "a.pdf", facts);
                for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                    String reported = kind.isError()
                            ? checked.problems().get(0).in(locale)
                            : checked.value().orElseThrow().warnings().get(0).in(locale);
                    assertThat(reported)
                            .contains("a.pdf")
                            .doesNotContain("\u202e", "\n", "()", "{1}", "  ")
                            .matches(it -> detail.isEmpty() || it.contains("(4.5 pt \uFFFD {0}')"));
                }
            }
        }
    }

    @Test
    void groupsWarningsByKindWithPages() {
        List<Finding> findings = Stream.of(1, 2, 3, 7, 9, 10)
                .flatMap(page -> Stream.of(
                        new Finding(Finding.Kind.GREY, page, ""),
                        new Finding(Finding.Kind.FINE_TEXT, page, page + " pt")))
                .toList();
        Document document =
                new Document("/ci/\u202ea.pdf", "\u202ea.pdf", new PdfFacts("", 1, "1.7", List.of(), findings));
        assertThat(document.warnings().stream().map(it -> it.in(Locale.ENGLISH)))
                .hasSize(7)
                .startsWith("\uFFFDa.pdf, pages 1-3, 7, 9-10: grey areas become black and white patterns;"
                        + " use black on white for important content")
                .contains("\uFFFDa.pdf, page 7: text (7 pt) is too small for a fax; use 9 pt or more");
        assertThat(Pdfs.document("a.pdf", 1).warnings()).isEmpty();
    }

    @Test
    void textUnderTheHeaderLineIsOneWarningThoughItDiffersOnEachPage() {
        List<Finding> findings = IntStream.rangeClosed(1, 3)
                .mapToObj(it -> new Finding(Finding.Kind.UNDER_HEADER, it, "Page " + it))
                .toList();
        Document document = new Document("/a.pdf", "a.pdf", new PdfFacts("", 0, "", List.of(), findings));

        assertThat(document.warnings())
                .extracting(it -> it.in(Locale.ENGLISH))
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .startsWith(
                                "a.pdf, pages 1-3: the header line of the fax may cover what is at the upper edge of the"
                                        + " page (Page 1);"));
    }

    @Test
    void namesFirstPlaceOfWarning() {
        List<Finding> findings = List.of(
                new Finding(Finding.Kind.FINE_TEXT, 2, "5 pt", new Place(20, 280, 30, 2)),
                new Finding(Finding.Kind.FINE_TEXT, 3, "5 pt", new Place(99, 99, 30, 2)));
        Document document = new Document("/ci/a.pdf", "a.pdf", new PdfFacts("", 1, "1.7", List.of(), findings));

        assertThat(document.warnings().stream().map(it -> it.in(Locale.ENGLISH)))
                .containsExactly("a.pdf, pages 2-3: text (5 pt) is too small for a fax; use 9 pt or more"
                        + " (20 mm from the left, 280 mm from the top of page 2)");
        assertThat(document.warnings().get(0).in(Locale.GERMAN))
                .endsWith("(20 mm von links, 280 mm von oben auf Seite 2)");
    }

    @Test
    void rejectsFilesThatAreNotPdf(@TempDir Path folder) throws Exception {
        assertProblem(Document.check(folder, PdfLimits.DEFAULT), "documents", "input.document.folder");
        assertProblem(
                Document.check(folder.resolve("x.pdf"), PdfLimits.DEFAULT), "documents", "input.document.missing");
        assertProblem(
                Document.check(Files.createFile(folder.resolve("e.pdf")), PdfLimits.DEFAULT),
                "documents",
                "input.document.empty");
        assertProblem(
                Document.check(Files.writeString(folder.resolve("t.pdf"), "PDF-1.7 %PDF"), PdfLimits.DEFAULT),
                "documents",
                "input.document.no-pdf");
        assertProblem(
                Document.check(
                        Files.writeString(folder.resolve("l.pdf"), "\n".repeat(1020) + "%PDF-1.7"), PdfLimits.DEFAULT),
                "documents",
                "input.document.no-pdf");
        assertProblem(
                Document.check(Files.writeString(folder.resolve("d.pdf"), "%PDF-1.7\n"), PdfLimits.DEFAULT),
                "documents",
                "pdf.not-a-pdf");
    }

    @Test
    void reportsAllProblemsAtOnce(@TempDir Path folder) {
        OrderParameters input = new OrderParameters(
                RecipientEntry.numbers("0202/CALL-ME", "0202 695550", "+49 (202) 69555-0", "", "123"),
                "nobody",
                "Müller",
                "call me",
                "a\nb",
                "DE");
        Validated<FaxOrder> checked = input.check(
                List.of(
                        PDF,
                        Document.check(folder, PdfLimits.DEFAULT),
                        Document.check(folder.resolve("x"), PdfLimits.DEFAULT)),
                SendingPolicy.DEFAULT);
        assertThat(checked.value()).isEmpty();
        assertThat(checked.problems().stream()
                        .map(it -> it.parameter() + " " + it.advice().key()))
                .containsExactly(
                        "documents input.document.folder",
                        "documents input.document.missing",
                        "recipients input.recipients.blank",
                        "recipients input.number.character",
                        "recipients input.number.local",
                        "email input.email.invalid",
                        "sender input.sender.character",
                        "source input.number.character",
                        "reference input.reference.character");
        assertThatThrownBy(checked::orThrow).isInstanceOfSatisfying(InvalidOrderException.class, e -> {
            assertThat(e.problems()).isEqualTo(checked.problems());
            assertThat(e.in(Locale.GERMAN).lines()).hasSize(9);
            assertThat(e)
                    .hasMessageContaining("recipients '0202/CALL-ME': must contain only digits")
                    .hasMessageContaining("'C' (U+0043)");
        });
    }

    @Test
    void faxesOnceToNumberInTwoSpellings() {
        OrderParameters written = new OrderParameters(
                RecipientEntry.numbers("0202/695550", "+49 202 69555-0"), "a@example.com", "", "", "", "DE");
        FaxOrder order =
                written.check(List.of(PDF), SendingPolicy.DEFAULT).value().orElseThrow();

        assertThat(order.numbers()).containsExactly(new FaxNumber("0049202695550"));
        assertThat(written.duplicates(order))
                .hasValueSatisfying(it ->
                        assertThat(it.in(Locale.ENGLISH)).startsWith("recipients whose number is listed before: 1;"));
    }

    @Test
    void mergesDetailsOfDuplicatesUnlessTheyContradict() {
        RecipientEntry named = new RecipientEntry("0202/695550", "Anna", "", "", "", "", Optional.empty());
        RecipientEntry found = new RecipientEntry("0202 695550", "", "", "", "R 1", "Impressum", Optional.empty());
        RecipientEntry other = new RecipientEntry("0202 69555-0", "Berta", "", "", "", "", Optional.empty());

        assertThat(order(named, found, RecipientEntry.of("0049202695550"))
                        .value()
                        .orElseThrow()
                        .recipients())
                .containsExactly(new Recipient(new FaxNumber("0049202695550"), "Anna", "", "", "R 1", "Impressum"));
        assertThat(order(named, found, other).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.in(Locale.ENGLISH))
                        .startsWith("recipients '0202 69555-0': the same number as '0202/695550', of which"));
    }

    private static Validated<FaxOrder> order(RecipientEntry... entries) {
        return new OrderParameters(List.of(entries), "a@example.com", "", "", "", "DE")
                .check(List.of(PDF), SendingPolicy.DEFAULT);
    }

    @Test
    void rejectsEmptyRecipientEntry() {
        assertProblem(
                new OrderParameters(RecipientEntry.numbers("0202 695550", " "), "a@example.com", "", "", "", "DE")
                        .check(List.of(PDF), SendingPolicy.DEFAULT),
                "recipients",
                "input.recipients.blank");
    }

    @Test
    void showsEndOfLongPath() {
        String path = "/ci" + "/folder".repeat(30) + "/report.pdf";

        assertThat(new Problem("documents", path, Message.of("input.document.missing")).in(Locale.ENGLISH))
                .contains("/report.pdf");
    }

    @Test
    void rejectsMissingRecipients() {
        for (List<RecipientEntry> none : List.of(List.<RecipientEntry>of(), RecipientEntry.numbers("", "  "))) {
            assertProblem(
                    new OrderParameters(none, "a@example.com", "", "", "", "DE")
                            .check(List.of(PDF), SendingPolicy.DEFAULT),
                    "recipients",
                    "input.recipients.none");
        }
    }

    @Test
    void reportsUnknownRegionOnce() {
        Validated<FaxOrder> checked = new OrderParameters(
                        RecipientEntry.numbers("0202 695550", "0202 695551"),
                        "a@example.com",
                        "",
                        "0202 695552",
                        "",
                        "Deutschland")
                .check(List.of(PDF), SendingPolicy.DEFAULT);
        assertThat(checked.problems()).hasSize(1);
        assertProblem(checked, "region", "input.region");
    }

    @Test
    void normalizesValidParameters() {
        FaxOrder order = new OrderParameters(
                        RecipientEntry.numbers(" +49 202 69555-0 ", "030 23125 016"),
                        " a@example.com ",
                        " CI ",
                        "0202/69555-1",
                        " r ",
                        " de ")
                .check(List.of(PDF, PDF), SendingPolicy.DEFAULT)
                .value()
                .orElseThrow();
        assertThat(order.documents()).hasSize(1);
        assertThat(order.numbers()).containsExactly(new FaxNumber("0049202695550"), new FaxNumber("00493023125016"));
        assertThat(order.email()).isEqualTo("a@example.com");
        assertThat(order.sender()).isEqualTo("CI");
        assertThat(order.source()).isEqualTo("0049202695551");
        assertThat(order.reference()).isEqualTo("r");
    }

    @Test
    void describesProblemInOneSanitizedLine() {
        Problem problem = OrderParameters.checkSender("a\u001b[31m\r\nb\u202e" + "x".repeat(5000))
                .problems()
                .get(0);
        assertThat(problem.in(Locale.ENGLISH))
                .doesNotContain("\u001b", "\n", "\r", "\u202e")
                .hasSizeLessThan(600);
    }

    @Test
    void serializesProblems() throws Exception {
        InvalidOrderException thrown =
                new InvalidOrderException(OrderParameters.checkEmail("x").problems());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((InvalidOrderException) in.readObject()).in(Locale.GERMAN))
                    .isEqualTo(thrown.in(Locale.GERMAN))
                    .isNotEmpty();
        }
    }

    private static Validated<FaxOrder> order(String reference) {
        return new OrderParameters(RecipientEntry.numbers("0202 695550"), "a@example.com", "", "", reference, "DE")
                .check(List.of(PDF), SendingPolicy.DEFAULT);
    }

    private static void assertProblem(Validated<?> checked, String parameter, String key) {
        assertThat(checked.value()).isEmpty();
        assertThat(checked.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.parameter()).isEqualTo(parameter);
            assertThat(problem.advice().key()).isEqualTo(key);
        });
    }
}
