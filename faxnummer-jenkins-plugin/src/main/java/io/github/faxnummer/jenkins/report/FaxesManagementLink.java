package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.model.Run;
import hudson.security.Permission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
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

    /** Builds with faxes that a person has to look up. */
    public List<Run<?, ?>> getUnconfirmed() throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return UnconfirmedFaxes.get().builds();
    }

    public List<Today> getToday() throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Optional<DailyLimits> limits =
                FaxnummerConfiguration.get().dailyLimits().value();
        return SpendingCounter.get().ofDay(LocalDate.now(ZoneId.systemDefault())).entrySet().stream()
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

    /** A user has looked up the unconfirmed faxes of a build. */
    @POST
    public HttpResponse doLookedUp(@QueryParameter String run) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        UnconfirmedFaxes.get().remove(run);
        LOGGER.log(Level.INFO, "{0} has looked up the unconfirmed faxes of {1}", new Object[] {
            Jenkins.getAuthentication2().getName(), run
        });
        return HttpRedirect.DOT;
    }
}
