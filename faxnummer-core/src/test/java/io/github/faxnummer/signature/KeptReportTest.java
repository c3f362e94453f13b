package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import java.net.ProxySelector;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that were signed in November 2026. Every later version must verify them; do not make them anew. */
class KeptReportTest {

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "rsassa-pss", "ec"})
    void verifiesReportOfEarlierVersion(String key) throws Exception {
        // Their authority does not exist any more, and one day its certificates have expired.
        VerificationOptions options = new VerificationParameters(
                        true, List.of(resource("lt-" + key + ".pem").toString()), List.of(), false)
                .check(Path.of(""), new RevocationCheck(ProxySelector.of(null), Instant::now))
                .value()
                .orElseThrow();

        List<Verification> found = ReportVerifier.verify(resource("lt-" + key + ".pdf"), options);

        assertThat(found)
                .extracting(it -> it.line().in(Locale.ENGLISH))
                .noneMatch(it -> it.startsWith("NOT MET"))
                .contains(
                        "met: what the pages print is what fax-report.json says (4 values)",
                        "note: the pages print no checksum of fax-report.json, as those of an earlier version: only the"
                                + " values on them were compared",
                        "note: level of the signature: PAdES LT, with time stamp and validation data")
                .filteredOn(it -> it.endsWith("CN=Test Root is in trustedRoot"))
                .hasSize(2);
    }

    private static Path resource(String name) throws Exception {
        URL url = Objects.requireNonNull(KeptReportTest.class.getResource(name), name);
        return Path.of(url.toURI());
    }
}
