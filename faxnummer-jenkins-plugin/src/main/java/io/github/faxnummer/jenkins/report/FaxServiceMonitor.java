package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.delivery.ServiceHealth;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryText;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/** Tells administrators that no fax can be sent: the provider refuses an account, or it or the ledger cannot be reached. */
@Extension
public final class FaxServiceMonitor extends AdministrativeMonitor {

    private static final int MAX_TEXT_LENGTH = 300;

    @Override
    public String getDisplayName() {
        return Messages.FaxServiceMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return !ServiceHealth.get().failures().isEmpty() || isSpendingUnreadable();
    }

    /** What fails, in the reader's language. */
    public List<String> getProblems() {
        List<String> problems = new ArrayList<>();
        ServiceHealth.get().failures().forEach(it -> problems.add(text(it)));
        if (isSpendingUnreadable()) {
            problems.add(Messages.FaxServiceMonitor_spending());
        }
        return problems;
    }

    private static String text(ServiceHealth.Failure failure) {
        String since = new DeliveryText(LocaleProvider.getLocale(), ZoneId.systemDefault()).time(failure.since());
        String why = Sanitizer.line(failure.why().in(LocaleProvider.getLocale()), MAX_TEXT_LENGTH);
        return switch (failure.kind()) {
            case ACCOUNT_REFUSED ->
                Messages.FaxServiceMonitor_account(failure.account(), failure.endpoint(), since, why);
            case PROVIDER_UNREACHABLE -> Messages.FaxServiceMonitor_provider(failure.endpoint(), since, why);
            case LEDGER_UNUSABLE -> Messages.FaxServiceMonitor_ledger(since, why);
        };
    }

    private static boolean isSpendingUnreadable() {
        return SpendingCounter.get()
                .ofDay(LocalDate.now(ZoneId.systemDefault()))
                .isEmpty();
    }
}
