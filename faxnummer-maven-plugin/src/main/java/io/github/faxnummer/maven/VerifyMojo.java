package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ArchiveVerifier;
import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.signature.RevocationCheck;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.signature.VerificationParameters;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
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
 * Verifies transmission reports, an archive of them, or both: one line for each check. Fails if one is not met. Needs no
 * project and no account, and no network unless <code>checkRevocation</code> is set.
 */
@Mojo(name = "verify", requiresProject = false, threadSafe = true)
public final class VerifyMojo extends AbstractFaxMojo {

    /** Transmission reports: PDF files, or folders with them. */
    @Parameter(property = "faxnummer.reports")
    private List<String> reports = List.of();

    /** The archive to verify. */
    @Parameter(property = "faxnummer.archive")
    private @Nullable File archive;

    /**
     * A head of the archive's chain that <code>send</code> printed earlier. With it also removed last lines of the index are
     * found.
     */
    @Parameter(property = "faxnummer.archiveHead")
    private @Nullable String archiveHead;

    /** An unsigned report is a check that is not met. */
    @Parameter(property = "faxnummer.requireSignature", defaultValue = "false")
    private boolean requireSignature;

    /**
     * Files with the certificates that are trusted, PEM or DER. The certificate path of each signature and time stamp must
     * lead to one of them. Without it no certificate is trusted, and the SHA-256 of each root is printed.
     */
    @Parameter(property = "faxnummer.trustedRoot")
    private List<String> trustedRoot = List.of();

    /**
     * Files with the certificates that are trusted for time stamps, PEM or DER. With it <code>trustedRoot</code> judges the
     * certificate paths of signers alone, without it those of time stamps, too.
     */
    @Parameter(property = "faxnummer.timestampTrustedRoot")
    private List<String> timestampTrustedRoot = List.of();

    /** Asks the certification authorities whether a certificate is revoked; needs the network. */
    @Parameter(property = "faxnummer.checkRevocation", defaultValue = "false")
    private boolean checkRevocation;

    private final SettingsPasswords passwords;

    @Inject
    VerifyMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        passwords = SettingsPasswords.of(decrypter, maven);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        if (reports.isEmpty() && archive == null) {
            throw invalid(List.of(new Problem("reports", "", Message.of("input.reports.none"))));
        }
        VerificationOptions options = options();
        int notMet = 0;
        for (Path report : files()) {
            getLog().info(report.toString());
            boolean isSignedLater = options.signatureRequired() && ReportArchive.hasSignedForm(report, options);
            notMet +=
                    print(ReportVerifier.verify(report, isSignedLater ? options.withoutRequiredSignature() : options));
        }
        if (archive != null) {
            getLog().info(archive.toString());
            notMet += print(ArchiveVerifier.verify(
                    path("archive", archive),
                    Optional.ofNullable(archiveHead).map(String::strip).filter(it -> !it.isEmpty()),
                    options));
        }
        if (notMet > 0) {
            throw new MojoFailureException(localized("build.verify-failed", notMet));
        }
    }

    private VerificationOptions options() throws MojoExecutionException {
        Validated<VerificationOptions> options = new VerificationParameters(
                        requireSignature,
                        trustedRoot.stream().map(Strings::orEmpty).toList(),
                        timestampTrustedRoot.stream().map(Strings::orEmpty).toList(),
                        checkRevocation)
                .check(
                        basedir(),
                        new RevocationCheck(
                                new MavenProxies(session().getSettings(), passwords).selector(), Clock.systemUTC()));
        if (options.value().isEmpty()) {
            throw invalid(options.problems());
        }
        return options.value().get();
    }

    private List<Path> files() throws MojoExecutionException {
        Validated<List<Path>> files = ReportPaths.find(reports, basedir());
        if (files.value().isEmpty()) {
            throw invalid(files.problems());
        }
        return files.value().get();
    }

    private int print(List<Verification> checks) {
        int notMet = 0;
        for (Verification check : checks) {
            String line = "  " + check.line().in(text().locale());
            if (check.result() == Verification.Result.NOT_MET) {
                getLog().error(line);
                notMet++;
            } else {
                getLog().info(line);
            }
        }
        return notMet;
    }
}
