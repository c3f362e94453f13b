package io.github.faxnummer.jenkins.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.ledger.CombinedBuild;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.ledger.LedgerException;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each run and, on each day, each account sends. A delivery reserves all that it may send before it sends
 * anything. When it ends, a run keeps what was or may have been sent, and a day every submission, failed ones too.
 *
 * <p>The days are in a file of their own, with what open deliveries have reserved. What a run has sent is in the ledger,
 * and in the records of the build's deliveries, which also say what they may still send.
 */
@Extension
public final class SpendingCounter {

    /** As it is saved. */
    private static final class Day {
        private String date = "";
        /** What ended deliveries have submitted. */
        private Map<String, int[]> accounts = new HashMap<>();
        /** By the id of the delivery; null in files of earlier versions. */
        private @Nullable Map<String, Open> open = new HashMap<>();

        private Map<String, Open> open() {
            Map<String, Open> known = open == null ? new HashMap<>() : open;
            open = known;
            return known;
        }

        private void add(String account, Spending spending) {
            int[] before = accounts.getOrDefault(account, new int[2]);
            accounts.put(account, new int[] {before[0] + spending.faxes(), before[1] + spending.pages()});
        }

        private SortedMap<String, Spending> spending() {
            SortedMap<String, Spending> all = new TreeMap<>();
            accounts.forEach((login, counts) -> all.put(login, new Spending(counts[0], counts[1])));
            open().values().forEach(it -> all.merge(it.account, new Spending(it.faxes, it.pages), Spending::plus));
            all.values().removeIf(Spending.NOTHING::equals);
            return all;
        }
    }

    /** What a delivery has reserved, as it is saved. */
    private static final class Open {
        private String account = "";
        private String build = "";
        /** Of the ledger; empty without one, null in files of earlier versions. */
        private @Nullable String run;

        private int faxes;
        private int pages;
    }

    /** What pages show; they do not wait for the disk. */
    private record Sent(LocalDate day, SortedMap<String, Spending> accounts) {}

    /** What a delivery that has no record yet has reserved. */
    private record Reservation(Run<?, ?> build, OnceSettings once, Spending planned) {}

    /** Reads what the ledger knows of a run. */
    public interface LedgerReader {
        Spending spent() throws LedgerException;
    }

    /**
     * A delivery that is about to send.
     *
     * @param id of the delivery
     * @param account its login
     * @param planned with all redials that are allowed
     * @param ledger what the ledger knows of the run; not asked where {@code once} is off
     */
    public record Planned(
            Run<?, ?> build, String id, OnceSettings once, String account, Spending planned, LedgerReader ledger) {}

    /**
     * What a run has sent, and what its deliveries may still send.
     *
     * @param most with what is being submitted, which the ledger may have as well
     */
    private record RunSpending(Spending least, Spending most) {

        List<Problem> check(Planned delivery, SpendingLimits limits) {
            // What is certain is what is told: the other sum may have a fax twice.
            List<Problem> certain = limits.check(least.plus(delivery.planned()));
            return certain.isEmpty() ? limits.check(most.plus(delivery.planned())) : certain;
        }

        boolean isUnclear(Planned delivery, SpendingLimits limits) {
            return !check(delivery, limits).isEmpty()
                    && limits.check(least.plus(delivery.planned())).isEmpty();
        }
    }

    /** How long a delivery waits for submissions that decide whether it is within the limits. */
    private static final int MAX_TRIES = 20;

    private static final int PAUSE_MILLIS = 250;

    private static final Logger LOGGER = Logger.getLogger(SpendingCounter.class.getName());

    private final Map<String, Reservation> reservations = new ConcurrentHashMap<>();
    /** Deliveries that ended with a failure: their records say that they may still send. */
    private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
    /**
     * What has limits of its own, a build or a run, and has a delivery that is compared with them: others of the same wait
     * for the ledger with it. Guarded by itself.
     */
    private final Set<String> planning = new HashSet<>();

    // Null: the file cannot be read.
    private volatile @Nullable Sent sent;

