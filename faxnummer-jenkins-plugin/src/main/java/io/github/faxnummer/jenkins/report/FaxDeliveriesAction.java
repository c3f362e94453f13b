package io.github.faxnummer.jenkins.report;

import hudson.model.Api;
import hudson.model.HealthReport;
import hudson.model.HealthReportingAction;
import hudson.model.Item;
import hudson.model.Run;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.FaxPermissions;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jenkins.model.RunAction2;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/**
 * The deliveries of a build on its page and in the remote API: one action, however many steps there were. Of its own it
 * keeps nothing; what it shows is in the build's files, so that nothing depends on when Jenkins saves the build.
 */
@ExportedBean
public final class FaxDeliveriesAction implements RunAction2, HealthReportingAction {

    private transient @Nullable Run<?, ?> run;
    // Cached once the build is final: pages and lists of jobs request it often. Guarded by this, as is the next one.
    private transient @Nullable Line ended;
    private transient int changes;

    /** Makes sure that the build has the action, on disk too. */
    public static void attachTo(Run<?, ?> run) throws IOException {
        synchronized (run) {
            if (run.getAction(FaxDeliveriesAction.class) == null) {
                FaxDeliveriesAction action = new FaxDeliveriesAction();
                action.run = run;
                run.addAction(action);
                run.save();
            }
        }
    }

    @Override
    public void onAttached(Run<?, ?> attachedTo) {
        run = attachedTo;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    public @Nullable Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-paper-plane-outline";
    }

