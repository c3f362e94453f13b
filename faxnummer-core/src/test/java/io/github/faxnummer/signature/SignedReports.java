package io.github.faxnummer.signature;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reports that are to be signed, and their signers. */
public final class SignedReports {

    private SignedReports() {}

    /** A transmission report with its document. */
    public static Path report(Path folder) throws IOException {
        Document document = Pdfs.document("a.pdf", 1);
        Delivery delivery = Delivery.of(
                new FaxOrder(List.of(document), List.of(new FaxNumber("00493023125016")), "ci@example.org", "", "", ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
        DeliveryReport report = new DeliveryReport(
                delivery, "1.2.3", FakeClock.START, FakeClock.START, new DeliveryText(Locale.ENGLISH, ZoneOffset.UTC));
        Reports.writePdf(report.with(new EnclosedDocuments(path -> Pdfs.content(Pdfs.pages(1)), 1 << 20)), folder);
        return folder.resolve("fax-report.pdf");
    }

    static Validated<Optional<ReportSigner>> check(Path keyStore, String alias, String server) {
        return check(keyStore, alias, server, SignaturePassword.of(TestAuthority.PASSWORD), Instant::now);
    }

    static Validated<Optional<ReportSigner>> check(
            Path keyStore, String alias, String server, SignaturePassword password, InstantSource clock) {
        return new SignatureParameters(keyStore.toString(), alias, server, "")
                .check(password, Path.of(""), ProxySelector.of(null), clock, Locale.ENGLISH);
    }

    /** A signer that does not wait long for a server. */
    static ReportSigner signer(Path keyStore, String server, Duration timeout) {
        SigningKey key = SigningKey.load(keyStore, "", SignaturePassword.of(TestAuthority.PASSWORD), Instant.now())
                .value()
                .orElseThrow();
        return new ReportSigner(
                key,
                Optional.of(new ReportSigner.TimeSource(java.net.URI.create(server), Duration.ofMinutes(5))),
                ProxySelector.of(null),
                Instant::now,
                Locale.ENGLISH,
                timeout);
    }

    public static ReportSigner signer(Path keyStore, String server) {
        return check(keyStore, "", server).value().orElseThrow().orElseThrow();
    }

    static List<String> lines(Path report) {
        return ReportVerifier.verify(report).stream()
                .map(it -> it.line().in(Locale.ENGLISH))
                .toList();
    }

    static boolean isMet(Path report) {
        return ReportVerifier.verify(report).stream().noneMatch(it -> it.result() == Verification.Result.NOT_MET);
    }

    static String problems(Validated<?> checked) {
        return checked.problems().stream()
                .map((Problem it) -> it.in(Locale.ENGLISH))
                .reduce("", (a, b) -> a + b + "\n");
    }
}
