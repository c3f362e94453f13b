package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A ledger of small files, one for each step, in a folder of this machine or a shared one.
 *
 * <p>Two other folders have an empty file for each attempt: {@code jobs} finds those of a job, {@code budgets} has
 * {@linkplain BudgetFiles what each run sends}.
 *
 * <p>A file is written under a temporary name and then linked to its own: of several processes that link to one name exactly
 * one succeeds, and a reader never sees half a file. Where there are no links, the file itself is created exclusively. A file
 * is never changed; what ended long ago is deleted by {@link #clean}.
 */
public final class DirectoryLedger extends HashedLedger {

    private static final String SECRET = "secret";
    private static final String TEMPORARY = ".tmp-";
    private static final String BEAT = "beat";
    private static final int HASH_LENGTH = 64;
    private static final int LONGEST_ATTEMPT = 9;
    private static final int BUCKETS = 256;
    private static final String COMPLETE = "complete";
    private static final int LONGEST_REASON = 200;
    private static final int RANDOM_BYTES = 12;
    /** Most reads of an incomplete file, which another process may still be writing. */
    private static final int MAX_READS = 20;

    private static final int PAUSE_MILLIS = 100;
    private static final Duration TEMPORARY_FOR = Duration.ofDays(1);

    private static final Duration CLEANING_EVERY = Duration.ofDays(1);

    private final Path folder;
    private final Optional<Message> whenEmpty;
    private final Path entries;
    private final Path jobs;
    private final BudgetFiles budgets;
    /** Files that stayed incomplete: their writer is gone, and they are not waited for again. */
    private final Set<Path> unfinished = ConcurrentHashMap.newKeySet();

    private volatile boolean hasAllJobs;
    /** Whether the file system forces folders; Windows and some network file systems keep their entries without. */
    private volatile boolean canForce;

    private volatile @Nullable LedgerHash hash;

    /** Held while folders are forced to disk, which other threads may have made. */
    private final ReentrantLock creatingBuckets = new ReentrantLock();

    /** Those that this process has used. */
    private final Set<String> buckets = new HashSet<>();

    /** Whether a bucket is used that a loss of power could take away. */
    private volatile boolean areBucketsUnforced;

    /** A file of a step. */
    private record StepFile(Path path, String fax, int attempt, LedgerStep step) {

        /** Empty if it is something else. */
        static Optional<StepFile> of(Path path) {
            String name = name(path);
            int end = name.length() - 2;
            if (end <= HASH_LENGTH + 1
                    || name.charAt(HASH_LENGTH) != '-'
                    || name.charAt(end) != '-'
                    || name.charAt(end + 1) < '1'
                    || name.charAt(end + 1) > '6'
                    || !isNumber(name, HASH_LENGTH + 1, end, LONGEST_ATTEMPT)
                    || !LedgerKey.isHash(name.substring(0, HASH_LENGTH))) {
                return Optional.empty();
            }
            return Optional.of(new StepFile(
                    path,
                    name.substring(0, HASH_LENGTH),
                    Integer.parseInt(name, HASH_LENGTH + 1, end, 10),
                    LedgerStep.of(name.charAt(end + 1) - '0')));
        }
    }

    static boolean isNumber(String text, int longest) {
        return isNumber(text, 0, text.length(), longest);
    }

    private static boolean isNumber(String text, int from, int to, int longest) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to && to - from <= longest;
    }

    /**
     * A ledger in its default folder; touches nothing yet.
     *
     * @param folder absolute
     */
    public DirectoryLedger(Path folder) {
        this(folder, Optional.empty());
    }

    private DirectoryLedger(Path folder, Optional<Message> whenEmpty) {
        this.folder = folder;
        this.whenEmpty = whenEmpty;
        entries = folder.resolve("entries");
        jobs = folder.resolve("jobs");
        budgets = new BudgetFiles(folder.resolve("budgets"), enteredAttempts());
    }

    /** The same in a folder that a user chose, of which it {@linkplain #advice says} whether the ledger is empty. */
    public static DirectoryLedger chosen(Path folder) {
        return new DirectoryLedger(folder, Optional.of(FaxLedger.emptyAt(folder.toString())));
    }

    /** The same in the default folder of a home directory that may go with its container, which nothing else tells. */
    public static DirectoryLedger inHomeThatMayGo(Path folder) {
        return new DirectoryLedger(folder, Optional.of(Message.of("build.once.empty-home", folder.toString())));
    }

    /** A folder as a user wrote it. A relative one would be a different ledger in each directory. */
    public static Validated<Path> check(String written) {
        try {
            Path path = Path.of(written.strip());
            if (path.isAbsolute()) {
                return Validated.valid(path.normalize());
            }
        } catch (InvalidPathException e) {
            // Not a path of this system.
        }
        return Validated.invalid(OnceParameters.LEDGER_DIRECTORY.name(), written, Message.of("input.ledger-directory"));
    }

    /** The default folder in a user's home; a JDK writes {@code ?} for a user without a home. */
    public static Validated<Path> inHome(String home) {
        Validated<Path> checked = home.strip().equals("?") ? check("") : check(home);
        return checked.value().isPresent()
                ? checked.map(it -> it.resolve(".faxnummer").resolve("ledger"))
                : Validated.invalid(
                        OnceParameters.LEDGER_DIRECTORY.name(), home, Message.of("input.ledger-directory.home"));
    }

    @Override
    public Spending spent(LedgerKey budget, Instant after) throws LedgerException {
        try {
            return budgets.spent(budget, after);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private BudgetFiles.Attempts enteredAttempts() {
        return new BudgetFiles.Attempts() {
            @Override
            public boolean isEntered(AttemptKey attempt) {
                return Files.exists(stepFile(attempt.fax(), attempt.number(), LedgerStep.SUBMITTING));
            }

            @Override
            public int pages(AttemptKey attempt, int masked) throws LedgerException {
                return masked(attempt.fax(), attempt.number(), masked);
            }
        };
    }

    /**
     * What failed is not part of what was sent. The end that is recorded decides, also if another process recorded it or
     * its creation was answered with an error. If this fails, the limits are only stricter.
     */
    private void removeCounts(LedgerKey fax, int attempt) {
        try {
            boolean isFailed = read(stepFile(fax, attempt, LedgerStep.ENDED))
                    .flatMap(LedgerRecord::result)
                    .filter(LedgerResult::allowsNextAttempt)
                    .isPresent();
            Optional<LedgerRecord> submitting =
                    isFailed ? read(stepFile(fax, attempt, LedgerStep.SUBMITTING)) : Optional.empty();
            if (submitting.isPresent()) {
                budgets.remove(fax, submitting.get());
            }
        } catch (IOException | LedgerException e) {
            // The fax counts as sent.
        }
    }

    @Override
    public Set<AttemptKey> withJob(JobId job) throws LedgerException {
        if (!Files.isDirectory(entries)) {
            return Set.of();
        }
        LedgerKey key = hash().ofJob(job.value());
        try {
            completeJobs();
            Set<AttemptKey> attempts = new HashSet<>();
            for (Path file : files(jobs.resolve(bucket(key)), key.hex() + "-")) {
                String[] parts = name(file).split("-", -1);
                if (parts.length == 3 && LedgerKey.isHash(parts[1]) && isNumber(parts[2], LONGEST_ATTEMPT)) {
                    AttemptKey attempt = new AttemptKey(new LedgerKey(parts[1]), Integer.parseInt(parts[2]));
                    // The file is created before the step is recorded.
                    if (Files.exists(stepFile(attempt.fax(), attempt.number(), LedgerStep.SUBMITTED))) {
                        attempts.add(attempt);
                    }
                }
            }
            return attempts;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Enters the jobs of steps that an older version of the program recorded. */
    private void completeJobs() throws IOException, LedgerException {
        Path complete = jobs.resolve(COMPLETE);
        if (hasAllJobs || Files.exists(complete)) {
            hasAllJobs = true;
            return;
        }
        for (Path bucket : files(entries, "")) {
            for (Path file : files(bucket, "")) {
                Optional<StepFile> found = StepFile.of(file);
                if (found.isPresent() && found.get().step() == LedgerStep.SUBMITTED) {
                    Optional<LedgerRecord> step = readStep(found.get());
                    if (step.isPresent()) {
                        enterJob(new LedgerKey(found.get().fax()), step.get());
                    }
                }
            }
        }
        createEmpty(complete);
        hasAllJobs = true;
    }

    /** Not forced to disk: a power failure in this moment may only keep a job of two faxes from being noticed. */
    private void enterJob(LedgerKey fax, LedgerRecord step) throws IOException, LedgerException {
        if (step.step() == LedgerStep.SUBMITTED && step.jobId().isPresent()) {
            createEmpty(jobFile(fax, step.attempt(), step.jobId().get()));
        }
    }

    private Path jobFile(LedgerKey fax, int attempt, String job) throws LedgerException {
        LedgerKey key = hash().ofJob(job);
        return jobs.resolve(bucket(key)).resolve(key.hex() + "-" + fax.hex() + "-" + attempt);
    }

    /** With its folder, neither of which is forced to disk. */
    static void createEmpty(Path file) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                if (tries > 1) {
                    Files.createDirectories(parent(file));
                }
                Files.createFile(file);
                return;
            } catch (FileAlreadyExistsException e) {
                // That is all it says.
                return;
            } catch (NoSuchFileException e) {
                // Or cleaning by another process removed its empty folders.
                if (tries == MAX_READS) {
                    throw e;
                }
            }
        }
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    @Override
    public List<LedgerRecord> records(LedgerKey fax) throws LedgerException {
        try {
            List<LedgerRecord> records = new ArrayList<>();
            for (Path file : files(entries.resolve(bucket(fax)), fax.hex() + "-")) {
                Optional<StepFile> step = StepFile.of(file);
                Optional<LedgerRecord> read = step.isPresent() ? readWhole(step.get()) : Optional.empty();
                if (read.isPresent()) {
                    records.add(read.get());
                }
            }
            return records;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean add(LedgerKey fax, LedgerRecord step) throws LedgerException {
        try {
            createBucket(bucket(fax));
            enterJob(fax, step);
            if (step.step() == LedgerStep.SUBMITTING) {
                // Before the entry: others that looked for it in vain could go on missing it for a minute.
                createEmpty(beatFile(fax, step.attempt()));
            }
            Path file = stepFile(fax, step.attempt(), step.step());
            budgets.enter(fax, step);
            boolean isForced = mustSurvivePowerFailure(step);
            boolean isOurs = create(file, LedgerRecordFile.text(step), isForced);
            if (!isOurs) {
                // A file that is gone belonged to another process and was cleaned meanwhile: the caller looks again.
                Optional<LedgerRecord> there = read(file);
                // Its creation may have been answered with an error.
                isOurs = there.isPresent() && there.get().token().equals(step.token());
            }
            if (!isOurs) {
                budgets.remove(fax, step);
            } else if (isForced) {
                force(entries.resolve(bucket(fax)));
                forceBuckets();
            }
            return isOurs;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (step.step() == LedgerStep.ENDED) {
                removeCounts(fax, step.attempt());
            }
        }
    }

    @Override
    public void recorded(LedgerKey fax, int attempt) throws LedgerException {
        beat(fax, attempt, RECORDED);
    }

    @Override
    public void beat(LedgerKey fax, int attempt, long counter) throws LedgerException {
        // Not of java.nio: an interrupt would close it.
        try (FileOutputStream out = new FileOutputStream(beatFile(fax, attempt).toFile())) {
            out.write(String.valueOf(counter).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public long beats(LedgerKey fax, int attempt) throws LedgerException {
        try {
            return Long.parseLong(Files.readString(beatFile(fax, attempt)).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            // Being written at this moment.
            return -1;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public int clean(Instant before) throws LedgerException {
        int removed = 0;
        try {
            for (Path bucket : files(entries, "")) {
                removed += cleanBucket(bucket, before);
            }
            budgets.clean();
            return removed;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public boolean isCleaningDue(Instant now) throws LedgerException {
        Path file = folder.resolve("cleaned");
        try {
            if (Files.exists(file)
                    && Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(CLEANING_EVERY))) {
                return false;
            }
            createFolders();
            write(file, now.toString(), false);
            return true;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public Optional<Message> advice() throws LedgerException {
        try {
            return whenEmpty.isPresent() && !hasEntries() ? whenEmpty : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public void close() {
        // Keeps nothing open.
    }

    private int cleanBucket(Path bucket, Instant before) throws IOException, LedgerException {
        Map<String, List<LedgerRecord>> faxes = new TreeMap<>();
        for (Path file : files(bucket, "")) {
            Optional<StepFile> step = StepFile.of(file);
            if (step.isPresent()) {
                List<LedgerRecord> records = faxes.computeIfAbsent(step.get().fax(), it -> new ArrayList<>());
                readStep(step.get()).ifPresent(records::add);
            } else if (name(file).startsWith(TEMPORARY) && isAbandoned(file, before)) {
                Files.deleteIfExists(file);
            }
        }
        int removed = 0;
        for (Map.Entry<String, List<LedgerRecord>> fax : faxes.entrySet()) {
            for (LedgerAttempt attempt : LedgerAttempt.removable(LedgerAttempt.of(fax.getValue()), before)) {
                String name = fax.getKey() + "-" + attempt.number() + "-";
                Files.deleteIfExists(bucket.resolve(name + BEAT));
                LedgerRecord submitting = attempt.steps().get(LedgerStep.SUBMITTING);
                if (submitting != null) {
                    budgets.remove(new LedgerKey(fax.getKey()), submitting);
                }
                LedgerRecord submitted = attempt.steps().get(LedgerStep.SUBMITTED);
                if (submitted != null && submitted.jobId().isPresent()) {
                    Files.deleteIfExists(jobFile(
                            new LedgerKey(fax.getKey()),
                            attempt.number(),
                            submitted.jobId().get()));
                }
                // The end last: an attempt whose removal was interrupted must not look as if it had not ended.
                for (LedgerStep step : LedgerStep.values()) {
                    Files.deleteIfExists(bucket.resolve(name + step.number()));
                }
                removed++;
            }
        }
        return removed;
    }

    /** Left by a process that was killed; {@code before} is long ago, so the clocks' difference does not matter. */
    private static boolean isAbandoned(Path file, Instant before) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before.minus(TEMPORARY_FOR));
        } catch (IOException e) {
            return false;
        }
    }

    /** The other steps may be lost in a power failure: a fax that was delivered is only polled once more. */
    private static boolean mustSurvivePowerFailure(LedgerRecord step) {
        return switch (step.step()) {
            case SUBMITTING, UNKNOWN, SUBMITTED, DISPUTED -> true;
            case ON_THE_WIRE -> false;
            // A file that was left empty blocks the real end: after a failure the fax would not be sent again.
            case ENDED -> step.result().isPresent() && step.result().get().allowsNextAttempt();
        };
    }

    @Override
    LedgerHash hash() throws LedgerException {
        LedgerHash known = hash;
        if (known != null) {
            return known;
        }
        try {
            createFolders();
            Path file = folder.resolve(SECRET);
            if (!Files.exists(file)) {
                // Another process may have made the secret and an entry in between.
                if (hasEntries() && !Files.exists(file)) {
                    // Under another secret none of them would be found.
                    throw new LedgerException(Message.of("ledger.secret-missing", file));
                }
                create(file, LedgerRecordFile.FIRST_LINE + "\n" + LedgerHash.newSecret() + "\n", true);
            }
            LedgerHash read = secret(file);
            forceFolders();
            hash = read;
            return read;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Without links the file is empty for a moment after its creation, and for good if its creator was killed then. */
    private LedgerHash secret(Path file) throws IOException, LedgerException {
        for (int tries = 1; ; tries++) {
            List<String> lines = Files.readString(file).lines().toList();
            if (lines.size() == 2
                    && lines.get(0).startsWith(LedgerRecordFile.NAME)
                    && !lines.get(0).equals(LedgerRecordFile.FIRST_LINE)) {
                throw new LedgerException(Message.of("ledger.newer"));
            }
            try {
                if (lines.size() == 2 && lines.get(0).equals(LedgerRecordFile.FIRST_LINE)) {
                    return new LedgerHash(lines.get(1));
                }
            } catch (IllegalArgumentException e) {
                // Not whole, or damaged.
            }
            if (tries == MAX_READS) {
                // It is whole before the first entry is made. It must not be replaced here: its creator may only be
                // suspended.
                throw new LedgerException(
                        Message.of(hasEntries() ? "ledger.secret-damaged" : "ledger.secret-unfinished", file));
            }
            pause();
        }
    }

    /** False if it was interrupted, which the thread remembers. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean hasEntries() throws IOException {
        for (Path bucket : files(entries, "")) {
            // Others leave files in folders, such as .DS_Store.
            if (Files.isDirectory(bucket)
                    && files(bucket, "").stream().anyMatch(it -> StepFile.of(it).isPresent())) {
                return true;
            }
        }
        return false;
    }

    private void createFolders() throws IOException {
        if (!Files.isDirectory(folder)) {
            boolean isPosix =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            if (isPosix) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        }
        if (!Files.isDirectory(entries)) {
            Files.createDirectories(entries);
        }
    }

    /** Also those that another process made, perhaps at this moment; what is on disk costs nothing. */
    private void forceFolders() {
        canForce = tryToForce(folder);
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            tryToForce(above);
        }
    }

    /**
     * Creates a folder for entries, unless another process did, which may not have forced it to disk. A process that needs a
     * second one has many faxes: all are created then.
     */
    private void createBucket(String bucket) throws IOException {
        creatingBuckets.lock();
        try {
            if (buckets.contains(bucket)) {
                return;
            }
            areBucketsUnforced = true;
            if (buckets.isEmpty()) {
                Files.createDirectories(entries.resolve(bucket));
                buckets.add(bucket);
                return;
            }
            for (int i = 0; i < BUCKETS; i++) {
                String name = HexFormat.of().toHexDigits((byte) i);
                Files.createDirectories(entries.resolve(name));
                buckets.add(name);
            }
        } finally {
            creatingBuckets.unlock();
        }
    }

    /** After the first entry, which took the new folders to disk with it where a file system keeps a journal. */
    private void forceBuckets() throws IOException {
        if (!areBucketsUnforced) {
            return;
        }
        creatingBuckets.lock();
        try {
            if (areBucketsUnforced) {
                force(entries);
                areBucketsUnforced = false;
            }
        } finally {
            creatingBuckets.unlock();
        }
    }

    /** Creates a file with its whole text, unless the name is taken. Its folder is not forced to disk. */
    private static boolean create(Path file, String text, boolean force) throws IOException {
        Path temporary = parent(file).resolve(TEMPORARY + LedgerHash.random(RANDOM_BYTES));
        try {
            write(temporary, text, force);
            return link(file, temporary) || (!Files.exists(file) && createNew(file, text, force));
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** What remains is deleted by a cleaning: whether the entry was made does not depend on it. */
    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // Another program, such as a virus scanner, may have it open.
        }
    }

    /** False if the name is taken, and if links cannot be had or it is not certain whether it worked. */
    private static boolean link(Path file, Path temporary) {
        try {
            Files.createLink(file, temporary);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean createNew(Path file, String text, boolean force) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        // What a failure leaves here stays: others may have read it whole, and acted by it.
        write(file, text, force);
        return true;
    }

    /** Not of java.nio: an interrupt would close it, and an aborted build needs its ledger most of all. */
    private static void write(Path file, String text, boolean force) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            if (force) {
                out.getFD().sync();
            }
        }
    }

    /** @throws IOException if the disk does not keep what is in a folder that could be forced before */
    private void force(Path path) throws IOException {
        if (!tryToForce(path) && canForce) {
            throw new IOException(path + " cannot be forced to disk");
        }
    }

    private static boolean tryToForce(Path folder) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return true;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                } catch (IOException e) {
                    return false;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static List<Path> files(Path folder, String prefix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                if (name(file).startsWith(prefix)) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    /** Reads a record again while another process may still be writing it: an incomplete one has no token. */
    private Optional<LedgerRecord> readWhole(StepFile file) throws IOException, LedgerException {
        Optional<LedgerRecord> read = readStep(file);
        for (int reads = 1;
                read.isPresent() && read.get().token().isEmpty() && !unfinished.contains(file.path());
                reads++) {
            if (reads == MAX_READS) {
                unfinished.add(file.path());
            } else if (pause()) {
                read = readStep(file);
            } else {
                return read;
            }
        }
        return read;
    }

    /** Reads the file of a step as it is. */
    private static Optional<LedgerRecord> read(Path file) throws IOException, LedgerException {
        Optional<StepFile> step = StepFile.of(file);
        return step.isPresent() ? readStep(step.get()) : Optional.empty();
    }

    private static Optional<LedgerRecord> readStep(StepFile file) throws IOException, LedgerException {
        try {
            LedgerRecord read = LedgerRecordFile.parse(file.attempt(), file.step(), Files.readString(file.path()));
            return Optional.of(
                    read.at().equals(LedgerRecordFile.NO_TIME)
                            ? read.withAt(Files.getLastModifiedTime(file.path()).toInstant())
                            : read);
        } catch (NoSuchFileException e) {
            // Cleaned meanwhile.
            return Optional.empty();
        }
    }

    private Path beatFile(LedgerKey fax, int attempt) {
        return entries.resolve(bucket(fax)).resolve(fax.hex() + "-" + attempt + "-" + BEAT);
    }

    private Path stepFile(LedgerKey fax, int attempt, LedgerStep step) {
        return entries.resolve(bucket(fax)).resolve(fax.hex() + "-" + attempt + "-" + step.number());
    }

    private static String bucket(LedgerKey key) {
        return key.hex().substring(0, 2);
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private LedgerException unreadable(IOException e) {
        return new LedgerException(Message.of("ledger.unreadable", location(), reason(e)), e);
    }

    private LedgerException unwritable(IOException e) {
        return new LedgerException(Message.of("ledger.unwritable", location(), reason(e)), e);
    }

    private static String reason(IOException e) {
        return Sanitizer.line(e.getClass().getSimpleName() + ": " + e.getMessage(), LONGEST_REASON);
    }
}
