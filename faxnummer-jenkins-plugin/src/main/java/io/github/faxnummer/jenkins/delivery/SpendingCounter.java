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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Counts what each build and, on each day, each account sends. Both are on disk before anything is sent. */
@Extension
public final class SpendingCounter {

    /** As it is saved. */
    private static final class Day {
        private String date = "";
        private Map<String, int[]> accounts = new HashMap<>();
    }

    /** What pages show; they do not wait for the disk. */
    private record Sent(LocalDate day, SortedMap<String, Spending> accounts) {}

    private static final Logger LOGGER = Logger.getLogger(SpendingCounter.class.getName());

    // Null: the file cannot be read.
    private volatile @Nullable Sent sent;

    public SpendingCounter() {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        try {
            sent = sent(load(today), today);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read what was sent today", e);
        }
    }

    public static SpendingCounter get() {
        return ExtensionList.lookupSingleton(SpendingCounter.class);
    }

    /**
     * Counts faxes that are about to be sent, if they are within all limits.
     *
     * @param account its login
     * @param earlier what builds of the same run had sent, as {@link #spent} has it
     * @return limits that would be exceeded; nothing is counted then
     */
    public synchronized List<Problem> reserve(
            Run<?, ?> run,
            String account,
            Spending earlier,
            Spending planned,
            SpendingLimits limits,
            DailyLimits daily,
            LocalDate today)
            throws IOException {
        Day day = load(today);
        int[] before = day.accounts.getOrDefault(account, new int[2]);
        Spending ofDay = new Spending(before[0], before[1]).plus(planned);
        Spending ofRun = spent(run, earlier).plus(planned);
        List<Problem> problems = new ArrayList<>(limits.check(ofRun));
        problems.addAll(daily.check(ofDay));
        if (problems.isEmpty()) {
            day.accounts.put(account, new int[] {ofDay.faxes(), ofDay.pages()});
            file().write(day);
            sent = sent(day, today);
            run.addOrReplaceAction(new RunSpending(ofRun.faxes(), ofRun.pages()));
            run.save();
        }
        return problems;
    }

    /** What each account has sent on a day, by login; empty if it cannot be read. */
    public Optional<SortedMap<String, Spending>> ofDay(LocalDate today) {
        return Optional.ofNullable(sent).map(it -> it.day().equals(today) ? it.accounts() : new TreeMap<>());
    }

    private static Sent sent(Day day, LocalDate today) {
        SortedMap<String, Spending> accounts = new TreeMap<>();
        day.accounts.forEach((login, counts) -> accounts.put(login, new Spending(counts[0], counts[1])));
        return new Sent(today, Collections.unmodifiableSortedMap(accounts));
    }

    /**
     * What steps of a build have sent before, and the builds that it repeats. What this build has sent is in both, and
     * other builds of the run may have sent more meanwhile.
     *
     * @param earlier what the ledger knows of the run
     */
    public static Spending spent(Run<?, ?> run, Spending earlier) {
        return Optional.ofNullable(run.getAction(RunSpending.class))
                .map(RunSpending::spending)
                .orElse(Spending.NOTHING)
                .max(earlier);
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
