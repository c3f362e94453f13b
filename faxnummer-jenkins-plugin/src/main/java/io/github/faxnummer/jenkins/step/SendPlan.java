package io.github.faxnummer.jenkins.step;

import static io.github.faxnummer.jenkins.config.Texts.or;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.SubmissionRules;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.AgentCall;
import io.github.faxnummer.jenkins.agent.AgentOfflineException;
import io.github.faxnummer.jenkins.agent.ComposeFax;
import io.github.faxnummer.jenkins.agent.FindDocuments;
import io.github.faxnummer.jenkins.agent.FoundDocument;
import io.github.faxnummer.jenkins.agent.ReadRecipients;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.config.ClientPool;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.Lists;
import io.github.faxnummer.jenkins.config.SignatureSettings;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.ServiceHealth;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.ledger.RunIdentities;
import io.github.faxnummer.jenkins.report.ReportFolders;
import io.github.faxnummer.jenkins.report.ReportWriter;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OncePolicy;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.ledger.RunIdentity;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientEntry;
import io.github.faxnummer.order.RecipientsFile;
import io.github.faxnummer.order.SendAs;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.policy.OrderCheck;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.util.SystemProperties;
import org.jspecify.annotations.Nullable;

/** What a step or build step says about faxes to send, and the global configuration where it says nothing. */
public record SendPlan(String id, Workspace workspace, FaxSendStep step, Run<?, ?> run, TaskListener listener) {

    public static final String FIRST_POLL = "io.github.faxnummer.jenkins.firstPollSeconds";

    public DeliveryRecord prepare(DeliveryStore store, Instant now) throws IOException, InterruptedException {
        ReportWriter reports = new ReportWriter(run, listener);
        ReportFolders folders = ReportFolders.of(store);
        List<FoundDocument> found = findDocuments();
        String directory = step.isDryRun()
                ? or(step.getReportDirectory(), ReportFolders.DEFAULT)
                : reserveDirectory(folders, found);
        // A dry run reserves none: the step that sends may have the same directory.
        boolean isOwn = !step.isDryRun() || folders.isFree(workspace, directory);
        try {
            if (isOwn) {
                deleteReports(reports, directory);
                if (found.stream().anyMatch(it -> isReport(directory, it))) {
                    found = findDocuments();
                }
            }
            return prepare(now, directory, reports, found);
        } catch (AbortException e) {
            if (isOwn) {
                reports.writeInvalidConfiguration(id, workspace, directory, String.valueOf(e.getMessage()), now);
            }
            folders.release(workspace, directory, id);
            throw e;
        }
    }

