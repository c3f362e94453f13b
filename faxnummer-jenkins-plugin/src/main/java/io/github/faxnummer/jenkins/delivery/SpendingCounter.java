package io.github.faxnummer.jenkins.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Run;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.policy.SpendingLimits;
import java.io.File;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.model.Jenkins;

/** Counts what each build and, on each day, each account sends. Both are on disk before anything is sent. */
@Extension
public final class SpendingCounter {

    /** As it is saved. */
    private static final class Day {
        private String date = "";
        private Map<String, int[]> accounts = new HashMap<>();
    }

    public static SpendingCounter get() {
        return ExtensionList.lookupSingleton(SpendingCounter.class);
    }

    /**
     * Counts faxes that are about to be sent, if they are within all limits.
     *
     * @param account its login
     * @return limits that would be exceeded; nothing is counted then
     */
    public synchronized List<Problem> reserve(
            Run<?, ?> run, String account, Spending planned, SpendingLimits limits, DailyLimits daily, LocalDate today)
            throws IOException {
        Day day = load(today);
        int[] before = day.accounts.getOrDefault(account, new int[2]);
        Spending ofDay = new Spending(before[0], before[1]).plus(planned);
        Spending ofRun = spent(run).plus(planned);
        List<Problem> problems = new ArrayList<>(limits.check(ofRun));
        problems.addAll(daily.check(ofDay));
        if (problems.isEmpty()) {
            day.accounts.put(account, new int[] {ofDay.faxes(), ofDay.pages()});
            file().write(day);
            run.addOrReplaceAction(new RunSpending(ofRun.faxes(), ofRun.pages()));
            run.save();
        }
        return problems;
    }

    /** What each account has sent on a day, by login. */
    public synchronized SortedMap<String, Spending> ofDay(LocalDate today) throws IOException {
        SortedMap<String, Spending> accounts = new TreeMap<>();
        load(today).accounts.forEach((login, sent) -> accounts.put(login, new Spending(sent[0], sent[1])));
        return accounts;
    }

    /** What steps of a build have sent before. */
    public static Spending spent(Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(RunSpending.class))
                .map(RunSpending::spending)
                .orElse(Spending.NOTHING);
    }

    private static Day load(LocalDate today) throws IOException {
        Day day = file().exists() && file().read() instanceof Day saved ? saved : new Day();
        if (!day.date.equals(today.toString())) {
            day = new Day();
            day.date = today.toString();
        }
        return day;
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), SpendingCounter.class.getName() + ".xml"));
    }
}
