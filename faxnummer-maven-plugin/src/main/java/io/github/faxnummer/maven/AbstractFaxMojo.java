package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.report.BuildConclusion;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.jspecify.annotations.Nullable;

/** What all goals share that look at documents or talk to the provider. */
abstract class AbstractFaxMojo extends AbstractMojo {

    /** Does nothing but remove the reports of an earlier run. */
    @Parameter(property = "faxnummer.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private @Nullable File basedir;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    // At the end of a build the session has no current project.
    @Parameter(defaultValue = "${project.artifactId}", readonly = true)
    private String artifactId = "";

    @Parameter(defaultValue = "${plugin.version}", readonly = true)
    private String pluginVersion = "";

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            skipped();
            getLog().info(localized("build.skipped"));
            return;
        }
        if (!new BuildClaims(session())
                .take(
                        "execution",
                        session().getCurrentProject().getId(),
                        execution().getGoal(),
                        String.valueOf(execution().getExecutionId()),
                        String.valueOf(execution().getConfiguration()))) {
            getLog().warn(localized("build.ran-already"));
            return;
        }
        checkWrittenParameters();
        run();
    }

    private void checkWrittenParameters() throws MojoExecutionException {
        List<Problem> problems;
        try {
            problems = WrittenParameters.check(execution(), session());
        } catch (ExpressionEvaluationException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (!problems.isEmpty()) {
            throw recordInvalid(invalid(problems));
        }
    }

    /** Makes an invalid configuration a result of this run, for goals that have results; returns its exception. */
    MojoExecutionException recordInvalid(MojoExecutionException invalid) throws MojoExecutionException {
        return invalid;
    }

    /** Removes what would pass for a result of this run, for goals that have results. */
    void skipped() throws MojoExecutionException {}

    abstract void run() throws MojoExecutionException, MojoFailureException;

    final DeliveryText text() {
        return new DeliveryText(Locale.getDefault(), ZoneId.systemDefault());
    }

    final ReportFolder reportFolder(Path folder, Endpoint endpoint, Instant start) {
        return reportFolder(folder, endpoint, start, Map.of());
    }

    /** @param attributes of the journal */
    final ReportFolder reportFolder(Path folder, Endpoint endpoint, Instant start, Map<String, String> attributes) {
        // As the faxes have it: a clock that is set meanwhile does not put the report before what it says.
        MonotonicClock clock = MonotonicClock.startingAt(start);
        return new ReportFolder(folder, pluginVersion, endpoint, start, clock, text(), getLog(), attributes, group());
    }

    /**
     * What tells the results of this execution from those of others of the build, where there may be others: a server that
     * reads the files of all of them shows only one of equal test cases.
     */
    private String group() {
        boolean isOneOfSeveral = session().getAllProjects().size() > 1;
        String id = String.valueOf(execution().getExecutionId());
        return Stream.of(
                        isOneOfSeveral ? artifactId : "",
                        execution().getGoal().equals("send") ? "" : execution().getGoal(),
                        (id.equals("default") || id.startsWith("default-")) ? "" : id)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** True if no other execution of this build writes its reports there. */
    final boolean claim(Path folder) {
        return new BuildClaims(session()).take("reports", RealPath.of(folder).toString());
    }

    /** Whether another execution of this build writes its reports there. */
    final boolean isClaimed(Path folder) {
        return new BuildClaims(session()).isTaken("reports", RealPath.of(folder).toString());
    }

    /** Deletes an earlier run's reports, which must not pass for this one's; what a later send continues from stays. */
    final void deleteReports(Path folder) throws MojoExecutionException {
        try {
            DeliveryRecovery.upgrade(folder);
            new ReportFiles(folder).deleteAll(now());
        } catch (IOException e) {
            throw new MojoExecutionException(localized("build.no-reports", folder), e);
        }
    }

    /** Makes an invalid configuration a failed test case, and returns its exception. */
    final MojoExecutionException invalidResult(Path folder, MojoExecutionException invalid) {
        try {
            new ReportFiles(folder).writeInvalidConfiguration(String.valueOf(invalid.getMessage()), group(), now());
        } catch (IOException e) {
            getLog().warn(localized("build.no-reports", folder));
            getLog().debug(e);
        }
        return invalid;
    }

    final void conclude(BuildConclusion conclusion) throws MojoFailureException {
        if (conclusion.failure().isPresent()) {
            throw new MojoFailureException(conclusion.failure().get());
        }
        conclusion.warning().ifPresent(getLog()::warn);
        conclusion.note().ifPresent(getLog()::info);
    }

    final Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A text of core's messages in the user's language. */
    final String localized(String key, Object... arguments) {
        return Message.of(key, arguments).in(text().locale());
    }

    /** A folder of the project's build directory; without a project, of <code>target</code> here. */
    final Path buildDirectory(String folder) {
        MavenProject project = session().getCurrentProject();
        Path target = project.getFile() == null
                ? basedir().resolve("target")
                : Path.of(project.getBuild().getDirectory());
        return target.resolve(folder);
    }

    /** The path that a parameter names. */
    final Path path(String parameter, File written) throws MojoExecutionException {
        try {
            return written.toPath();
        } catch (InvalidPathException e) {
            throw invalid(List.of(Problem.ofPath(parameter, written.toString(), e)));
        }
    }

    /** Finds out whether what has to last would be deleted by a later build, of this module or another one. */
    final void requireLasting(String parameter, File written, List<Problem> problems) {
        try {
            requireLasting(parameter, written.toPath(), problems);
        } catch (InvalidPathException e) {
            problems.add(Problem.ofPath(parameter, written.toString(), e));
        }
    }

    /** The same of a path. */
    final void requireLasting(String parameter, Path path, List<Problem> problems) {
        if (buildDirectories().anyMatch(it -> RealPath.of(path).startsWith(RealPath.of(it)))) {
            problems.add(new Problem(parameter, path.toString(), Message.of("input.in-build-directory")));
        }
    }

    /** Also of modules that this build leaves out, and of parents: a later build may clean them. */
    private Stream<Path> buildDirectories() {
        Stream<Path> others = session().getAllProjects().stream()
                .flatMap(it -> Stream.iterate(it, Objects::nonNull, MavenProject::getParent))
                .filter(it -> it.getFile() != null)
                .map(it -> Path.of(it.getBuild().getDirectory()));
        return Stream.concat(Stream.of(buildDirectory("")), others);
    }

    /**
     * Checks how reports are to be signed, as far as that is possible before a fax is sent. Certification authorities are asked
     * whether the certificate is revoked.
     */
    final Validated<Optional<ReportSigner>> signer(
            SettingsPasswords passwords,
            @Nullable String keyStore,
            @Nullable String alias,
            @Nullable String timestampServer,
            String timestampTolerance) {
        Validated<Optional<ReportSigner>> signer = Signing.check(
                new SignatureParameters(
                        orEmpty(keyStore), orEmpty(alias), orEmpty(timestampServer), orEmpty(timestampTolerance)),
                session().getSettings(),
                passwords,
                System.getenv(),
                basedir(),
                text().locale());
        return signer.value()
                .flatMap(it -> it)
                .map(it -> it.requireNotRevoked(
                        SignatureParameters.KEY_STORE.name(),
                        orEmpty(keyStore),
                        note -> getLog().info(note.in(text().locale()))))
                .orElse(signer);
    }

    final Path basedir() {
        return Optional.ofNullable(basedir).orElseThrow().toPath().toAbsolutePath();
    }

    final MojoExecution execution() {
        return Optional.ofNullable(execution).orElseThrow();
    }

    final MavenSession session() {
        return Optional.ofNullable(session).orElseThrow();
    }

    /** As text, since Maven fails before the goal can remove an earlier run's results if it cannot convert a value. */
    final <T> T checked(
            io.github.faxnummer.order.Parameter<T> parameter, @Nullable String written, List<Problem> problems) {
        return parameter
                .check(written == null ? "" : written)
                .collect(problems)
                .or(() -> parameter.check("").value())
                .orElseThrow();
    }

    final MojoExecutionException invalid(List<Problem> problems) {
        return new MojoExecutionException(Stream.concat(
                        Stream.of(localized("build.invalid")),
                        problems.stream().distinct().map(problem -> "  " + problem.in(text().locale())))
                .collect(Collectors.joining("\n")));
    }
}
