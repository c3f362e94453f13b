package io.github.faxnummer.ledger;

import io.github.faxnummer.policy.Spending;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs have sent: a folder for each budget, with a folder for each day of each process, with an empty file for each
 * attempt, whose name says what it counts for. Files of a version that had no folders of processes count as well.
 *
 * <p>A process remembers what it entered and lists what others did: it reads nothing of its own again for each fax.
 *
 * <p>Nothing is forced to disk: after a power failure a run may send more than its limits, by what it was sending then.
 */
final class BudgetFiles {

    private static final int LONGEST_ATTEMPT = 9;
    private static final int LONGEST_PAGES = 10;
    private static final int LONGEST_TIME = 18;
    private static final int RANDOM_BYTES = 12;
    private static final int PARTS_OF_FOLDER = 2;
    private static final int PARTS_OF_FILE = 5;
    /** Of those remembered; a controller has many runs, and few at a time. */
    private static final int MAX_BUDGETS = 100;

    /** What the ledger knows of an attempt. */
    interface Attempts {

        /** Whether its submission was recorded. */
        boolean isEntered(AttemptKey attempt);

        int pages(AttemptKey attempt, int masked) throws LedgerException;
    }

    /**
     * What an attempt adds to the spending of a run.
     *
     * @param at when it began, in milliseconds
     */
    private record Counted(AttemptKey attempt, int pages, long at) {}

    /**
     * What is remembered of a budget.
     *
     * @param own the names of all files that this process made
     * @param counted what attempts count for, by the names of their files, which are unique and stay true
     */
    private record Budget(Set<String> own, Map<String, Counted> counted) {}

    private final Path folder;
    private final Attempts attempts;
    private final String process = LedgerHash.random(RANDOM_BYTES);

