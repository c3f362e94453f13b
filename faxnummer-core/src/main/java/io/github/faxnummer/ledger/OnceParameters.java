package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users set to decide which faxes are sent again, as they wrote it.
 *
 * @param idempotencyKey takes the place of the document's fingerprint; empty: none
 * @param runId names the run; empty: what the environment says
 * @param ledgerDirectory empty: in the user's home
 * @param ledgerUrl of a database; empty: the directory
 * @param ledgerRetention in days
 */
public record OnceParameters(
        String once,
        String idempotencyKey,
        boolean resend,
        boolean resendUnknown,
        String runId,
        String ledgerDirectory,
        String ledgerUrl,
        int ledgerRetention) {

    public static final String RETENTION = "400";

    private static final int LONGEST_RETENTION = 36_500;

    /**
     * What the parameters depend on.
     *
     * @param environment the variables of the process
     * @param host the name of the machine
     * @param project where the project is
     * @param home of the user
     * @param random names a run that nothing identifies
     * @param login for the database
     * @param drivers where the database's driver is found
     */
    public record Surroundings(
            Map<String, String> environment,
            String host,
            String project,
            String home,
            String random,
            JdbcLedger.Login login,
            ClassLoader drivers) {}

    public Validated<OncePolicy> check(Surroundings surroundings) {
        List<Problem> problems = new ArrayList<>();
        Validated<OnceScope> scope = OnceScope.check(once);
        problems.addAll(scope.problems());
        if (ledgerRetention < 1 || ledgerRetention > LONGEST_RETENTION) {
            problems.add(
                    new Problem("ledgerRetention", String.valueOf(ledgerRetention), Message.of("input.retention")));
        }
        Optional<FaxLedger> ledger = Optional.empty();
        if (scope.value().filter(it -> it != OnceScope.OFF).isPresent()) {
            Validated<? extends FaxLedger> checked = ledger(surroundings);
            problems.addAll(checked.problems());
            ledger = checked.value().map(it -> it);
        }
        if (!problems.isEmpty()) {
            return Validated.invalid(problems);
        }
        RunIdentity run = runId.isBlank()
                ? RunIdentity.detect(surroundings.environment(), project(surroundings), surroundings.random())
                : RunIdentity.of(runId);
        List<Message> advice = new ArrayList<>();
        if (scope.value().orElseThrow() == OnceScope.RUN) {
            run.advice().ifPresent(advice::add);
        }
        if (ledger.isPresent()
                && ledgerUrl.isBlank()
                && ledgerDirectory.isBlank()
                && RunIdentity.startsEmpty(surroundings.environment())) {
            advice.add(Message.of("build.once.starts-empty", ledger.get().location()));
        }
        return Validated.valid(new OncePolicy(
                scope.value().orElseThrow(),
                Optional.of(idempotencyKey.strip()).filter(it -> !it.isEmpty()),
                new LedgerGate.Overrides(resend, resendUnknown),
                run,
                ledger,
                Duration.ofDays(ledgerRetention),
                advice));
    }

    /** Where a ledger is shared, the same path on another machine is another project. */
    private String project(Surroundings surroundings) {
        return ledgerUrl.isBlank() && ledgerDirectory.isBlank()
                ? surroundings.project()
                : surroundings.host() + ":" + surroundings.project();
    }

    private Validated<? extends FaxLedger> ledger(Surroundings surroundings) {
        if (!ledgerUrl.isBlank()) {
            return JdbcLedger.at(ledgerUrl, surroundings.login(), surroundings.drivers());
        }
        Validated<Path> folder = ledgerDirectory.isBlank()
                ? DirectoryLedger.inHome(surroundings.home())
                : DirectoryLedger.check(ledgerDirectory);
        return folder.map(DirectoryLedger::new);
    }
}
