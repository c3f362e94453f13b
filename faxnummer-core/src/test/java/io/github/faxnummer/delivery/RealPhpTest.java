package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.PhpProvider;
import io.github.faxnummer.testing.Reports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries to a real PHP: what it writes around responses and does to requests is its own doing, not a guess. */
@Timeout(120)
class RealPhpTest {

    private static final String LOGIN = "acc12345";
    private static final String PASSWORD = "correct-horse-battery";
    private static final Map<String, String> PLAIN = Map.of("html_errors", "0");
    private static final int MEBIBYTE = 1 << 20;

    private final FakeClock time = new FakeClock();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines",
                "json",
                "json-nested",
                "xml",
                "url-encoded",
                "br",
                "pre",
                "chunked-cut",
                "warning",
                "two-warnings",
                "notice",
                "glue",
                "bom",
                "text-before json",
                "text-behind json",
                "text-before xml text-behind",
                "text-before url-encoded text-behind",
                "warning json",
                "notice xml",
                "notice unknown-at-first",
                "glue br two-warnings"
            })
    void followsAcceptedFaxToItsEnd(String mode) throws Exception {
        for (Map<String, String> settings : List.of(Map.<String, String>of(), PLAIN)) {
            try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD, settings)) {
                php.mode(mode);
                Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

                assertThat(end.outcome()).as(reason(end)).isEqualTo(Outcome.DONE_OK);
                assertThat(end.missingPages()).isZero();
                assertThat(end.jobId().map(JobId::value)).contains(php.jobs().get(0));
                assertThat(php.submissions()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines always",
                "json always",
                "xml always",
                "url-encoded always",
                "warning always",
                "two-warnings always",
                "notice two-warnings always"
            })
    void sendsNoFurtherRequestAfterClearResponse(String mode) throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD, PLAIN)) {
            php.mode(mode);
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(end.outcome()).as(reason(end)).isEqualTo(Outcome.DONE_OK);
            assertThat(php.requests()).hasSize(2);
        }
    }

    @Test
    void readsResponsesBehindNoticeInHtml() throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            php.mode("notice always");
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(end.outcome()).as(reason(end)).isEqualTo(Outcome.DONE_OK);
            assertThat(php.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br always", "json-nested always"})
    void reportsJobIdThatCannotBeVerified(String mode) throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            php.mode(mode);
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(end.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(reason(end)).contains(php.jobs());
            assertThat(php.submissions()).hasSize(1);
        }
    }

    @Test
    void readsBehindNoticeThatAnotherNumberWasDialled() throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            php.mode("notice other-number");
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(end.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(reason(end)).contains("reports another number for this job");
            assertThat(php.submissions()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-lost", "accepted-trace"})
    void reportsUnknownWhenPhpHidesAcceptance(String mode) throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            php.mode(mode);
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(php.jobs()).hasSize(1);
            assertThat(end.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(php.submissions()).hasSize(1);
        }
    }

    @Test
    void warnsOfMorePagesThanDocumentHas() throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            php.mode("more-pages");
            Transmission end = only(run(php, "a.pdf", 2, Pdfs.pages(2)));

            assertThat(end.outcome()).isEqualTo(Outcome.DONE_OK);
            assertThat(end.extraPages()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"trace, 1", "trace, 0", "accepted-trace, 1", "accepted-trace, 0"})
    void doesNotQuoteTraceWithPassword(String mode, String html, @TempDir Path folder) throws Exception {
        for (String password : List.of(PASSWORD, "Jk9ü<&'w\\orse", "<Q>&\"z'-+%41ß", "ÄÖÜß-wxyz", "kurz")) {
            try (PhpProvider php = PhpProvider.start(LOGIN, password, Map.of("html_errors", html))) {
                php.mode(mode);
                Delivery delivery = run(php, "a.pdf", 2, Pdfs.pages(2));

                assertThat(only(delivery).outcome()).isEqualTo(Outcome.UNKNOWN);
                String shown = shown(delivery, folder);
                assertThat(shown)
                        .doesNotContain(LOGIN)
                        .doesNotContain(password.substring(0, 4), html(password.substring(0, 4)))
                        .doesNotContain(escaped(password.substring(0, 4)), html(escaped(password.substring(0, 4))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false, valid PDF", "9, false, account", "2, true, HTTP 413"})
    void reportsTooLargeDocument(int mebibytes, boolean nginx, String reason) throws Exception {
        byte[] pdf = Arrays.copyOf(Pdfs.pages(1), mebibytes * MEBIBYTE + 1);
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            Transmission end = only(run(nginx ? php.behindNginx() : php, "a.pdf", 1, pdf));

            assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(reason(end)).contains(reason, mebibytes + ".0 MB", "too large", "resolution");
            assertThat(php.jobs()).isEmpty();
        }
    }

    @Test
    void sendsSmallFaxThroughNginx() throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD).behindNginx()) {
            assertThat(only(run(php, "a.pdf", 2, Pdfs.pages(2))).outcome()).isEqualTo(Outcome.DONE_OK);
        }
    }

    @Test
    void removesSpecialCharactersFromFileName() throws Exception {
        try (PhpProvider php = PhpProvider.start(LOGIN, PASSWORD)) {
            Transmission end = only(run(php, "a\tb\n\u202Efdp.ä\\c\"\uD83D\uDE00.pdf", 1, Pdfs.pages(1)));

            assertThat(end.outcome()).isEqualTo(Outcome.DONE_OK);
            assertThat(php.submissions()).singleElement().satisfies(fields -> {
                assertThat(fields).containsEntry("sFaxFileName", "a_b__fdp.ä\\c\"\uD83D\uDE00.pdf");
                assertThat(fields).containsEntry("sFax.name", "a_b__fdp.ä_c_\uD83D\uDE00.pdf");
            });
        }
    }

    private Delivery run(PhpProvider php, String name, int pages, byte[] pdf) throws Exception {
        Document document = new Document("/ci/a.pdf", name, Pdfs.facts(pdf, pages));
        FaxOrder order = new FaxOrder(
                List.of(document), List.of(new FaxNumber("00493023125016")), "ci@example.org", "CI", "", "");
        Delivery delivery = Delivery.of(order, time.now(), Duration.ofHours(1), PollingSchedule.DEFAULT);
        DeliveryObserver observer = new DeliveryObserver() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {}

            @Override
            public void statusUnavailable(Transmission transmission, Message why) {}
        };
        try (FaxnummerClient client = FaxnummerClient.builder(new Account(php.login(), new Password(php.password())))
                .endpoint(new Endpoint(php.endpoint().toString()))
                .build()) {
            return new DeliveryRunner(client, it -> Pdfs.content(pdf), time, time, observer, 1).run(delivery);
        }
    }

    private String shown(Delivery delivery, Path folder) throws Exception {
        List<String> shown = new ArrayList<>();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            DeliveryText text = new DeliveryText(locale);
            shown.add(text.line(only(delivery)));
            Reports.write(
                    new DeliveryReport(delivery, "1", "https://fax.example/", time.now(), time.now(), text), folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    shown.add(Files.readString(file));
                }
            }
        }
        assertThat(shown).hasSizeGreaterThan(6);
        return String.join("\n", shown);
    }

    /** As PHP writes bytes beyond ASCII in a trace. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte it : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(it < 0 ? String.format(Locale.ROOT, "\\x%02X", it) : String.valueOf((char) it));
        }
        return escaped.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Transmission only(Delivery delivery) {
        assertThat(delivery.transmissions()).hasSize(1);
        return delivery.transmissions().get(0);
    }

    private static String reason(Transmission transmission) {
        return transmission.progress().reason().map(it -> it.in(Locale.ENGLISH)).orElse("");
    }
}
