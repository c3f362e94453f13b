package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Signs transmission reports that were left unsigned, and adds a time stamp or validation data to signatures that have none.
 * Sends nothing.
 */
@Mojo(name = "sign", requiresProject = false, threadSafe = true)
public final class SignMojo extends AbstractFaxMojo {

    /** Transmission reports: PDF files, or folders with them. By default those of <code>send</code>. */
    @Parameter(property = "faxnummer.reports")
    private List<String> reports = List.of();

    /**
     * Signs transmission reports with the key of this PKCS#12 file. Or the configuration of a PKCS#11 provider, for a
     * token. The password is that of the server <code>faxnummer-signature</code> in <code>settings.xml</code>, encrypted or not, else
     * <code>FAXNUMMER_SIGNATURE_PASSWORD</code> in the environment.
     */
    @Parameter(property = "faxnummer.signatureKeyStore")
    private @Nullable String signatureKeyStore;

    /** Alias of the key in signatureKeyStore, if there are several. */
    @Parameter(property = "faxnummer.signatureAlias")
    private @Nullable String signatureAlias;

    /** Address of a time server (RFC 3161) for the signatures. Empty: signatures without time stamp. */
    @Parameter(property = "faxnummer.timestampServer")
    private @Nullable String timestampServer;

    /** How far the time server's clock and the one of the build may be apart. */
    @Parameter(
            property = "faxnummer.timestampTolerance",
            defaultValue = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE)
    private String timestampTolerance = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE;

    /** Fails the build if a report could not be signed, or not with the time stamp that was asked for. */
    @Parameter(property = "faxnummer.failOnMissingSignature", defaultValue = "true")
    private boolean failOnMissingSignature;

    private final SettingsPasswords passwords;

    @Inject
    SignMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        passwords = SettingsPasswords.of(decrypter, maven);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        List<Problem> problems = new ArrayList<>();
        Validated<Optional<ReportSigner>> signer = signer();
        problems.addAll(signer.problems());
        if (signer.value().filter(Optional::isEmpty).isPresent()) {
            problems.add(new Problem(
                    SignatureParameters.KEY_STORE.name(), "", Message.of("input.signature.key-store-needed")));
        }
        Validated<List<Path>> files = ReportPaths.find(
                reports.isEmpty() ? List.of(buildDirectory("fax-reports").toString()) : reports, basedir());
        problems.addAll(files.problems());
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
        Signing signing = new Signing(signer.value().orElseThrow(), failOnMissingSignature);
        Optional<String> missing = Optional.empty();
        for (Path report : files.value().orElseThrow()) {
            Optional<String> problem = Optional.empty();
            // A signature would say of what was changed before that it is unchanged.
            Optional<Verification> wrong = ReportVerifier.verify(report).stream()
                    .filter(it -> it.result() == Verification.Result.NOT_MET)
                    .findFirst();
            if (ReportArchive.isArchived(report)) {
                getLog().warn(localized("signature.archived", report));
            } else if (wrong.isPresent()) {
                problem = Optional.of(
                        localized("signature.missing", report, wrong.get().text()));
                problem.ifPresent(getLog()::error);
            } else {
                problem = signing.sign(report, getLog(), text().locale());
            }
            missing = problem.isPresent() ? problem : missing;
        }
        if (missing.isPresent()) {
            throw new MojoFailureException(missing.get());
        }
    }

    private Validated<Optional<ReportSigner>> signer() {
        return Signing.check(
                new SignatureParameters(
                        orEmpty(signatureKeyStore),
                        orEmpty(signatureAlias),
                        orEmpty(timestampServer),
                        orEmpty(timestampTolerance)),
                session().getSettings(),
                passwords,
                System.getenv(),
                basedir(),
                text().locale());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
