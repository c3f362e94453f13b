package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.ManagementLink;
import hudson.model.Run;
import hudson.security.Permission;
import io.github.faxnummer.delivery.LookUpResult;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.LedgerLookUp;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** For administrators: all faxes of this controller that are under way or need a person, and what was sent today. */
@Extension
public final class FaxesManagementLink extends ManagementLink {

    private static final Logger LOGGER = Logger.getLogger(FaxesManagementLink.class.getName());

    /** After an outage there may be thousands, each of which has a form. */
    private static final int SHOWN = 50;

    /** A delivery that a step waits for. */
    public record UnderWay(Run<?, ?> run, String summary, String status, boolean stuck) {

        public Run<?, ?> getRun() {
            return run;
        }

        public String getSummary() {
            return summary;
        }

        public String getStatus() {
            return status;
        }

        public boolean isStuck() {
            return stuck;
        }
    }

    /** What an account sent today, of how much it may. */
    public record Today(String account, String faxes, String pages) {

        public String getAccount() {
            return account;
        }

        public String getFaxes() {
            return faxes;
        }

        public String getPages() {
            return pages;
        }
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
    public String getDescription() {
        return Messages.FaxesManagementLink_description();
    }

    @Override
    public String getUrlName() {
        return "faxnummer";
    }

    @Override
    public Permission getRequiredPermission() {
        return Jenkins.ADMINISTER;
    }

    @Override
    public Category getCategory() {
        return Category.STATUS;
    }

    public List<UnderWay> getUnderWay() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        DeliveryText text = new DeliveryText(LocaleProvider.getLocale());
        return DeliveryService.get().tasks().stream()
                .map(it -> new UnderWay(
                        it.run(),
                        it.record()
                                .map(record -> text.summary(record.delivery().transmissions()))
                                .orElse(""),
                        it.status(),
                        it.isStuck()))
                .sorted(Comparator.comparing(UnderWay::stuck).reversed().thenComparing(it -> it.run()
                        .getFullDisplayName()))
                .toList();
    }

    /**
     * What a person has to look up.
     *
     * @param faxes the first ones, those of the oldest build first
     * @param further how many there are beyond these
     * @param unreadable the first builds of which it cannot be read what they sent
     * @param furtherUnreadable how many builds there are beyond these of which it is not known what they sent
     */
    public record Unconfirmed(
            List<UnconfirmedFax> faxes, int further, List<Run<?, ?>> unreadable, int furtherUnreadable) {

        public List<UnconfirmedFax> getFaxes() {
            return faxes;
        }

        public String getFurther() {
            return orNone(further);
        }

        public List<Run<?, ?>> getUnreadable() {
            return unreadable;
        }

        public String getFurtherUnreadable() {
            return orNone(furtherUnreadable);
        }
    }

    /** As text: languages write large numbers differently. */
    private static String orNone(int count) {
        return count == 0 ? "" : String.valueOf(count);
    }

    /** Reads the records of the builds that it shows, and of no other one. */
    public Unconfirmed getUnconfirmed() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        List<UnconfirmedFax> faxes = new ArrayList<>();
        List<Run<?, ?>> unreadable = new ArrayList<>();
        int unread = 0;
        int unknown = 0;
        for (Run<?, ?> build : UnconfirmedFaxes.get().builds()) {
            int known = UnconfirmedFaxes.get().known(build).size();
            if (known > 0 && faxes.size() >= SHOWN) {
                unread += known;
            } else if (known == 0 && unreadable.size() >= SHOWN) {
                unknown++;
            } else {
                DeliveryStore.Kept kept = DeliveryStore.of(build).all();
                faxes.addAll(LookUps.open(build, kept.records()));
                if (!kept.unreadable().isEmpty()) {
                    unreadable.add(build);
                }
            }
        }
        int shown = Math.min(SHOWN, faxes.size());
        return new Unconfirmed(
                List.copyOf(faxes.subList(0, shown)), faxes.size() - shown + unread, List.copyOf(unreadable), unknown);
    }

    /**
     * Builds that Jenkins does not have any more, or could not load.
     *
     * @param builds the first ones, each with all of its faxes, because they are taken off the list together
     * @param further how many builds there are beyond these
     */
    public record Missing(List<MissingBuild> builds, int further) {

        public List<MissingBuild> getBuilds() {
            return builds;
        }

        public String getFurther() {
            return orNone(further);
        }
    }

    public Missing getMissing() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        List<MissingBuild> all = UnconfirmedFaxes.get().missing();
        int builds = 0;
        int faxes = 0;
        while (builds < Math.min(SHOWN, all.size()) && faxes < SHOWN) {
            faxes += all.get(builds).faxes().size();
            builds++;
        }
        return new Missing(List.copyOf(all.subList(0, builds)), all.size() - builds);
    }

    public List<Today> getToday() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Optional<DailyLimits> limits =
                FaxnummerConfiguration.get().dailyLimits().value();
        return SpendingCounter.get().ofDay(LocalDate.now(ZoneId.systemDefault())).stream()
                .flatMap(it -> it.entrySet().stream())
                .map(it -> today(it.getKey(), it.getValue(), limits))
                .toList();
    }

    private static Today today(String account, Spending sent, Optional<DailyLimits> limits) {
        return new Today(
                account,
                count(sent.faxes(), limits.flatMap(DailyLimits::maxFaxes)),
                count(sent.pages(), limits.flatMap(DailyLimits::maxPages)));
    }

    private static String count(int sent, Optional<Integer> limit) {
        return limit.map(it -> Messages.FaxesManagementLink_ofLimit(String.valueOf(sent), String.valueOf(it)))
                .orElse(String.valueOf(sent));
    }

    /** Enters what the provider's customer centre says about an unconfirmed fax. */
    @POST
    public HttpResponse doLookUp(
            @QueryParameter String run,
            @QueryParameter String delivery,
            @QueryParameter int fax,
            @QueryParameter String result)
            throws IOException, InterruptedException, Descriptor.FormException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        LookUpResult found = Arrays.stream(LookUpResult.values())
                .filter(it -> it.name().equals(result))
                .findFirst()
                .orElseThrow(() -> new Descriptor.FormException(Messages.LookUps_choose(), "result"));
        Run<?, ?> build = UnconfirmedFaxes.get().builds().stream()
                .filter(it -> it.getExternalizableId().equals(run))
                .findFirst()
                .orElseThrow(() -> new Descriptor.FormException(Messages.LookUps_known(), "run"));
        try {
            LookUps.get().enter(build, delivery, fax, found, Clock.systemUTC());
        } catch (LedgerLookUp.RefusedException e) {
            throw new Descriptor.FormException(String.valueOf(e.getMessage()), e, "result");
        }
        return HttpRedirect.DOT;
    }

    /** Takes a build off the list that was deleted, or whose records cannot be read. */
    @POST
    public HttpResponse doForget(@QueryParameter String run) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (UnconfirmedFaxes.get().forget(run)) {
            LOGGER.log(Level.INFO, "{0} has taken {1} off the list of unconfirmed faxes", new Object[] {
                Jenkins.getAuthentication2().getName(), run
            });
        }
        return HttpRedirect.DOT;
    }
}