    private DeliveryRecord prepare(Instant now, String directory, ReportWriter reports, List<FoundDocument> found)
            throws IOException, InterruptedException {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        List<Problem> problems = new ArrayList<>();
        Validated<PdfLimits> limits = limits();
        problems.addAll(limits.problems());
        problems.addAll(global.converters().problems());
        Validated<Integer> enclosed =
                FaxParameters.MAX_ENCLOSED_MEGABYTES.check(String.valueOf(global.getMaxEnclosedMegabytes()));
        problems.addAll(enclosed.problems());
        if (patterns().contains("")) {
            problems.add(new Problem(FaxParameters.DOCUMENTS.name(), "", Message.of("input.entry.blank")));
        }
        // Variables of a freestyle job that are empty.
        Stream.of(
                        blank(FaxParameters.MAX_LINE_MINUTES, step.getMaxLineMinutes()),
                        blank(OnceParameters.IDEMPOTENCY_KEY, step.getIdempotencyKey()))
                .flatMap(Optional::stream)
                .forEach(problems::add);
        problems.addAll(FaxParameters.SEND_AS.check(or(step.getSendAs(), "")).problems());
        problems.addAll(
                FaxParameters.RENDERING.check(or(step.getRendering(), "")).problems());
        List<Validated<Document>> documents = FoundDocument.checked(found);
        if (documents.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem(
                    FaxParameters.DOCUMENTS.name(), or(step.getDocuments(), ""), Message.of("input.document.none")));
        }
        Validated<DailyLimits> daily = global.dailyLimits();
        problems.addAll(daily.problems());
        LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
        OrderCheck check = orderCheck(global, today);
        Validated<FaxOrder> order = check.check(documents);
        List<FoundDocument> sent = found;
        if (problems.isEmpty() && order.value().isPresent()) {
            sent = composed(
                    directory, check, order.value().get(), found, limits.value().orElseThrow());
            order = check.checkComposed(order.value().get(), FoundDocument.checked(sent));
        }
        problems.addAll(order.problems());
        Validated<OnceScope> once = OnceParameters.ONCE.check(or(step.getOnce(), ""));
        problems.addAll(once.problems());
        Validated<SubmissionRules> rules = SubmissionRules.check(
                or(step.getSameNumber(), ""),
                or(step.getRedial(), ""),
                or(step.getRedialPause(), ""),
                String.join(",", Lists.entries(or(step.getRedialCauses(), ""))));
        problems.addAll(rules.problems());
        order.value()
                .flatMap(it -> OncePolicy.problemWith(or(step.getIdempotencyKey(), ""), it.documentsForEach()))
                .ifPresent(problems::add);
        String credentialsId = or(step.getCredentialsId(), global.getCredentialsId());
        Destination destination = destination(credentialsId, step.getTimeout(), run, problems);
        SignatureSettings signature = global.signature();
        signature.unused().ifPresent(it -> listener.getLogger().println(it.in(Locale.getDefault())));
        problems.addAll(
                problems.isEmpty()
                        ? signature
                                .signerNotRevoked(it -> listener.getLogger().println(it.in(Locale.getDefault())))
                                .problems()
                        : signature.signer().problems());
        if (problems.isEmpty()
                && once.value().orElseThrow() != OnceScope.OFF
                && idempotencyKey().isEmpty()) {
            problems.addAll(FoundDocument.unidentified(sent));
        }
        if (!problems.isEmpty()) {
            throw invalid(Message.of("build.invalid").in(Locale.getDefault()), problems);
        }
        SpendingLimits spending = check.policy().value().orElseThrow().limits();
        FaxOrder valid = order.value().orElseThrow();
        OnceSettings settings = settings(once.value().orElseThrow(), FoundDocument.fingerprints(sent));
        Endpoint endpoint = destination.endpoint();
        String account = destination.login().orElseThrow();
        OnceSettings.Look look = skipEarlier(
                rules.value()
                        .orElseThrow()
                        .applyTo(
                                Delivery.of(valid, now, Duration.ofMinutes(step.getTimeout()), schedule()),
                                step.isWait()),
                settings,
                endpoint,
                account,
                now);
        DeliveryRecord record = new DeliveryRecord(
                id,
                DeliveryRecord.Kind.SEND,
                now,
                endpoint.url(),
                credentialsId,
                workspace,
                step.isWait(),
                step.isFailOnError(),
                step.isFailOnTimeout(),
                step.isFailOnMissingPages(),
                directory,
                step.isDryRun(),
                false,
                look.once(),
                look.delivery());
        Stream.of(
                        check.notes(valid).stream(),
                        record.delivery().order().documents().stream().flatMap(it -> it.notes().stream()),
                        check
                                .warnings(
                                        valid,
                                        step.isWait()
                                                ? Optional.of(Duration.ofMinutes(step.getTimeout()))
                                                : Optional.<Duration>empty())
                                .stream())
                .flatMap(it -> it)
                .forEach(it -> listener.getLogger().println(it.in(Locale.getDefault())));
        DeliveryText text = new DeliveryText(Locale.getDefault());
        text.warnings(look.delivery(), rules.value().orElseThrow()).forEach(listener.getLogger()::println);
        SpendingCounter.Planned counted = new SpendingCounter.Planned(
                run, id, look.once(), account, record.delivery().maxSpending(now), () -> look.once()
                        .spent(endpoint.url(), MonotonicClock.startingAt(now)));
        if (record.dryRun()) {
            text.plan(record.delivery(), now).forEach(listener.getLogger()::println);
            requireWithinLimits(() -> SpendingCounter.get().check(counted, spending));
        } else {
            text.notes(record.delivery(), now).forEach(listener.getLogger()::println);
            if (step.getReportDirectory() == null && !directory.equals(ReportFolders.DEFAULT)) {
                listener.getLogger().println(Messages.SendPlan_reportDirectory(directory));
            }
            reports.draw(record, limits.value().orElseThrow(), enclosed.value().orElseThrow(), step.isPreview());
            if (counted.planned().faxes() > 0) {
                requireWithinLimits(() -> SpendingCounter.get()
                        .reserve(counted, spending, daily.value().orElseThrow(), today));
            }
        }
        return record;
    }

    /** The documents that are sent in place of those that were found, or these. */
    private List<FoundDocument> composed(
            String directory, OrderCheck check, FaxOrder ordered, List<FoundDocument> found, PdfLimits limits)
            throws IOException, InterruptedException {
        boolean isComposed = isComposed() || ordered.documents().stream().anyMatch(it -> !it.isInspected());
        if (!isComposed) {
            return found;
        }
        String folder = step.isDryRun() ? directory + "/" + ComposeFax.DRY_RUN : directory;
        ComposeFax compose = new ComposeFax(
                folder,
                step.isCombine(),
                check.coverPage(),
                check.marginLine(),
                ordered,
                limits,
                sendAs(),
                rendering(),
                step.isShowHidden(),
                converters());
        FilePath root = workspace.find();
        try {
            return AgentCall.limited(workspace.node(), () -> root.act(compose));
        } catch (ChannelClosedException | RequestAbortedException e) {
            throw new AgentOfflineException(workspace.node(), e);
        }
    }

    private OrderCheck orderCheck(FaxnummerConfiguration global, LocalDate date)
            throws IOException, InterruptedException {
        return new OrderCheck(
                new OrderParameters(
                                List.of(),
                                or(step.getEmail(), global.getEmail()),
                                or(step.getSender(), global.getSender()),
                                or(step.getSource(), global.getSource()),
                                or(step.getReference(), ""),
                                global.getRegion())
                        .with(RecipientEntry.parse(Lists.entries(or(step.getRecipients(), "")))),
                recipientsFile(),
                step.cover(),
                or(step.getStationery(), ""),
                or(step.getMaxLineMinutes(), ""),
                global.sendingPolicy(run.getParent(), FaxPolicy.parametersOf(step.getPolicy())),
                date,
                Locale.getDefault());
    }

    private Validated<RecipientsFile> recipientsFile() throws IOException, InterruptedException {
        Optional<String> group = Optional.ofNullable(step.getRecipientsGroup());
        String file = step.getRecipientsFile();
        if (file == null) {
            return RecipientsFile.none(group);
        }
        if (file.isBlank()) {
            return Validated.invalid(List.of(FaxParameters.RECIPIENTS_FILE.blank()));
        }
        FilePath root = workspace.find();
        try {
            return AgentCall.limited(workspace.node(), () -> root.act(new ReadRecipients(file)))
                    .check(group);
        } catch (ChannelClosedException | RequestAbortedException e) {
            throw new AgentOfflineException(workspace.node(), e);
        }
    }

    private boolean isComposed() {
        return step.isCombine()
                || coverPage().isPresent()
                || FaxParameters.STATIONERY
                        .check(or(step.getStationery(), ""))
                        .value()
                        .flatMap(it -> it)
                        .isPresent();
    }

    /** The template of the cover page, or nothing for the built-in one; empty if there is no cover page. */
    private Optional<String> coverPage() {
        return FaxParameters.COVER_PAGE.check(step.cover().coverPage()).value().flatMap(it -> it);
    }

    private static Optional<Problem> blank(Parameter<?> parameter, @Nullable String written) {
        return Optional.ofNullable(written).filter(String::isBlank).map(it -> parameter.blank());
    }

    private Validated<PdfLimits> limits() {
        return FaxnummerConfiguration.get()
                .limits()
                .map(it -> step.isAllowMissingContent() ? it.allowingMissingContent() : it);
    }

    /** Only the administrator says which: they run on the agent. */
    private static Converters converters() {
        return FaxnummerConfiguration.get().converters().value().orElse(Converters.NONE);
    }

    private Rendering rendering() {
        return FaxParameters.RENDERING
                .check(or(step.getRendering(), ""))
                .value()
                .orElse(Rendering.AUTO);
    }

    private SendAs sendAs() {
        return FaxParameters.SEND_AS.check(or(step.getSendAs(), "")).value().orElse(SendAs.DOCUMENT);
    }

    private OnceSettings settings(OnceScope scope, Map<String, String> fingerprints) throws IOException {
        if (scope == OnceScope.OFF) {
            return OnceSettings.OFF;
        }
        RunIdentity identity = RunIdentities.get().of(run);
        return new OnceSettings(
                scope,
                idempotencyKey(),
                step.isResend(),
                step.isResendUnknown(),
                identity.id(),
                identity.name(),
                fingerprints,
                Map.of());
    }

    private String idempotencyKey() {
        return or(step.getIdempotencyKey(), "").strip();
    }

    /** Prints the faxes that are not sent again, and the runs that sent them. */
    private OnceSettings.Look skipEarlier(
            Delivery planned, OnceSettings once, Endpoint endpoint, String login, Instant now) throws AbortException {
        DeliveryText text = new DeliveryText(Locale.getDefault());
        try {
            OnceSettings.Look look = once.skipEarlier(planned, endpoint.url(), login, MonotonicClock.startingAt(now));
            if (!once.isOff()) {
                ServiceHealth.get().ledgerAnswered();
            }
            look.advice().ifPresent(it -> listener.getLogger().println(it.in(text.locale())));
            text.skipped(look.delivery()).forEach(listener.getLogger()::println);
            return look;
        } catch (LedgerException e) {
            throw unusable(e);
        }
    }

    private static void requireWithinLimits(LimitCheck check) throws IOException, InterruptedException {
        List<Problem> problems;
        try {
            problems = check.problems();
        } catch (LedgerException e) {
            throw unusable(e);
        }
        if (!problems.isEmpty()) {
            throw invalid(Message.of("build.invalid").in(Locale.getDefault()), problems);
        }
    }

    private interface LimitCheck {
        List<Problem> problems() throws IOException, LedgerException, InterruptedException;
    }

    private static AbortException unusable(LedgerException e) {
        ServiceHealth.get().ledgerFailed(e.problem());
        return new AbortException(Message.of("build.once.unusable", e.problem()).in(Locale.getDefault()));
    }

    private void deleteReports(ReportWriter reports, String directory) throws IOException, InterruptedException {
        try {
            reports.deleteFromWorkspace(workspace, directory);
        } catch (ChannelClosedException | RequestAbortedException e) {
            throw new AgentOfflineException(workspace.node(), e);
        }
    }

    private String reserveDirectory(ReportFolders folders, List<FoundDocument> found) throws IOException {
        String written = step.getReportDirectory();
        Function<String, ReportFolders.Claimant> claimants = it -> ReportFolders.Claimant.of(id, order(it, found));
        Predicate<String> isActive = it -> DeliveryService.get().find(it).isPresent();
        if (written == null) {
            return folders.reserveDefault(workspace, claimants, isActive);
        }
        if (folders.reserve(workspace, written, claimants, isActive).isEmpty()) {
            List<Problem> problems = new ArrayList<>();
            problems.add(new Problem(
                    FaxParameters.REPORT_DIRECTORY.name(), written, Message.of("input.report-directory.clash")));
            FoundDocument.checked(found).forEach(it -> problems.addAll(it.problems()));
            throw invalid(Message.of("build.invalid").in(Locale.getDefault()), problems);
        }
        return written;
    }

    /** By what the ledger knows the faxes of this step; empty if it sends in any case. */
    private String order(String directory, List<FoundDocument> found) {
        if ("off".equalsIgnoreCase(step.getOnce()) || step.isResend()) {
            return "";
        }
        String key = idempotencyKey();
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        Stream<String> documents = key.isEmpty()
                ? found.stream()
                        .filter(it -> !isReport(directory, it))
                        .map(FoundDocument::identity)
                        .sorted()
                : Stream.of(key);
        return Stream.of(
                        documents,
                        Stream.of(
                                "to",
                                global.getEndpoint(),
                                or(step.getCredentialsId(), global.getCredentialsId()),
                                or(step.getOnce(), OnceParameters.Defaults.ONCE),
                                String.valueOf(step.isCombine()),
                                String.valueOf(step.isShowHidden()),
                                step.cover().text(),
                                or(step.getRecipientsFile(), ""),
                                or(step.getRecipientsGroup(), ""),
                                FaxPolicy.parametersOf(step.getPolicy())
                                        .written()
                                        .toString()),
                        Stream.of(global.getConverters()).filter(it -> !it.isEmpty()),
                        shownBesides(global),
                        Lists.entries(or(step.getRecipients(), "")).stream())
                .flatMap(it -> it)
                .collect(Collectors.joining("\n"));
    }

    /** What pages show that are made for the order. */
    private Stream<String> shownBesides(FaxnummerConfiguration global) {
        return coverPage().isPresent() || step.getStationery() != null
                ? Stream.of(
                        or(step.getStationery(), ""),
                        or(step.getReference(), ""),
                        or(step.getSender(), global.getSender()),
                        or(step.getSource(), global.getSource()))
                : Stream.empty();
    }

    private boolean isReport(String directory, FoundDocument document) {
        return ReportFolders.isReport(
                workspace, directory, document.path().isEmpty() ? document.problemValue() : document.path());
    }

    private List<String> patterns() {
        return Lists.entries(or(step.getDocuments(), ""));
    }

    private List<FoundDocument> findDocuments() throws IOException, InterruptedException {
        PdfLimits limits = limits().value().orElse(PdfLimits.DEFAULT);
        List<String> patterns = patterns();
        if (patterns.isEmpty() || patterns.contains("")) {
            return List.of();
        }
        FilePath folder = workspace.find();
        try {
            return AgentCall.limited(
                    workspace.node(),
                    () -> folder.act(new FindDocuments(
                            patterns,
                            limits,
                            sendAs(),
                            rendering(),
                            isComposed(),
                            coverPage().orElse(""),
                            converters())));
        } catch (ChannelClosedException | RequestAbortedException e) {
            throw new AgentOfflineException(workspace.node(), e);
        }
    }

    /**
     * Where faxes go.
     *
     * @param endpoint the provider's if the configured one is invalid
     * @param login of the account; empty if that is invalid
     */
    record Destination(Endpoint endpoint, Optional<String> login) {}

    /** Collects the problems of endpoint, account and timeout. */
    static Destination destination(String credentialsId, int timeout, Run<?, ?> run, List<Problem> problems) {
        Validated<Endpoint> endpoint = FaxnummerConfiguration.get().endpoint();
        problems.addAll(endpoint.problems());
        Optional<Validated<AccountCredentials.Found>> account =
                endpoint.value().map(it -> new AccountCredentials(credentialsId, it).use(run));
        account.ifPresent(it -> problems.addAll(it.problems()));
        problems.addAll(
                FaxParameters.TIMEOUT_MINUTES.check(String.valueOf(timeout)).problems());
        return new Destination(
                endpoint.value().orElse(ClientPool.DEFAULT_ENDPOINT),
                account.flatMap(Validated::value).map(it -> it.account().login()));
    }

    /** The polling schedule; a system property can set a shorter first interval. */
    public static PollingSchedule schedule() {
        Integer seconds = SystemProperties.getInteger(FIRST_POLL);
        return seconds == null ? PollingSchedule.DEFAULT : new PollingSchedule(Duration.ofSeconds(seconds));
    }

    public static AbortException invalid(String headline, List<Problem> problems) {
        Locale locale = Locale.getDefault();
        StringBuilder message = new StringBuilder(headline);
        problems.stream().distinct().forEach(it -> message.append("\n  ").append(it.in(locale)));
        return new AbortException(message.toString());
    }
}
