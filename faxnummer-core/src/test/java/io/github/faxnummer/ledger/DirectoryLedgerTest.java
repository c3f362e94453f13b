package io.github.faxnummer.ledger;

import static io.github.faxnummer.ledger.Ledgers.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLedgerTest extends FaxLedgerContract {

    /** For longer than a counter may stand still. */
    private static final int OLD_LOOKS =
            (int) (Ledgers.FAST.standsStillAfter().dividedBy(Ledgers.FAST.pollEvery()) * 2);

    @TempDir
    Path folder;

    @Override
    FaxLedger ledger() {
        return new DirectoryLedger(folder.resolve("ledger"));
    }

    @Override
    List<FaxLedger> newLedgers(int number) {
        List<FaxLedger> ledgers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ledgers.add(DirectoryLedger.chosen(folder.resolve("new").resolve("ledger")));
        }
        return ledgers;
    }

    @Test
    void holdsNothingReadableOfRecipientOrDocument() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        for (Path file : files()) {
            assertThat(file + Files.readString(file)).doesNotContain("69555", "acc1", "example.com", fax.content());
        }
    }

    @Test
    void leavesNoTemporaryFiles() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        assertThat(files().stream().map(it -> it.getFileName().toString())).noneMatch(it -> it.startsWith("."));
    }

    @Test
    void emptyEntryCountsAsUnknown() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.unknown();
        for (Path file : files()) {
            if (file.getFileName().toString().matches(".*-1-1")) {
                Files.writeString(file, "");
            }
        }
        // Its run is not known any more: it counts where all runs count.
        EarlierSubmission earlier = denied(gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE));
        assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        assertThat(new DeliveryText(Locale.ROOT).time(earlier.at())).startsWith("20");
    }

    @Test
    void emptyJobOfKilledProcessCountsAsUnknownUntilSomebodyHasLooked() throws Exception {
        LedgerGate owner = gate(RUN);
        OpenAttempt attempt = granted(owner);
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        owner.close();
        for (Path file : files()) {
            if (file.getFileName().toString().matches(".*-1-" + LedgerStep.SUBMITTED.number())) {
                Files.writeString(file, "");
            }
        }

        assertThat(denied(gate(RUN)).state()).isEqualTo(EarlierSubmission.State.UNKNOWN);
        OpenAttempt again = granted(gate(OnceScope.RUN, RUN, Ledgers.RESEND_UNKNOWN));
        assertThat(again.number()).isEqualTo(2);
        assertThat(again.proceed()).isTrue();
    }

    /** As over NFS, where a listing may be old for a minute and a file that is opened is not. */
    @Test
    void waitsForResultThatListingDoesNotShowYet() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        assertThat(attempt.proceed()).isTrue();
        FaxLedger ledger = ledger();
        LedgerKey key = ledger.key(fax);
        List<LedgerRecord> old = ledger.records(key);
        attempt.submitted(new JobId("faxsend-1"));
        AtomicInteger looks = new AtomicInteger();
        FaxLedger late = (FaxLedger) Proxy.newProxyInstance(
                FaxLedger.class.getClassLoader(),
                new Class<?>[] {FaxLedger.class},
                (proxy, method, arguments) -> method.getName().equals("records") && looks.incrementAndGet() < OLD_LOOKS
                        ? old
                        : method.invoke(ledger, arguments));
        try (LedgerGate gate = Ledgers.gate(late, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            EarlierSubmission earlier = denied(gate);
            assertThat(earlier.state()).isEqualTo(EarlierSubmission.State.SUBMITTED);
            assertThat(earlier.jobId()).contains(new JobId("faxsend-1"));
        }
    }

    @Test
    void secretOfKilledProcessIsToldWithTheWayOut() throws Exception {
        Path secret = Files.createDirectories(folder.resolve("ledger")).resolve("secret");
        Files.createFile(secret);
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty()))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining(secret + " is incomplete")
                .hasMessageContaining("Delete this file");
        Files.delete(secret);
        granted(gate(RUN));

        Files.writeString(secret, "");
        LedgerGate damaged = gate(RUN);
        assertThatThrownBy(() -> damaged.claim(fax, OptionalInt.empty()))
                .hasMessageContaining("restore it from a backup");
    }

    @Test
    void waitsForSecretThatIsBeingWritten() throws Exception {
        granted(gate(RUN));
        Path secret = folder.resolve("ledger").resolve("secret");
        String whole = Files.readString(secret);
        Files.writeString(secret, "");
        CompletableFuture<Void> writer = writeLater(secret, whole);
        takeNewFax();
        granted(gate(RUN));
        writer.join();
    }

    /** As without links, where a file is there before its text is. */
    @Test
    void waitsForResultThatIsBeingWritten() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        Path submitted = file(LedgerStep.SUBMITTED);
        String whole = Files.readString(submitted);
        Files.writeString(submitted, whole.substring(0, whole.length() / 2));
        CompletableFuture<Void> writer = writeLater(submitted, whole);

        assertThat(denied(gate(RUN)).jobId()).contains(new JobId("faxsend-1"));
        writer.join();
    }

    @Test
    void diskThatStopsKeepingFoldersIsAnError() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (broken.get() && operation == FaultyFiles.Operation.OPEN && Files.isDirectory(path)) {
                throw new IOException("Input/output error");
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = granted(gate);
            attempt.proceed();
            broken.set(true);
            assertThatThrownBy(() -> attempt.unknown()).isInstanceOf(LedgerException.class);
        }
    }

    /** The disk kept the entry and not the folder, or said so: nothing is sent, and nothing keeps the fax back later. */
    @Test
    void entryThatWasMadeInSpiteOfAnErrorDoesNotKeepTheFaxBack() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.OPEN && Files.isDirectory(path) && hasEntry() && broken.get()) {
                broken.set(false);
                throw new IOException("Input/output error");
            }
        });
        takeNewFax();
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            broken.set(true);
            assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty())).isInstanceOf(LedgerException.class);
        }
        assertThat(hasEntry()).isTrue();
        assertThat(broken).isFalse();

        granted(gate(RUN));
    }

    /** The ledger stops after the entry, before it could be ended, and is there again for the next try. */
    @Test
    void entryOfLedgerThatStoppedDoesNotKeepTheNextTryBack() throws Exception {
        FaxLedger ledger = ledger();
        AtomicBoolean isDown = new AtomicBoolean();
        AtomicBoolean isToStop = new AtomicBoolean(true);
        FaxLedger stopping = (FaxLedger) Proxy.newProxyInstance(
                FaxLedger.class.getClassLoader(), new Class<?>[] {FaxLedger.class}, (proxy, method, arguments) -> {
                    if (isDown.get()) {
                        throw new LedgerException(Message.of("ledger.unwritable", "ledger", "down"));
                    }
                    Object answer = method.invoke(ledger, arguments);
                    if (method.getName().equals("add") && isToStop.getAndSet(false)) {
                        isDown.set(true);
                        throw new LedgerException(Message.of("ledger.unwritable", "ledger", "down"));
                    }
                    return answer;
                });
        try (LedgerGate gate = Ledgers.gate(stopping, OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty())).isInstanceOf(LedgerException.class);
            isDown.set(false);
            assertThat(hasEntry()).isTrue();

            assertThat(granted(gate).number()).isEqualTo(2);
        }
    }

    @Test
    void interruptedReaderTakesRecordAsItIs() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        Path submitted = file(LedgerStep.SUBMITTED);
        String whole = Files.readString(submitted);
        Files.writeString(submitted, "");
        try (FaxLedger ledger = ledger()) {
            LedgerKey key = ledger.key(fax);
            Thread.currentThread().interrupt();
            assertThat(ledger.records(key)).extracting(LedgerRecord::jobId).doesNotContain(Optional.of("faxsend-1"));
            assertThat(Thread.interrupted()).isTrue();
            CompletableFuture<Void> writer = writeLater(submitted, whole);
            assertThat(ledger.records(key)).extracting(LedgerRecord::jobId).contains(Optional.of("faxsend-1"));
            writer.join();
        }
    }

    @Test
    void folderThatIsNeverForcedIsUsed() throws Exception {
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.OPEN && Files.isDirectory(path)) {
                throw new AccessDeniedException(path.toString());
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = granted(gate);
            attempt.proceed();
            attempt.submitted(new JobId("faxsend-1"));
        }
        assertThat(denied(gate(RUN)).jobId()).contains(new JobId("faxsend-1"));
    }

    @Test
    void endThatLetsFaxBeSentAgainIsForced() throws Exception {
        AtomicInteger forced = new AtomicInteger();
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.OPEN
                    && path.startsWith(folder.resolve("ledger/entries"))
                    && Files.isDirectory(path)) {
                forced.incrementAndGet();
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = granted(gate);
            attempt.proceed();
            attempt.submitted(new JobId("faxsend-1"));
            int before = forced.get();
            gate.ended(fax, attempt.number(), LedgerResult.FAILED);
            assertThat(forced.get()).isGreaterThan(before);
        }
    }

    /** The first name was taken by a process that is gone, and its attempt was cleaned before it could be read. */
    @Test
    void looksAgainAfterTakenNameIsFreeAgain() throws Exception {
        AtomicBoolean isTaken = new AtomicBoolean(true);
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            FaultyFiles.NO_LINKS.check(operation, path);
            if (operation == FaultyFiles.Operation.CREATE
                    && path.getFileName().toString().endsWith("-1-" + LedgerStep.SUBMITTING.number())
                    && isTaken.getAndSet(false)) {
                throw new FileAlreadyExistsException(path.toString());
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            assertThat(granted(gate).number()).isEqualTo(1);
            assertThat(gate.spent(fax.service()).faxes()).isEqualTo(1);
        }
        assertThat(isTaken).isFalse();
    }

    @Test
    void failureWhoseEndWasRecordedInSpiteOfAnErrorDoesNotCount() throws Exception {
        AtomicBoolean isBroken = new AtomicBoolean();
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.OPEN && Files.isDirectory(path) && isBroken.get()) {
                throw new IOException("Input/output error");
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = granted(gate);
            attempt.proceed();
            attempt.submitted(new JobId("faxsend-1"));
            assertThat(gate.spent(fax.service()).faxes()).isEqualTo(1);
            isBroken.set(true);

            assertThatThrownBy(() -> gate.ended(fax, attempt.number(), LedgerResult.FAILED))
                    .isInstanceOf(LedgerException.class);

            assertThat(gate.spent(fax.service()).faxes()).isZero();
        }
    }

    @Test
    void countsWhatOlderVersionEntered() throws Exception {
        granted(gate(RUN));
        for (Path file : budgetFiles()) {
            Files.move(file, parent(parent(file)).resolve(file.getFileName()));
        }

        LedgerGate gate = gate(RUN);
        assertThat(gate.spent(fax.service()).faxes()).isEqualTo(1);
        gate.lookedUp(fax, Optional.empty(), LedgerResult.FAILED);
        assertThat(gate.spent(fax.service()).faxes()).isZero();
    }

    @Test
    void doesNotListItsOwnFilesForEachFax() throws Exception {
        List<Path> listed = Collections.synchronizedList(new ArrayList<>());
        Path watched = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.LIST) {
                listed.add(path);
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(watched), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            granted(gate);
            Path own = parent(budgetFiles().get(0));
            listed.clear();

            assertThat(gate.spent(fax.service()).faxes()).isEqualTo(1);

            assertThat(listed).extracting(Path::toString).isNotEmpty().doesNotContain(own.toString());
        }
    }

    @Test
    void countsOwnFaxesOfManyRuns() throws Exception {
        FaxLedger ledger = ledger();
        int runs = 110;
        for (int i = 0; i < 2 * runs; i++) {
            takeNewFax();
            try (LedgerGate gate = gate(ledger, i % runs)) {
                granted(gate).unknown();
            }
        }
        for (int i = 0; i < runs; i++) {
            try (LedgerGate gate = gate(ledger, i)) {
                assertThat(gate.spent(fax.service()).faxes()).isEqualTo(2);
            }
        }
    }

    private static LedgerGate gate(FaxLedger ledger, int run) throws Exception {
        return Ledgers.gate(ledger, OnceScope.RUN, RunIdentity.of("run " + run), LedgerGate.Overrides.NONE);
    }

    @Test
    void entersFaxesAfterCleaningRemovedItsEmptyFolders() throws Exception {
        LedgerGate gate = gate(RUN);
        granted(gate).ended(LedgerResult.FAILED);
        ledger().clean(Instant.EPOCH);
        assertThat(folder.resolve("ledger").resolve("budgets")).isEmptyDirectory();

        granted(gate);

        assertThat(gate(RUN).spent(fax.service()).faxes()).isEqualTo(1);
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElseThrow();
    }

    private List<Path> budgetFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("ledger").resolve("budgets"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void defaultFolderMayBeEmpty() throws Exception {
        assertThat(ledger().advice()).isEmpty();
    }

    @Test
    void entryCountsWhereItsTemporaryFileCannotBeDeleted() throws Exception {
        Path faulty = FaultyFiles.at(folder.resolve("ledger"), (operation, path) -> {
            if (operation == FaultyFiles.Operation.DELETE) {
                throw new AccessDeniedException(path.toString());
            }
        });
        try (LedgerGate gate =
                Ledgers.gate(new DirectoryLedger(faulty), OnceScope.RUN, RUN, LedgerGate.Overrides.NONE)) {
            OpenAttempt attempt = granted(gate);
            assertThat(attempt.proceed()).isTrue();
            attempt.submitted(new JobId("faxsend-1"));
        }
        assertThat(denied(gate(RUN)).jobId()).contains(new JobId("faxsend-1"));
    }

    @Test
    void lookedUpResultIsRefusedWhereEmptyEndKeepsItOut() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.unknown();
        gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.FAILED);
        for (Path file : files()) {
            if (file.getFileName().toString().endsWith("-1-" + LedgerStep.ENDED.number())) {
                Files.writeString(file, "");
            }
        }

        assertThat(gate(RUN).lookedUp(fax, Optional.empty(), LedgerResult.DELIVERED))
                .isFalse();
    }

    @Test
    void findsJobsThatOlderVersionRecorded() throws Exception {
        JobId job = new JobId("faxsend-1");
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(job);
        for (Path file : files()) {
            if (file.startsWith(folder.resolve("ledger").resolve("jobs"))) {
                Files.delete(file);
            }
        }
        try (FaxLedger ledger = ledger()) {
            assertThat(ledger.withJob(job)).containsExactly(new AttemptKey(ledger.key(fax), 1));
        }
    }

    @Test
    void namesOfFilesHoldNothingReadable() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-acc1-7"));
        assertThat(files())
                // A hash may have any digits, and so may a time in milliseconds and a token.
                .extracting(it -> it.getFileName().toString().replaceAll("[0-9a-f]{32,}|\\b1[0-9]{12}\\b", ""))
                .allSatisfy(it -> assertThat(it).doesNotContain("69555", "acc1", "example.com"));
    }

    @Test
    void refusesLedgerThatLostItsSecret() throws Exception {
        granted(gate(RUN));
        Files.delete(folder.resolve("ledger").resolve("secret"));
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty()))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("secret");
    }

    @Test
    void refusesEntriesOfNewerVersion() throws Exception {
        granted(gate(RUN));
        for (Path file : files()) {
            if (file.getFileName().toString().matches(".*-1-1")) {
                Files.writeString(file, Files.readString(file).replace("faxnummer-ledger 1", "faxnummer-ledger 2"));
            }
        }
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty()))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void refusesFolderThatCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("ledger"), "a file");
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax, OptionalInt.empty())).isInstanceOf(LedgerException.class);
    }

    @Test
    void recordsInSpiteOfInterrupt() throws Exception {
        OpenAttempt attempt = granted(gate(RUN));
        Thread.currentThread().interrupt();
        attempt.proceed();
        attempt.submitted(new JobId("faxsend-1"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(denied(gate(RUN)).jobId()).contains(new JobId("faxsend-1"));
    }

    @Test
    void checksPaths() {
        assertThat(DirectoryLedger.check("ledger").problems()).hasSize(1);
        assertThat(DirectoryLedger.check("").problems()).hasSize(1);
        assertThat(DirectoryLedger.check(folder.toString()).value()).contains(folder);
        assertThat(DirectoryLedger.inHome("?").problems()).hasSize(1);
        assertThat(DirectoryLedger.inHome(folder.toString()).value())
                .contains(folder.resolve(".faxnummer").resolve("ledger"));
    }

    private static CompletableFuture<Void> writeLater(Path file, String text) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        Files.writeString(file, text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    }

    private Path file(LedgerStep step) throws IOException {
        return files().stream()
                .filter(it -> it.getFileName().toString().endsWith("-1-" + step.number()))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasEntry() throws IOException {
        return files().stream().anyMatch(it -> it.getFileName().toString().matches("[0-9a-f]{64}-1-1"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
