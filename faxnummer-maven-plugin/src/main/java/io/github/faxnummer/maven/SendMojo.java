package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.SubmissionRules;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OncePolicy;
import io.github.faxnummer.ledger.OnceProvider;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContents;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.report.BuildConclusion;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.PageImageCache;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Faxes every document to every recipient, waits until the faxes are final, and fails the build if one was not
 * delivered. Bound to the <code>deploy</code> phase by default, so that <code>mvn verify</code> never sends a fax.
 */
@Mojo(name = "send", defaultPhase = LifecyclePhase.DEPLOY, requiresProject = false, threadSafe = true)
public final class SendMojo extends AbstractOrderMojo {

    /** Starts a sandbox for this run and sends to it, with the sandbox's own account: nothing leaves this machine. */
    @Parameter(property = "faxnummer.sandbox", defaultValue = "false")
    private boolean sandbox;

    /** How much faster than real time the sandbox is. */
    @Parameter(property = "faxnummer.sandboxSpeed", defaultValue = FaxParameters.Defaults.SANDBOX_SPEED)
    private String sandboxSpeed = FaxParameters.Defaults.SANDBOX_SPEED;

    /**
     * Waits until every fax is finished. If <code>false</code>, <code>send</code> ends after the submissions and
     * <code>status</code> polls once.
     */
    @Parameter(property = "faxnummer.wait", defaultValue = "true")
    private boolean wait;

    /**
     * Sends after the last module of the build succeeded, and nothing if one fails. Documents are found and checked
     * where the goal is bound, and the result of the fax still decides the build.
     */
    @Parameter(property = "faxnummer.sendAtEnd", defaultValue = "false")
    private boolean sendAtEnd;

    /** Interval before the first poll of a status, at least 2 seconds; later intervals grow up to a minute. */
    @Parameter(property = "faxnummer.pollInterval", defaultValue = FaxParameters.Defaults.POLL_INTERVAL)
    private String pollInterval = "";

    /** Number of submissions that may run at the same time, 1 to 8; the first one always runs alone. */
    @Parameter(
            property = "faxnummer.maxConcurrentSubmissions",
            defaultValue = FaxParameters.Defaults.MAX_CONCURRENT_SUBMISSIONS)
    private String maxConcurrentSubmissions = FaxParameters.Defaults.MAX_CONCURRENT_SUBMISSIONS;

    /**
     * How several faxes to one number are submitted: <code>serial</code>, one after another, each when the one before is
     * final, so that they do not find the line busy; <code>parallel</code>, at the same time. Without waiting for their
     * end they are submitted at the same time in any case.
     */
    @Parameter(property = "faxnummer.sameNumber", defaultValue = FaxParameters.Defaults.SAME_NUMBER)
    private String sameNumber = FaxParameters.Defaults.SAME_NUMBER;

    /**
     * How often a fax that failed is submitted again, 0 to 20. Each submission is an attempt of its own, counts for the
     * limits of the order and has its own job id; the outcome is that of the last one. Not without waiting for the end.
     */
    @Parameter(property = "faxnummer.redial", defaultValue = FaxParameters.Defaults.REDIAL)
    private String redial = FaxParameters.Defaults.REDIAL;

    /**
     * Pause between the end of a failed fax and its next submission. What would not end before the timeout is not
     * submitted again. Such as 90s, 30m, 2h or ISO 8601.
     */
    @Parameter(property = "faxnummer.redialPause", defaultValue = FaxParameters.Defaults.REDIAL_PAUSE)
    private String redialPause = FaxParameters.Defaults.REDIAL_PAUSE;

    /**
     * Codes of the Q.850 causes after which a fax is redialled. <code>missing-pages</code> among them: also if some pages
     * were sent before the call failed; <code>premium</code>: also premium rate numbers.
     */
    @Parameter(property = "faxnummer.redialCauses", defaultValue = FaxParameters.Defaults.REDIAL_CAUSES)
    private String redialCauses = FaxParameters.Defaults.REDIAL_CAUSES;

    /** Fails the build if a fax is rejected, not delivered or not sent, or if its outcome is unknown. */
    @Parameter(property = "faxnummer.failOnError", defaultValue = "true")
    private boolean failOnError;