    @Override
    public String getDisplayName() {
        return Messages.FaxDeliveriesAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "faxnummer";
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Oldest first. */
    @Exported(visibility = 2)
    public List<DeliveryResult> getDeliveries() {
        Run<?, ?> current = run;
        return current == null
                ? List.of()
                : deliveries(current, DeliveryStore.of(current).all().records());
    }

    private static List<DeliveryResult> deliveries(Run<?, ?> current, List<DeliveryRecord> records) {
        DeliveryText text = new DeliveryText(locale());
        DeliveryStore store = DeliveryStore.of(current);
        List<DeliveryResult> deliveries = new ArrayList<>();
        JobCorrelation followed = JobCorrelation.in(records);
        NumberMask mask = NumberMask.of(current);
        for (DeliveryRecord kept : records) {
            deliveries.add(DeliveryResult.of(kept, followed, BuildReports.of(store, kept.id()), text, mask));
        }
        return deliveries;
    }

    /** What is on the page of this build. The page has it once, and asks nothing else for the deliveries. */
    public FaxesPage getPage() {
        Run<?, ?> current = Objects.requireNonNull(run);
        DeliveryStore.Kept kept = DeliveryStore.of(current).all();
        return new FaxesPage(deliveries(current, kept.records()), kept, NumberMask.of(current));
    }

    /**
     * What the page of the build says of its faxes.
     *
     * @param unreadable files of deliveries that cannot be read
     * @param live whether a step waits for one of the faxes
     */
    public record Line(FaxTotals faxes, List<String> unreadable, boolean live) {

        public String getSummary() {
            return faxes.getSummary();
        }

        public List<String> getUnreadable() {
            return unreadable;
        }

        public boolean isLive() {
            return live;
        }
    }

    /** Read once when the build has ended, as {@link #totals} are: all its pages have it. */
    public Line getLine() {
        int before;
        synchronized (this) {
            if (ended != null) {
                return ended;
            }
            before = changes;
        }
        // First, because a step may end in between.
        boolean isEnded = !Objects.requireNonNull(run).isBuilding() && tasks().isEmpty();
        FaxesPage page = getPage();
        Line line = new Line(page.getTotals(), page.getUnreadable(), page.isLive());
        synchronized (this) {
            if (isEnded && before == changes) {
                ended = line;
            }
        }
        return line;
    }

    /** All faxes of this build; read once when it has ended. */
    FaxTotals totals() {
        return getLine().faxes();
    }

    /** What a person entered is read again. */
    synchronized void changed() {
        changes++;
        ended = null;
    }

    /** How many of the faxes arrived, of those that have ended; null if there are none. */
    @Override
    public @Nullable HealthReport getBuildHealth() {
        if (run == null) {
            return null;
        }
        FaxTotals faxes = totals();
        // Another build may follow those that are under way.
        int ended = faxes.getFaxes() - faxes.getUnderWay();
        return ended == 0
                ? null
                : new HealthReport(
                        100 * faxes.getDelivered() / ended,
                        Messages._FaxDeliveriesAction_health(
                                String.valueOf(faxes.getDelivered()), String.valueOf(ended)));
    }

    /** Whether there is something to cancel, and the current user may. */
    public boolean isCancellable() {
        return !tasks().isEmpty() && Objects.requireNonNull(run).hasPermission(Item.CANCEL);
    }

    /** Submits nothing more and ends the steps that wait; what the provider has already cannot be stopped. */
    @POST
    public HttpResponse doCancel() {
        Objects.requireNonNull(run).checkPermission(Item.CANCEL);
        tasks().forEach(DeliveryTask::stop);
        return HttpRedirect.DOT;
    }

    /** Whether reports are unsigned or their signatures lack something, and the current user may have them signed. */
    public boolean signable(FaxesPage page) {
        Run<?, ?> current = run;
        return current != null
                && current.hasPermission(Run.UPDATE)
                && FaxnummerConfiguration.get().signature().isEnabled()
                && !ReportSigning.unsigned(current, page.records()).isEmpty();
    }

    /** Signs the reports that were left unsigned, and adds what signatures lack. */
    @POST
    public HttpResponse doSign() {
        Run<?, ?> current = Objects.requireNonNull(run);
        current.checkPermission(Run.UPDATE);
        ReportSigning.get().signAgain(current);
        return HttpRedirect.DOT;
    }

    /** Whether reports are to be in the archive and are not, and the current user may have them added. */
    public boolean archivable(FaxesPage page) {
        Run<?, ?> current = run;
        return current != null
                && current.hasPermission(Run.UPDATE)
                && FaxnummerConfiguration.get().archiveFolder().isPresent()
                && !ReportArchiving.unarchived(current, page.records()).isEmpty();
    }

    /** Adds the reports that are not in the archive. */
    @POST
    public HttpResponse doArchive() {
        Run<?, ?> current = Objects.requireNonNull(run);
        current.checkPermission(Run.UPDATE);
        ReportArchiving.get().archiveAgain(current);
        return HttpRedirect.DOT;
    }

    /** Whether there are reports, or were, and the current user may see them. */
    public boolean verifiable(FaxesPage page) {
        Run<?, ?> current = run;
        if (current == null || !current.hasPermission(FaxPermissions.VIEW)) {
            return false;
        }
        DeliveryStore store = DeliveryStore.of(current);
        return page.records().stream()
                .anyMatch(it -> ReportChecks.isExpected(current, it, BuildReports.of(store, it.id())));
    }

    /** Shows the checks of the transmission reports. Changes nothing, but takes time: so it is no link that can be forged. */
    @POST
    public HttpResponse doVerify() throws InterruptedException {
        Run<?, ?> current = Objects.requireNonNull(run);
        current.checkPermission(FaxPermissions.VIEW);
        return HttpResponses.forwardToView(ReportChecks.get().verify(current, locale()), "index");
    }

    private List<DeliveryTask> tasks() {
        Run<?, ?> current = run;
        if (current == null) {
            return List.of();
        }
        // Jenkins may have loaded the build anew since the step began.
        String id = current.getExternalizableId();
        return DeliveryService.get().tasks().stream()
                .filter(it -> it.run().getExternalizableId().equals(id))
                .toList();
    }

    /** A report or a picture of a delivery: {@code report/<id of the delivery>/<name>}. */
    public HttpResponse doReport(StaplerRequest2 request) {
        Run<?, ?> current = Objects.requireNonNull(run);
        current.checkPermission(FaxPermissions.VIEW);
        String[] path = request.getRestOfPath().split("/", 3);
        if (path.length != 3) {
            return HttpResponses.notFound();
        }
        DeliveryStore store = DeliveryStore.of(current);
        boolean known = store.all().records().stream().anyMatch(it -> it.id().equals(path[1]));
        return known
                ? BuildReports.of(store, path[1])
                        .file(path[2])
                        .map(ReportDownload::new)
                        .map(HttpResponse.class::cast)
                        .orElseGet(HttpResponses::notFound)
                : HttpResponses.notFound();
    }

    private static Locale locale() {
        return LocaleProvider.getLocale();
    }
}
