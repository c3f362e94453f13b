package io.github.faxnummer.ledger;

import static io.github.faxnummer.ledger.Ledgers.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLedgerTest extends FaxLedgerContract {

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
            ledgers.add(new DirectoryLedger(folder.resolve("new").resolve("ledger")));
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
        assertThat(denied(gate(OnceScope.CONTENT, RUN, LedgerGate.Overrides.NONE))
                        .state())
                .isEqualTo(EarlierSubmission.State.UNKNOWN);
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
                .extracting(it -> it.getFileName().toString().replaceAll("[0-9a-f]{64}", ""))
                .allSatisfy(it -> assertThat(it).doesNotContain("69555", "acc1", "example.com"));
    }

    @Test
    void refusesLedgerThatLostItsSecret() throws Exception {
        granted(gate(RUN));
        Files.delete(folder.resolve("ledger").resolve("secret"));
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax))
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
        assertThatThrownBy(() -> gate.claim(fax))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void refusesFolderThatCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("ledger"), "a file");
        LedgerGate gate = gate(RUN);
        assertThatThrownBy(() -> gate.claim(fax)).isInstanceOf(LedgerException.class);
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

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