    /** Fails the build if a fax is not finished at the end of the timeout. */
    @Parameter(property = "faxnummer.failOnTimeout", defaultValue = "true")
    private boolean failOnTimeout;

    /** Fails the build if a fax was delivered with fewer pages than its document has. */
    @Parameter(property = "faxnummer.failOnMissingPages", defaultValue = "true")
    private boolean failOnMissingPages;

    /**
     * Which earlier submissions keep a fax from being submitted again: <code>run</code>, those of the same CI run,
     * retries and re-run jobs included; <code>content</code>, those of all runs; <code>off</code>, none. A fax is the
     * same if account, recipient and document are.
     */
    @Parameter(property = "faxnummer.once", defaultValue = OnceParameters.Defaults.ONCE)
    private String once = OnceParameters.Defaults.ONCE;

    /** A key of your own by which <code>once</code> knows a document, in place of its content. */
    @Parameter(property = "faxnummer.idempotencyKey")
    private @Nullable String idempotencyKey;

    /**
     * Names the run for <code>once</code>. By default what the CI system calls one; outside CI the project, for 20
     * hours.
     */
    @Parameter(property = "faxnummer.runId")
    private @Nullable String runId;

    /** Sends also what has been submitted before; see <code>once</code>. */
    @Parameter(property = "faxnummer.resend", defaultValue = "false")
    private boolean resend;

    /**
     * Sends also what may have been submitted before, where nothing says whether it was. Look it up first, in the
     * status mails or in the customer centre.
     */
    @Parameter(property = "faxnummer.resendUnknown", defaultValue = "false")
    private boolean resendUnknown;

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

    /** How many days a submission stays recorded after its end. */
    @Parameter(property = "faxnummer.ledgerRetention", defaultValue = OnceParameters.Defaults.LEDGER_RETENTION)
    private String ledgerRetention = OnceParameters.Defaults.LEDGER_RETENTION;

    /** Checks parameters and documents without sending; needs no account. */
    @Parameter(property = "faxnummer.dryRun", defaultValue = "false")
    private boolean dryRun;

    /** Writes the transmission report, <code>fax-report.pdf</code>, with the picture of each document's first page. */
    @Parameter(property = "faxnummer.transmissionReport", defaultValue = "true")
    private boolean transmissionReport;

    /**
     * Documents of up to so many megabytes together become part of the transmission report, exactly as they were sent; 0:
     * none.
     */
    @Parameter(
            property = "faxnummer.maxEnclosedMegabytes",
            defaultValue = FaxParameters.Defaults.MAX_ENCLOSED_MEGABYTES)
    private String maxEnclosedMegabytes = FaxParameters.Defaults.MAX_ENCLOSED_MEGABYTES;

    /**
     * Folder that keeps every finished report with its documents, for years; several projects and machines may share it.
     * Outside every build directory.
     */
    @Parameter(property = "faxnummer.archive")
    private @Nullable File archive;

    /** Fails the build if a report could not be signed, or not with the time stamp that was asked for. */
    @Parameter(property = "faxnummer.failOnMissingSignature", defaultValue = "true")
    private boolean failOnMissingSignature;

    /** Keeps images of all pages, about as the recipients' machines print them, with the reports. */
    @Parameter(property = "faxnummer.preview", defaultValue = "false")
    private boolean preview;

    /**
     * Where <code>fax-report.json</code>, <code>fax-report.md</code>, <code>fax-report.pdf</code> and
     * <code>TEST-fax.xml</code> are written. Each execution of a build needs a
     * directory of its own. By default <code>${project.build.directory}/fax-reports</code>, without a project
     * <code>target/fax-reports</code>.
     */
    @Parameter(property = "faxnummer.reportDirectory")
    private @Nullable File reportDirectory;

    /** Transmissions of other executions of this build that had no result when this one was planned. */
    private final Map<TransmissionKey, Transmission> leftOut = new LinkedHashMap<>();

    /** What this execution sends. */
    private final List<String[]> taken = new ArrayList<>();