    private final Map<LedgerKey, Budget> budgets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LedgerKey, Budget> eldest) {
            return size() > MAX_BUDGETS;
        }
    };

    BudgetFiles(Path folder, Attempts attempts) {
        this.folder = folder;
        this.attempts = attempts;
    }

    Spending spent(LedgerKey key, Instant after) throws IOException, LedgerException {
        Budget budget = budget(key);
        Set<AttemptKey> seen = new HashSet<>();
        Spending spent = add(Spending.NOTHING, budget, budget.own(), after, seen);
        for (Path path : DirectoryLedger.files(folder.resolve(key.hex()), "")) {
            String name = DirectoryLedger.name(path);
            if (!isFolder(name)) {
                spent = add(spent, budget, Set.of(name), after, seen);
            } else if (!isOwn(name) && !isBefore(name, after)) {
                spent = add(spent, budget, names(path), after, seen);
            }
        }
        return spent;
    }

    /** @param seen an entry that failed has left a file, too */
    private Spending add(Spending spent, Budget budget, Set<String> names, Instant after, Set<AttemptKey> seen)
            throws LedgerException {
        int faxes = spent.faxes();
        int pages = spent.pages();
        for (String name : names) {
            Counted counts = counted(budget, name);
            if (counts != null && counts.at() > after.toEpochMilli() && seen.add(counts.attempt())) {
                faxes = Math.addExact(faxes, 1);
                pages = Math.addExact(pages, counts.pages());
            }
        }
        return new Spending(faxes, pages);
    }

    /** What a file says that an attempt counts for; null if it does not count. */
    private @Nullable Counted counted(Budget budget, String name) throws LedgerException {
        Counted known = budget.counted().get(name);
        if (known != null) {
            return known;
        }
        String[] parts = name.split("-", -1);
        if (parts.length != PARTS_OF_FILE
                || !LedgerKey.isHash(parts[0])
                || !DirectoryLedger.isNumber(parts[1], LONGEST_ATTEMPT)
                || !DirectoryLedger.isNumber(parts[2], LONGEST_PAGES)
                || !DirectoryLedger.isNumber(parts[3], LONGEST_TIME)
                || parts[4].isEmpty()) {
            return null;
        }
        AttemptKey attempt = new AttemptKey(new LedgerKey(parts[0]), Integer.parseInt(parts[1]));
        // The file is created before the step is recorded.
        if (!attempts.isEntered(attempt)) {
            return null;
        }
        Counted counts =
                new Counted(attempt, attempts.pages(attempt, Integer.parseInt(parts[2])), Long.parseLong(parts[3]));
        budget.counted().put(name, counts);
        return counts;
    }

    /** To be called before the step is recorded. */
    void enter(LedgerKey fax, LedgerRecord submitting) throws IOException {
        if (submitting.counts().isPresent()) {
            LedgerKey key = submitting.counts().get().budget();
            String name = fileName(fax, submitting, submitting.counts().get());
            long day = LocalDate.ofInstant(submitting.at(), ZoneOffset.UTC).toEpochDay();
            DirectoryLedger.createEmpty(
                    folder.resolve(key.hex()).resolve(day + "-" + process).resolve(name));
            // After the file: if the budget was forgotten meanwhile, the file is found when it is listed.
            budget(key).own().add(name);
        }
    }

    void remove(LedgerKey fax, LedgerRecord submitting) throws IOException {
        if (submitting.counts().isPresent()) {
            LedgerKey key = submitting.counts().get().budget();
            String name = fileName(fax, submitting, submitting.counts().get());
            Path budget = folder.resolve(key.hex());
            Files.deleteIfExists(budget.resolve(name));
            for (Path path : DirectoryLedger.files(budget, "")) {
                if (isFolder(DirectoryLedger.name(path))) {
                    Files.deleteIfExists(path.resolve(name));
                }
            }
            budget(key).own().remove(name);
        }
    }

    /** Removes folders without attempts. */
    void clean() throws IOException {
        for (Path budget : DirectoryLedger.files(folder, "")) {
            if (!LedgerKey.isHash(DirectoryLedger.name(budget))) {
                continue;
            }
            for (Path path : DirectoryLedger.files(budget, "")) {
                if (isFolder(DirectoryLedger.name(path))) {
                    deleteIfEmpty(path);
                }
            }
            deleteIfEmpty(budget);
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Its attempts are still there.
        }
    }

    private Budget budget(LedgerKey key) throws IOException {
        synchronized (budgets) {
            Budget known = budgets.get(key);
            if (known != null) {
                return known;
            }
        }
        Budget listed = new Budget(ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
        for (Path path : DirectoryLedger.files(folder.resolve(key.hex()), "")) {
            if (isOwn(DirectoryLedger.name(path))) {
                listed.own().addAll(names(path));
            }
        }
        synchronized (budgets) {
            Budget known = budgets.putIfAbsent(key, listed);
            return known == null ? listed : known;
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path file : DirectoryLedger.files(folder, "")) {
            names.add(DirectoryLedger.name(file));
        }
        return names;
    }

    private static String fileName(LedgerKey fax, LedgerRecord submitting, LedgerRecord.Counts counts) {
        return String.join(
                "-",
                fax.hex(),
                String.valueOf(submitting.attempt()),
                String.valueOf(counts.pages()),
                String.valueOf(submitting.at().toEpochMilli()),
                submitting.token());
    }

    private static boolean isFolder(String name) {
        String[] parts = name.split("-", -1);
        return parts.length == PARTS_OF_FOLDER && DirectoryLedger.isNumber(parts[0], LONGEST_ATTEMPT);
    }

    private boolean isOwn(String name) {
        return isFolder(name) && name.endsWith("-" + process);
    }

    /** Whether all attempts of a folder began before a time. */
    private static boolean isBefore(String name, Instant time) {
        return time.isAfter(LocalDate.ofEpochDay(Long.parseLong(name.substring(0, name.indexOf('-'))))
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant());
    }
}
