package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ArchiveException;
import io.github.faxnummer.archive.ReportArchive;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
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

/**
 * Signs transmission reports that were left unsigned, and adds a time stamp or validation data to signatures that have none.
 * An archived report stays as it is; its signed form becomes an entry of its own in the archive. Sends nothing.
 */
@Mojo(name = "sign", requiresProject = false, threadSafe = true)
public final class SignMojo extends AbstractSigningMojo {

    /** Transmission reports: PDF files, or folders with them. By default those of <code>send</code>. */
    @Parameter(property = "faxnummer.reports")
    private List<String> reports = List.of();

    @Inject
    SignMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        super(decrypter, maven);
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
        Signing signing = signing(signer.value().orElseThrow());
        Optional<String> missing = Optional.empty();
        for (Path report : files.value().orElseThrow()) {
            Optional<String> problem = Optional.empty();
            // A signature would say of what was changed before that it is unchanged.
            Optional<Message> wrong = ReportVerifier.failure(report);
            Optional<Path> archive = ReportArchive.archiveOf(report);
            if (wrong.isPresent()) {
                problem = Optional.of(localized("signature.missing", report, wrong.get()));
                problem.ifPresent(getLog()::error);
            } else if (archive.isPresent()) {
                problem = signArchived(archive.get(), report, signing);
            } else {
                problem = signing.sign(report, getLog(), text().locale());
            }
            missing = problem.isPresent() ? problem : missing;
        }
        if (missing.isPresent()) {
            throw new MojoFailureException(missing.get());
        }
    }

    private Optional<String> signArchived(Path archive, Path report, Signing signing) {
        try {
            ReportArchive.Signed signed = new ReportArchive(archive, Sleeper.SYSTEM)
                    .sign(report, signing.signer().orElseThrow(), now());
            signed.signedIn().ifPresent(it -> getLog().info(localized("archive.signed-in", report, it)));
            Optional<String> problem =
                    signed.result().flatMap(it -> signing.log(it, report, getLog(), text().locale()));
            signed.added().ifPresent(it -> {
                it.notes().forEach(note -> getLog().warn(note.in(text().locale())));
                getLog().info(localized(
                        "archive.added", it.entry().number(), it.entry().folder(), it.head()));
            });
            return problem;
        } catch (ArchiveException e) {
            String problem = localized("signature.missing", report, e.problem());
            getLog().error(problem);
            return Optional.of(problem);
        }
    }
}
