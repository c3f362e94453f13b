package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OncePolicy;
import io.github.faxnummer.ledger.StatusRecorder;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.BuildConclusion;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.signature.ReportSigner;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** Polls faxes that were submitted earlier until they are final, and can fail the build. */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends AbstractSigningMojo {

    /** Job ids that were printed and reported when the faxes were submitted. */
    @Parameter(property = "faxnummer.jobId")
    private List<String> jobId = List.of();

    /**
     * Waits until every fax is finished. If <code>false</code>, <code>send</code> ends after the submissions and
     * <code>status</code> polls once.
     */
    @Parameter(property = "faxnummer.wait", defaultValue = "true")
    private boolean wait;

    /** Time limit for the whole delivery. Such as 90s, 30m, 2h or ISO 8601. */
    @Parameter(property = "faxnummer.timeout", defaultValue = FaxParameters.Defaults.TIMEOUT)
    private String timeout = "";

    /** Interval before the first poll of a status, at least 2 seconds; later intervals grow up to a minute. */
    @Parameter(property = "faxnummer.pollInterval", defaultValue = FaxParameters.Defaults.POLL_INTERVAL)
    private String pollInterval = "";

    /** Fails the build if a fax is rejected, not delivered or not sent, or if its outcome is unknown. */
    @Parameter(property = "faxnummer.failOnError", defaultValue = "true")
    private boolean failOnError;

    /** Fails the build if a fax is not finished at the end of the timeout. */
    @Parameter(property = "faxnummer.failOnTimeout", defaultValue = "true")
    private boolean failOnTimeout;

    /**
     * Where <code>fax-report.json</code>, <code>fax-report.md</code>, <code>fax-report.pdf</code> and
     * <code>TEST-fax.xml</code> are written. By default
     * <code>${project.build.directory}/fax-status</code>, without a project <code>target/fax-status</code>.
     */
    @Parameter(property = "faxnummer.statusReportDirectory")
    private @Nullable File reportDirectory;

    /**
     * Folder that keeps every finished report with its documents, for years; several projects and machines may share it.
     * Outside every build directory.
     */
    @Parameter(property = "faxnummer.archive")
    private @Nullable File archive;

    /**
     * Id of the <code>&lt;server&gt;</code> in <code>settings.xml</code> whose username and password are the login and
     * password of the fax account; encrypted passwords are decrypted. Without such a server the environment variables
     * <code>FAXNUMMER_LOGIN</code> and <code>FAXNUMMER_PASSWORD</code> are used.
     */
    @Parameter(property = "faxnummer.serverId", defaultValue = "faxnummer")
    private String serverId = "";

    /** Address of the API: HTTPS, or HTTP to the local machine. By default the provider's. */
    @Parameter(property = "faxnummer.endpoint")
    private @Nullable String endpoint;

    /**
     * Where submissions are recorded for <code>once</code>: an absolute path outside every build directory, on machines
     * that start empty a shared folder. By default <code>.faxnummer/ledger</code> in your home directory.
     */
    @Parameter(property = "faxnummer.ledgerDirectory")
    private @Nullable String ledgerDirectory;

    /**
     * JDBC URL of a database to record submissions in, for machines without a common disk. Add its driver as a
     * dependency of the plugin.
     */
    @Parameter(property = "faxnummer.ledgerUrl")
    private @Nullable String ledgerUrl;

    /** Id of the <code>&lt;server&gt;</code> in <code>settings.xml</code> with user and password for the database. */
    @Parameter(property = "faxnummer.ledgerServerId", defaultValue = OnceParameters.Defaults.LEDGER_SERVER_ID)
    private String ledgerServerId = "";

    @Inject
    StatusMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        super(decrypter, maven);
    }

    @Override
    void skipped() throws MojoExecutionException {
        Path folder = folder();
        if (!isClaimed(folder) && !DeliveryRecovery.isNeeded(folder)) {
            deleteReports(folder);
        }
    }

    @Override
    MojoExecutionException recordInvalid(MojoExecutionException invalid) throws MojoExecutionException {
        Path folder = folder();
        if (!claim(folder) || DeliveryRecovery.isNeeded(folder)) {
            return invalid;
        }
        deleteReports(folder);
        return invalidResult(folder, invalid);
    }

    private Path folder() throws MojoExecutionException {
        return reportDirectory == null
                ? buildDirectory("fax-status")
                : path(FaxParameters.REPORT_DIRECTORY.name(), reportDirectory);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path folder = folder();
        List<Problem> problems = new ArrayList<>();
        boolean isClaimed = claim(folder);
        boolean isOwn = isClaimed && !DeliveryRecovery.isNeeded(folder);
        if (isOwn) {
            deleteReports(folder);
        } else {
            problems.add(new Problem(
                    FaxParameters.REPORT_DIRECTORY.name(),
                    folder.toString(),
                    Message.of(isClaimed ? "input.report-directory.of-send" : "input.report-directory.taken")));
        }
        if (archive != null) {
            requireLasting("archive", archive, problems);
        }
        Provider provider = new Provider(session().getSettings(), passwords());
        Optional<Duration> limit = FaxParameters.TIMEOUT.check(timeout).collect(problems);
        Optional<Duration> interval =
                FaxParameters.POLL_INTERVAL.check(pollInterval).collect(problems);
        Optional<Endpoint> to = Provider.endpoint(endpoint).collect(problems);
        Optional<Account> account = provider.account(serverId).collect(problems);
        Optional<HttpProxy> proxy =
                to.flatMap(it -> provider.proxy(it).collect(problems)).flatMap(it -> it);
        Optional<List<JobId>> jobs = JobId.check(
                        jobId.stream().map(it -> it == null ? "" : it).toList())
                .collect(problems);
        if (!problems.isEmpty()) {
            MojoExecutionException invalid = invalid(problems);
            throw isOwn ? invalidResult(folder, invalid) : invalid;
        }
        // What became of faxes that were submitted is asked for in any case.
        Validated<Optional<ReportSigner>> signer = signer();
        signer.problems().forEach(it -> getLog().warn(it.in(text().locale())));
        OncePolicy once = once(provider);
        Instant start = now();
        Delivery delivery = Delivery.following(
                jobs.orElseThrow(), start, limit.orElseThrow(), new PollingSchedule(interval.orElseThrow()));
        ReportFolder reports = reportFolder(folder, to.orElseThrow(), start);
        LogObserver observer = new LogObserver(getLog(), text(), delivery);
        Optional<String> lost = Optional.empty();
        MonotonicClock clock = MonotonicClock.startingAt(start);
        DeliveryObserver recording = once.ledger()
                .map(it -> new StatusRecorder(it)
                        .recording(observer, clock, why -> getLog().warn(why.in(text().locale()))))
                .orElse(observer);
        try (once;
                FaxProvider client = provider.client(account.orElseThrow(), to.orElseThrow(), proxy)) {
            DeliveryRunner runner =
                    new DeliveryRunner(client, path -> DocumentContent.of(Path.of(path)), clock, recording, 1);
            delivery = wait ? runner.run(delivery) : runner.poll(delivery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException(localized("build.interrupted"), e);
        } finally {
            text().table(observer.current()).forEach(getLog()::info);
            Delivery known = observer.current();
            Optional<String> unwritten =
                    reports.end(known, Optional.of(PageImageSource.none()), EnclosedDocuments.none());
            // Also where one report could not be written: the others are whole.
            Signing signing = signing(signer.value().flatMap(it -> it));
            Optional<String> unsigned =
                    signer.problems().isEmpty() ? reports.sign(signing) : reports.unsigned(signing, signer.problems());
            Optional<String> unarchived = Optional.ofNullable(archive)
                    .flatMap(it -> reports.archive(it.toPath(), known, path -> DocumentContent.of(Path.of(path))));
            lost = unwritten.or(() -> unarchived).or(() -> unsigned);
        }
        conclude(delivery);
        if (lost.isPresent()) {
            throw new MojoExecutionException(lost.get());
        }
    }

    /**
     * The ledger that <code>send</code> uses. What became of the faxes is told without one too, such as to a user
     * without a home, or outside a project, where no driver of the database can be configured.
     */
    private OncePolicy once(Provider provider) {
        String directory = orEmpty(ledgerDirectory);
        String url = orEmpty(ledgerUrl);
        Validated<Optional<JdbcLedger.Login>> login = provider.login(ledgerServerId);
        Validated<OncePolicy> once = new OnceParameters(
                        OnceParameters.Defaults.ONCE,
                        "",
                        false,
                        false,
                        "",
                        directory,
                        url,
                        Integer.parseInt(OnceParameters.Defaults.LEDGER_RETENTION))
                .check(RunLedger.surroundings(
                        basedir(), login.value().flatMap(it -> it).orElse(JdbcLedger.Login.NONE)));
        if (!directory.isBlank() || !url.isBlank()) {
            Locale locale = text().locale();
            Stream.concat(login.problems().stream(), once.problems().stream())
                    .map(it ->
                            Message.of("ledger.end-not-recorded", it.in(locale)).in(locale))
                    .forEach(getLog()::warn);
        }
        return once.value().orElse(OncePolicy.OFF);
    }

    private void conclude(Delivery delivery) throws MojoFailureException {
        conclude(BuildConclusion.ofFollowed(delivery, new FailurePolicy(failOnError, failOnTimeout, true), text()));
    }
}
