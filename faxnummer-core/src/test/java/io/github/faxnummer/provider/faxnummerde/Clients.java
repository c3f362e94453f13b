package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** Clients and requests that are right in every respect, to be made wrong in one. */
public final class Clients {

    static final byte[] PDF = Pdfs.pages(2);

    /** Short enough for a test that runs into them, long enough for one that must not. */
    static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private Clients() {}

    /** Trust, name resolution or responses of a test, which no public option offers. */
    public static FaxnummerClient.Builder withHttp(OkHttpClient http, FaxnummerClient.Builder builder) {
        return builder.httpClient(http);
    }

    static Account account(FaxnummerSandbox sandbox) {
        return new Account(sandbox.login(), new Password(sandbox.password()));
    }

    static FaxnummerClient.Builder of(FaxnummerSandbox sandbox) {
        return FaxnummerClient.builder(account(sandbox))
                .endpoint(new Endpoint(sandbox.endpoint().toString()));
    }

    static FaxnummerClient.Builder of(String url) {
        return FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                .endpoint(new Endpoint(url));
    }

    static FaxRequest fax() {
        return fax(TestNumber.DELIVERED);
    }

    static FaxRequest fax(TestNumber number) {
        return fax(number.number(), Pdfs.content(PDF));
    }

    static FaxRequest fax(DocumentContent content) {
        return fax(TestNumber.DELIVERED.number(), content);
    }

    /** A content that was something else when it was checked. */
    static FaxRequest fax(PdfFacts checked, DocumentContent content) {
        return fax(TestNumber.DELIVERED.number(), checked, content);
    }

    static FaxRequest fax(String number, DocumentContent content) {
        return fax(number, Pdfs.facts(PDF, 2), content);
    }

    private static FaxRequest fax(String number, PdfFacts checked, DocumentContent content) {
        return new FaxRequest(
                new FaxNumber(number),
                "ci@example.org",
                new Document("/ci/report.pdf", "report.pdf", checked),
                content,
                "CI",
                "00493023125999",
                "report.pdf");
    }
}