    public SpendingCounter() {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        try {
            sent = new Sent(today, Collections.unmodifiableSortedMap(load(today).spending()));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read what was sent today", e);
        }
    }

    public static SpendingCounter get() {
        return ExtensionList.lookupSingleton(SpendingCounter.class);
    }

    /**
     * Reserves what a delivery may send, until it ends, if that is within all limits.
     *
     * @return limits that would be exceeded; nothing is reserved then
     * @throws LedgerException if the ledger cannot be read
     */
    public List<Problem> reserve(Planned delivery, SpendingLimits limits, DailyLimits daily, LocalDate today)
            throws IOException, LedgerException, InterruptedException {
        for (int tries = 1; ; tries++) {
            Set<String> shared = shared(delivery);
            beginPlanning(shared);
            try {
                RunSpending run = spent(delivery);
                if (tries == MAX_TRIES || !run.isUnclear(delivery, limits)) {
                    return reserve(delivery, run, limits, daily, today);
                }
            } finally {
                endPlanning(shared);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What it has in common with the deliveries that count towards the same limits. */
    private static Set<String> shared(Planned delivery) {
        String build = "build " + CombinedBuild.id(delivery.build());
        return delivery.once().isOff()
                ? Set.of(build)
                : Set.of(build, "run " + delivery.once().runId());
    }

    private void beginPlanning(Set<String> shared) throws InterruptedException {
        synchronized (planning) {
            while (!Collections.disjoint(planning, shared)) {
                planning.wait();
            }
            planning.addAll(shared);
        }
    }

    private void endPlanning(Set<String> shared) {
        synchronized (planning) {
            planning.removeAll(shared);
            planning.notifyAll();
        }
    }

    private List<Problem> reserve(
            Planned delivery, RunSpending run, SpendingLimits limits, DailyLimits daily, LocalDate today)
            throws IOException {
        List<Problem> problems = new ArrayList<>(run.check(delivery, limits));
        problems.addAll(reserveDay(delivery, daily, today, problems.isEmpty()));
        if (problems.isEmpty()) {
            reservations.put(delivery.id(), new Reservation(delivery.build(), delivery.once(), delivery.planned()));
        }
        return problems;
    }

    /** The limits of the run that a delivery would exceed; reserves nothing. */
    public List<Problem> check(Planned delivery, SpendingLimits limits) throws IOException, LedgerException {
        return spent(delivery).check(delivery, limits);
    }

    private synchronized List<Problem> reserveDay(
            Planned delivery, DailyLimits daily, LocalDate today, boolean isAllowed) throws IOException {
        Day day = load(today);
        day.open().remove(delivery.id());
        releaseKilled(day);
        Spending ofDay = day.spending()
                .getOrDefault(delivery.account(), Spending.NOTHING)
                .plus(delivery.planned());
        List<Problem> problems = daily.check(ofDay);
        if (problems.isEmpty() && isAllowed) {
            Open open = new Open();
            open.account = delivery.account();
            open.build = delivery.build().getExternalizableId();
            open.run = delivery.once().isOff() ? "" : delivery.once().runId();
            open.faxes = delivery.planned().faxes();
            open.pages = delivery.planned().pages();
            day.open().put(delivery.id(), open);
            save(day);
        }
        return problems;
    }

    /** Of builds that ended without telling, such as those that Jenkins could not resume. */
    private static void releaseKilled(Day day) {
        for (String id : List.copyOf(day.open().keySet())) {
            Open open = day.open().get(id);
            if (open != null && DeliveryService.get().find(id).isEmpty()) {
                Run<?, ?> build = find(open.build);
                if (build == null) {
                    // Deleted: what it sent is not known any more. It counts today, and on no other day.
                    settleAll(day, id, open);
                } else if (!build.isBuilding()) {
                    try {
                        settle(day, id, DeliveryStore.of(build).load(id));
                    } catch (IOException e) {
                        LOGGER.log(Level.WARNING, e, () -> "Cannot read delivery " + id + " of " + build);
                        settleAll(day, id, open);
                    }
                }
            }
        }
    }

    private static void settleAll(Day day, String id, Open open) {
        day.open().remove(id);
        day.add(open.account, new Spending(open.faxes, open.pages));
    }

    private static @Nullable Run<?, ?> find(String build) {
        try {
            return Run.fromExternalizableId(build);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Ends the reservation of a delivery that ended.
     *
     * @param last its last state; empty if it sent nothing
     */
    void settle(String id, Optional<DeliveryRecord> last) {
        settle(id, last, LocalDate.now(ZoneId.systemDefault()));
    }

    /** The same on a day, on which it counts, although it may have begun on another one. */
    void settle(String id, Optional<DeliveryRecord> last, LocalDate today) {
        if (last.filter(it -> it.dryRun() || it.kind() == DeliveryRecord.Kind.STATUS)
                .isPresent()) {
            return;
        }
        if (last.filter(it -> !it.isEnough()).isPresent()) {
            abandoned.add(id);
        }
        reservations.remove(id);
        synchronized (this) {
            try {
                Day day = load(today);
                if (settle(day, id, last)) {
                    save(day);
                }
            } catch (IOException e) {
                // It counts with all that it reserved.
                LOGGER.log(Level.WARNING, e, () -> "Cannot save what was sent today");
            }
        }
    }

    private static boolean settle(Day day, String id, Optional<DeliveryRecord> last) {
        Open open = day.open().remove(id);
        if (open != null) {
            day.add(
                    open.account,
                    last.map(it -> it.delivery().recovered().submitted(it.started()))
                            .orElse(Spending.NOTHING));
        }
        return open != null;
    }

    private synchronized void rename(String before, String after) {
        String job = before + "#";
        try {
            if (file().exists() && file().read() instanceof Day day) {
                List<Open> moved = day.open().values().stream()
                        .filter(it -> it.build.startsWith(job))
                        .toList();
                moved.forEach(it -> it.build = after + "#" + it.build.substring(job.length()));
                if (!moved.isEmpty()) {
                    save(day);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot follow " + before + " to " + after);
        }
    }

    /** What each account has sent on a day or may still send, by login; empty if it cannot be read. */
    public Optional<SortedMap<String, Spending>> ofDay(LocalDate today) {
        return Optional.ofNullable(sent).map(it -> it.day().equals(today) ? it.accounts() : new TreeMap<>());
    }

    private RunSpending spent(Planned delivery) throws IOException, LedgerException {
        Map<String, DeliveryRecord> own = ofBuild(delivery.build());
        Spending sent = Spending.NOTHING;
        for (DeliveryRecord record : own.values()) {
            if (delivery.once().isOff() || record.once().isOff()) {
                sent = sent.plus(record.delivery().sent(record.started()));
            }
        }
        // What is open before and after the ledger is read: what is submitted in between counts twice in the one sum,
        // and in the other not at all.
        Spending most = sent.plus(open(delivery, own, Delivery::remaining));
        if (delivery.once().isOff()) {
            return new RunSpending(most, most);
        }
        Spending ledger = delivery.ledger().spent();
        Spending least = sent.plus(open(delivery, ofBuild(delivery.build()), Delivery::planned));
        return new RunSpending(least.plus(ledger), most.plus(ledger));
    }

    private Spending open(Planned delivery, Map<String, DeliveryRecord> own, Function<Delivery, Spending> remaining)
            throws IOException {
        Map<String, Spending> open = new HashMap<>();
        own.forEach((id, record) -> open.put(id, remaining(record, remaining)));
        reservations.forEach((id, it) -> {
            if (isSameRun(delivery, it.build(), it.once())) {
                open.putIfAbsent(id, it.planned());
            }
        });
        for (Map.Entry<String, Open> saved : saved().entrySet()) {
            if (!open.containsKey(saved.getKey())
                    && !delivery.once().isOff()
                    && delivery.once().runId().equals(saved.getValue().run)) {
                open.put(saved.getKey(), notResumed(saved.getKey(), saved.getValue(), remaining));
            }
        }
        for (DeliveryTask task : DeliveryService.get().tasks()) {
            Optional<DeliveryRecord> record = record(task);
            // Of the own build what counts as sent was read already: a later state would count in neither.
            if (record.isPresent()
                    && !own.containsKey(task.id())
                    && isSameRun(delivery, task.run(), record.get().once())) {
                open.put(task.id(), remaining(record.get(), remaining));
            }
        }
        open.remove(delivery.id());
        return open.values().stream().reduce(Spending.NOTHING, Spending::plus);
    }

    /**
     * What a delivery may still send that Jenkins has not resumed after a restart: a Pipeline waits for its agent, and
     * sends when that is back.
     */
    private Spending notResumed(String id, Open saved, Function<Delivery, Spending> remaining) throws IOException {
        Run<?, ?> build = find(saved.build);
        if (build == null || !build.isBuilding()) {
            return Spending.NOTHING;
        }
        Optional<DeliveryRecord> record = DeliveryStore.of(build).load(id);
        return record.isPresent() ? remaining(record.get(), remaining) : new Spending(saved.faxes, saved.pages);
    }

    private synchronized Map<String, Open> saved() throws IOException {
        return file().exists() && file().read() instanceof Day day ? day.open() : Map.of();
    }

    private Spending remaining(DeliveryRecord record, Function<Delivery, Spending> remaining) {
        return record.isEnough() || abandoned.contains(record.id())
                ? Spending.NOTHING
                : remaining.apply(record.delivery());
    }

    /** Also of one that Jenkins has resumed and that has not begun again. */
    private static Optional<DeliveryRecord> record(DeliveryTask task) throws IOException {
        Optional<DeliveryRecord> record = task.record();
        return record.isPresent() ? record : DeliveryStore.of(task.run()).load(task.id());
    }

    private static boolean isSameRun(Planned delivery, Run<?, ?> build, OnceSettings once) {
        return CombinedBuild.isShared(build, delivery.build())
                || (!once.isOff()
                        && !delivery.once().isOff()
                        && once.runId().equals(delivery.once().runId()));
    }

    /** The deliveries of a build, and of all other parts of a matrix build, that send, in their last state. */
    private static Map<String, DeliveryRecord> ofBuild(Run<?, ?> build) throws IOException {
        Map<String, DeliveryRecord> records = new HashMap<>();
        for (Run<?, ?> part : CombinedBuild.parts(build)) {
            DeliveryStore.Kept kept = DeliveryStore.of(part).all();
            if (!kept.unreadable().isEmpty()) {
                throw new IOException("Cannot read what this build has sent: " + String.join(", ", kept.unreadable()));
            }
            for (DeliveryRecord record : kept.records()) {
                if (record.kind() == DeliveryRecord.Kind.SEND) {
                    records.put(
                            record.id(),
                            DeliveryService.get()
                                    .find(record.id())
                                    .flatMap(DeliveryTask::record)
                                    .orElse(record));
                }
            }
        }
        return records;
    }

    private void save(Day day) throws IOException {
        file().write(day);
        sent = new Sent(LocalDate.parse(day.date), Collections.unmodifiableSortedMap(day.spending()));
    }

    private static Day load(LocalDate today) throws IOException {
        Day day = file().exists() && file().read() instanceof Day saved ? saved : new Day();
        // A delivery that began before midnight and reserves after another one counts on the other one's day.
        boolean isCurrent = day.date.equals(today.toString())
                || day.date.equals(today.plusDays(1).toString());
        if (isCurrent) {
            return day;
        }
        Day next = new Day();
        next.date = today.toString();
        // What is under way at midnight counts on the day on which it ends.
        next.open().putAll(day.open());
        return next;
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), SpendingCounter.class.getName() + ".xml"));
    }

    /** Keeps the builds of reservations true when jobs are renamed or moved. */
    @Extension
    public static final class Jobs extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().rename(oldFullName, newFullName);
        }
    }
}
