package io.github.faxnummer.maven;

import io.github.faxnummer.archive.ArchiveEntry;
import io.github.faxnummer.archive.ArchiveException;
import io.github.faxnummer.archive.ArchiveVerifier;
import io.github.faxnummer.archive.Retention;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lists the reports of an archive whose retention period has passed. Deletes nothing. Needs no project, no account and no
 * network.
 */
@Mojo(name = "retention", requiresProject = false, threadSafe = true)
public final class RetentionMojo extends AbstractFaxMojo {

    /** The archive. */
    @Parameter(property = "faxnummer.archive")
    private @Nullable File archive;

    /**
     * How many years reports are kept, from the end of the calendar year on in which they were made. In Germany 6 for business
     * letters, 8 for booking documents.
     */
    @Parameter(property = "faxnummer.retentionYears", defaultValue = Retention.Defaults.RETENTION_YEARS)
    private @Nullable String retentionYears;

    @Override
    void run() throws MojoExecutionException {
        List<Problem> problems = new ArrayList<>();
        int years = checked(Retention.YEARS, retentionYears, problems);
        if (archive == null) {
            problems.add(new Problem("archive", "", Message.of("input.archive.needed")));
        }
        if (archive == null || !problems.isEmpty()) {
            throw invalid(problems);
        }
        Retention retention = new Retention(years, text().zone());
        List<ArchiveEntry> entries;
        try {
            entries = ArchiveVerifier.entries(path("archive", archive));
        } catch (ArchiveException e) {
            throw invalid(List.of(new Problem("archive", archive.toString(), e.problem())));
        }
        List<ArchiveEntry> past = retention.past(entries, now());
        past.forEach(it -> getLog().info(localized(
                "retention.entry", it.number(), it.folder(), it.faxes().size())));
        getLog().info(localized("retention.past", past.size(), entries.size(), years, retention.lastEndedYear(now())));
    }
}