    @Inject
    SendMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        super(decrypter, maven);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        try {
            sendOrPostpone();
        } finally {
            closeUnusedClient();
            // What has no result by now gets it at the end of the build, or never.
            taken.forEach(new BuildClaims(session())::release);
        }
    }

    private void sendOrPostpone() throws MojoExecutionException, MojoFailureException {
        if (!sandbox) {
            send(Optional.empty(), Optional.empty(), () -> {});
            return;
        }
        FaxnummerSandbox server =
                FaxnummerSandbox.builder().speed(sandboxSpeed()).start();
        boolean postponed = false;
        try {
            getLog().info(localized("build.sandbox", server.endpoint()));
            postponed = send(
                    Optional.of(new Endpoint(server.endpoint().toString())),
                    Optional.of(new Account(server.login(), new Password(server.password()))),
                    server::close);
        } finally {
            if (!postponed) {
                server.close();
            }
        }
    }

    private double sandboxSpeed() throws MojoExecutionException {
        Validated<Double> speed = FaxParameters.SANDBOX_SPEED.check(sandboxSpeed);
        if (speed.value().isEmpty()) {
            throw recordInvalid(invalid(speed.problems()));
        }
        return speed.value().get();
    }

    @Override
    void skipped() throws MojoExecutionException {
        // Takes nothing: another execution that is not skipped may have the same folder.
        if (!isClaimed(folder())) {
            deleteReports(folder());
        }
    }

    @Override
    MojoExecutionException recordInvalid(MojoExecutionException invalid) throws MojoExecutionException {
        Path folder = folder();
        if (!claim(folder)) {
            return invalid;
        }
        deleteReports(folder);
        return invalidResult(folder, invalid);
    }

    /**
     * Sends now or at the end of the build.
     *
     * @param afterwards called after what is postponed; not called if nothing is
     * @return whether it is postponed
     */
    private boolean send(Optional<Endpoint> to, Optional<Account> by, Runnable afterwards)
            throws MojoExecutionException, MojoFailureException {
        List<Problem> problems = new ArrayList<>();
        Duration limit =
                FaxParameters.TIMEOUT.check(timeout()).collect(problems).orElse(Duration.ZERO);
        Duration interval = FaxParameters.POLL_INTERVAL
                .check(pollInterval)
                .collect(problems)
                .orElse(Duration.ZERO);
        problems.addAll(maxConcurrentSubmissions().problems());
        problems.addAll(maxEnclosedMegabytes().problems());
        if (archive != null) {
            requireLasting("archive", archive, problems);
        }
        Validated<SubmissionRules> rules =
                SubmissionRules.check(sameNumber, orEmpty(redial), orEmpty(redialPause), orEmpty(redialCauses));
        problems.addAll(rules.problems());
        Path folder = folder();
        boolean isClaimed = claim(folder);
        if (isClaimed) {
            deleteReports(folder);
            deleteComposed(folder);
        } else {
            problems.add(new Problem(
                    FaxParameters.REPORT_DIRECTORY.name(),
                    folder.toString(),
                    Message.of("input.report-directory.taken")));
        }
        Validated<OncePolicy> once = once(problems);
        problems.addAll(once.problems());
        ValidOrder input;
        try {
            Optional<ValidOrder> checked = check(to, by, !dryRun, folder, problems);
            if (checked.isEmpty()) {
                return false;
            }
            input = checked.get();
            once.value()
                    .flatMap(it -> it.problemWith(input.order().documentsForEach()))
                    .ifPresent(problems::add);
            if (!problems.isEmpty()) {
                throw invalid(problems);
            }
        } catch (MojoExecutionException e) {
            // Another execution's results, where the folder is that one's.
            throw isClaimed ? invalidResult(folder, e) : e;
        }
        OncePolicy policy = once.value().orElseThrow();
        Instant start = now();
        boolean postponed = false;
        try {
            Delivery planned = Delivery.of(input.order(), start, limit, new PollingSchedule(interval));
            postponed = send(input, policy, start, planned, rules.value().orElseThrow(), () -> {
                policy.close();
                afterwards.run();
            });
            return postponed;
        } finally {
            if (!postponed) {
                policy.close();
            }
        }
    }

    @Override
    boolean isWaiting() {
        return wait;
    }

    @Override
    boolean isKnownByContent() {
        return !OnceScope.OFF.name().equalsIgnoreCase(once.strip())
                && orEmpty(idempotencyKey).isBlank();
    }

    private boolean send(
            ValidOrder input,
            OncePolicy policy,
            Instant start,
            Delivery planned,
            SubmissionRules rules,
            Runnable afterwards)
            throws MojoExecutionException, MojoFailureException {
        Path folder = folder();
        RunLedger ledger = RunLedger.of(policy, input, start, folder, getLog(), text());
        Delivery delivery;
        try {
            delivery = toSend(rules.applyTo(planned, wait), input, ledger, start, rules);
        } catch (MojoExecutionException e) {
            throw invalidResult(folder, e);
        }
        if (dryRun) {
            reportFolder(folder, input.endpoint(), start).dryRun(delivery);
            getLog().info(localized("build.dry-run"));
            return false;
        }
        ReportFolder reports = begin(delivery, folder, input, start, policy);
        Optional<PageImageCache> pages = transmissionReport
                ? Optional.of(reports.prepare(delivery, pictures(input.limits())))
                : Optional.empty();
        if (sendAtEnd || !wait) {
            pages.ifPresent(PageImageCache::begin);
        }
        if (sendAtEnd) {
            postpone(delivery, Duration.between(start, delivery.deadline()), input, ledger, folder, pages, afterwards);
            return true;
        }
        warnOfModulesToCome(delivery);
        try {
            deliver(delivery, input, ledger, start, reports, pages);
        } finally {
            pages.ifPresent(PageImageCache::close);
        }
        return false;
    }

    /** What is left of the plan when nothing is sent twice, if it is within the limits. */
    private Delivery toSend(Delivery planned, ValidOrder input, RunLedger ledger, Instant start, SubmissionRules rules)
            throws MojoExecutionException {
        Delivery delivery =
                ledger.skipEarlier(withoutDuplicates(planned, ledger, new BuildClaims(session()), start), start);
        if (dryRun) {
            delivery.transmissions().forEach(it -> getLog().info(text().line(it)));
            text().plan(delivery, start).forEach(getLog()::info);
        }
        text().warnings(delivery, rules).forEach(getLog()::warn);
        Spending spending = delivery.maxSpending(start);
        if (dryRun || spending.faxes() > 0) {
            requireWithinLimits(input, spending, ledger);
        }
        if (preview && !dryRun) {
            writePreview(
                    folder().resolve("preview"),
                    input.limits(),
                    input.order().documents(),
                    input.order().sender());
        }
        return delivery;
    }

    /** The limits are those of the run: of this build, and of others of the same run. */
    private void requireWithinLimits(ValidOrder input, Spending planned, RunLedger ledger)
            throws MojoExecutionException {
        BuildClaims claims = new BuildClaims(session());
        Spending earlier = ledger.spentEarlier(claims);
        requireWithinLimits(input, claims.add(kind(), planned).plus(earlier));
    }

    private Validated<Integer> maxEnclosedMegabytes() {
        return FaxParameters.MAX_ENCLOSED_MEGABYTES.check(orEmpty(maxEnclosedMegabytes));
    }

    private Validated<Integer> maxConcurrentSubmissions() {
        return FaxParameters.MAX_CONCURRENT_SUBMISSIONS.check(orEmpty(maxConcurrentSubmissions));
    }

    private ReportFolder begin(Delivery delivery, Path folder, ValidOrder input, Instant start, OncePolicy policy)
            throws MojoExecutionException {
        ReportFolder reports =
                reportFolder(folder, input.endpoint(), start, RunLedger.journalAttributes(policy, input));
        if (!reports.begin(delivery)) {
            throw new MojoExecutionException(localized("build.no-reports", folder));
        }
        return reports;
    }

    /** The module may be cleaned until then, so the reports are begun again; and the timeout counts from then on. */
    private void postpone(
            Delivery delivery,
            Duration timeout,
            ValidOrder input,
            RunLedger ledger,
            Path folder,
            Optional<PageImageCache> pages,
            Runnable afterwards) {
        MavenProject module = session().getCurrentProject();
        getLog().info(localized("build.at-end"));
        EndOfBuild.postpone(session(), execution(), new EndOfBuild.Postponed() {
            @Override
            public void buildSucceeded() throws MojoExecutionException, MojoFailureException {
                try {
                    getLog().info(localized("build.at-end.now", module.getArtifactId()));
                    Instant start = now();
                    Delivery current = delivery.withDeadline(start.plus(timeout));
                    deliver(
                            current,
                            input,
                            ledger,
                            start,
                            begin(current, folder, input, start, ledger.policy()),
                            pages);
                } finally {
                    close();
                }
            }

            @Override
            public void buildFailed() throws MojoExecutionException, MojoFailureException {
                try {
                    Delivery notSent = delivery.cancelPlanned(
                            Message.of("delivery.build-failed", ":" + module.getArtifactId()), now());
                    getLog().warn(localized("build.at-end.failed", module.getArtifactId()));
                    ReportFolder reports = begin(notSent, folder, input, now(), ledger.policy());
                    text().table(notSent).forEach(getLog()::info);
                    reports.end(notSent, pages.map(it -> it), EnclosedDocuments.none());
                    reports.sign(signing(input));
                    conclude(notSent, ledger);
                } finally {
                    close();
                }
            }

            private void close() {
                pages.ifPresent(PageImageCache::close);
                afterwards.run();
            }
        });
    }

    private void warnOfModulesToCome(Delivery delivery) {
        List<MavenProject> toCome = EndOfBuild.unfinishedModules(session(), execution());
        if (!toCome.isEmpty() && !delivery.isSubmissionComplete()) {
            getLog().warn(localized(
                    "build.modules-to-come", toCome.size(), toCome.get(0).getArtifactId()));
        }
    }

    private Path folder() throws MojoExecutionException {
        return reportDirectory == null
                ? buildDirectory("fax-reports")
                : path(FaxParameters.REPORT_DIRECTORY.name(), reportDirectory);
    }

    private void deliver(
            Delivery planned,
            ValidOrder input,
            RunLedger ledger,
            Instant start,
            ReportFolder reports,
            Optional<PageImageCache> pages)
            throws MojoExecutionException, MojoFailureException {
        LogObserver observer = new LogObserver(getLog(), text(), planned);
        Delivery delivery;
        Optional<String> lost = Optional.empty();
        MonotonicClock clock = MonotonicClock.startingAt(start);
        DocumentContents contents = new DocumentContents(input.order(), input.limits());
        FaxProvider client = client(input);
        Optional<OnceProvider> once;
        try {
            once = ledger.guard(client, planned);
        } catch (InterruptedException e) {
            client.close();
            throw interrupted(e);
        }
        try (FaxProvider provider = once.<FaxProvider>map(it -> it).orElse(client)) {
            DeliveryObserver reporting =
                    new ReportObserver(observer, reports, () -> pages.ifPresent(PageImageCache::begin));
            DeliveryRunner runner = new DeliveryRunner(
                    provider,
                    contents,
                    clock,
                    once.map(it -> it.recording(reporting)).orElse(reporting),
                    maxConcurrentSubmissions().value().orElseThrow());
            delivery = wait ? runner.run(planned) : runner.submit(planned);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            Delivery known = observer.current().recovered();
            endClaims(known, ledger);
            text().table(known).forEach(getLog()::info);
            text().notes(known, start).forEach(getLog()::info);
            Optional<String> unwritten = reports.end(
                    known,
                    pages.map(it -> it),
                    EnclosedDocuments.upTo(maxEnclosedMegabytes().value().orElseThrow(), contents));
            // Also where one report could not be written: the others are whole.
            Optional<String> unsigned = reports.sign(signing(input));
            Optional<String> unarchived =
                    Optional.ofNullable(archive).flatMap(it -> reports.archive(it.toPath(), known, contents));
            lost = unwritten.or(() -> unarchived).or(() -> unsigned);
            once.ifPresent(it -> ledger.clean(it, now()));
        }
        conclude(delivery, ledger);
        if (lost.isPresent()) {
            throw new MojoExecutionException(lost.get());
        }
    }

    /** A sandbox of this run has got nothing before. */
    private Validated<OncePolicy> once(List<Problem> problems) {
        if (sandbox) {
            return Validated.valid(OncePolicy.OFF);
        }
        OnceParameters parameters = new OnceParameters(
                once,
                orEmpty(idempotencyKey),
                resend,
                resendUnknown,
                orEmpty(runId),
                orEmpty(ledgerDirectory),
                orEmpty(ledgerUrl),
                checked(OnceParameters.LEDGER_RETENTION, ledgerRetention, problems));
        parameters.place().ifPresent(it -> requireLasting(it.parameter(), it.path(), problems));
        return ledgerLogin(ledgerServerId)
                .value()
                .map(login -> parameters.check(RunLedger.surroundings(basedir(), login)))
                .orElseGet(() -> Validated.invalid(ledgerLogin(ledgerServerId).problems()));
    }

    private MojoExecutionException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MojoExecutionException(localized("build.interrupted"), e);
    }

    /**
     * Does not send documents that this build already sends to the same recipient, from any file: they count with the
     * earlier result, or are excluded while there is none.
     */
    private Delivery withoutDuplicates(Delivery planned, RunLedger ledger, BuildClaims claims, Instant now) {
        Map<TransmissionKey, Transmission> results = new HashMap<>();
        Delivery remaining = planned.excluding(it -> {
            TransmissionKey key = planned.key(it).orElseThrow();
            String[] claim = claim(ledger, key);
            if (claims.take(claim)) {
                taken.add(claim);
                return false;
            }
            getLog().warn(text().sentAlready(it));
            Optional<Transmission> result = claims.result(claim);
            result.ifPresentOrElse(
                    state -> results.put(
                            key,
                            DeliveryRecovery.continued(
                                    state, ledger.policy().run().name(), now)),
                    () -> leftOut.put(key, it));
            return result.isEmpty();
        });
        return remaining.resumeFrom(results);
    }

    /** Adds the results that other executions have got meanwhile. */
    private Delivery withOthers(Delivery own, RunLedger ledger) throws InterruptedException {
        BuildClaims claims = new BuildClaims(session());
        own.transmissions().forEach(it -> leftOut.remove(own.key(it).orElseThrow()));
        Map<TransmissionKey, Transmission> results = new HashMap<>();
        awaitOthers(claims, ledger);
        for (TransmissionKey key : leftOut.keySet()) {
            claims.result(claim(ledger, key)).ifPresent(state -> results.put(key, state));
        }
        Delivery others = own.withTransmissions(List.copyOf(leftOut.values()))
                .resumeFrom(results)
                .excluding(it -> true);
        return own.withTransmissions(Stream.concat(own.transmissions().stream(), others.transmissions().stream())
                .toList());
    }

    /** An execution of another module may be sending them at this moment: waits for all of them together. */
    private void awaitOthers(BuildClaims claims, RunLedger ledger) throws InterruptedException {
        List<String[]> open = leftOut.keySet().stream()
                .map(key -> claim(ledger, key))
                .filter(claims::isOpen)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        if (!wait) {
            getLog().info(localized("build.others.not-awaited", open.size()));
            return;
        }
        Duration maxWait = FaxParameters.TIMEOUT.check(timeout()).value().orElse(Duration.ZERO);
        getLog().info(localized("build.others.awaited", open.size(), timeout()));
        long deadline = System.nanoTime() + maxWait.toNanos();
        for (String[] claim : open) {
            claims.awaitResult(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), claim);
        }
        long unfinished = open.stream().filter(claims::isOpen).count();
        if (unfinished > 0) {
            getLog().warn(localized("build.others.unfinished", unfinished));
        }
    }

    private void endClaims(Delivery known, RunLedger ledger) {
        BuildClaims claims = new BuildClaims(session());
        known.transmissions()
                .forEach(it -> claims.end(it, claim(ledger, known.key(it).orElseThrow())));
    }

    private String kind() {
        return dryRun ? "planned fax" : "fax";
    }

    private String[] claim(RunLedger ledger, TransmissionKey key) {
        return new String[] {kind(), ledger.sender(), key.sha256(), key.recipient()};
    }

    private void conclude(Delivery delivery, RunLedger ledger) throws MojoExecutionException, MojoFailureException {
        try {
            conclude(BuildConclusion.ofSent(
                    withOthers(delivery, ledger),
                    new FailurePolicy(failOnError, failOnTimeout, failOnMissingPages),
                    text()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Signing signing(ValidOrder input) {
        return new Signing(input.signer(), failOnMissingSignature);
    }
}
