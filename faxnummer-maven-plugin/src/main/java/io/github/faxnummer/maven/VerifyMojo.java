package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ArchiveVerifier;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Verifies transmission reports, an archive of them, or both: one line for each check. Fails if one is not met. Needs no
 * project, no account and no network.
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

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        if (reports.isEmpty() && archive == null) {
            throw invalid(List.of(new Problem("reports", "", Message.of("input.reports.none"))));
        }
        int notMet = 0;
        for (Path report : files()) {
            getLog().info(report.toString());
            notMet += print(ReportVerifier.verify(report));
        }
        if (archive != null) {
            getLog().info(archive.toString());
            notMet += print(ArchiveVerifier.verify(
                    archive.toPath(),
                    Optional.ofNullable(archiveHead).map(String::strip).filter(it -> !it.isEmpty())));
        }
        if (notMet > 0) {
            throw new MojoFailureException(localized("build.verify-failed", notMet));
        }
    }

    private List<Path> files() throws MojoExecutionException {
        List<Path> files = new ArrayList<>();
        for (String written : reports) {
            Path path = basedir().resolve(written.strip());
            if (!Files.exists(path)) {
                throw invalid(List.of(new Problem("reports", written, Message.of("input.reports.missing"))));
            }
            try (Stream<Path> all = Files.walk(path)) {
                all.filter(Files::isRegularFile)
                        .filter(it -> it.equals(path)
                                || it.toString().toLowerCase(Locale.ROOT).endsWith("fax-report.pdf"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
            }
        }
        if (!reports.isEmpty() && files.isEmpty()) {
            throw invalid(
                    List.of(new Problem("reports", String.join(", ", reports), Message.of("input.reports.missing"))));
        }
        return files;
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
