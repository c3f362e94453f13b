package io.github.faxnummer.testing;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Validates PDF/A-3b. */
public final class VeraPdf {

    private VeraPdf() {}

    /** The rules that a file violates. */
    public static List<String> violations(byte[] pdf) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFA_3_B);
                var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, false)) {
            var result = validator.validate(parser);
            List<String> failed = result.getTestAssertions().stream()
                    .filter(it -> it.getStatus() == TestAssertion.Status.FAILED)
                    .map(it -> it.getRuleId() + " " + it.getMessage())
                    .distinct()
                    .toList();
            if (failed.isEmpty() != result.isCompliant()) {
                throw new IllegalStateException("compliant: " + result.isCompliant() + ", violations: " + failed);
            }
            return failed;
        }
    }
}
