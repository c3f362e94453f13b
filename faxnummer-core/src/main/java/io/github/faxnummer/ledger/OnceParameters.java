package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Parameter;
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

    public static final Parameter<OnceScope> ONCE =
            Parameter.choice("once", OnceScope.RUN, Message.of("input.once")).requiringValue();
    public static final Parameter<String> IDEMPOTENCY_KEY =
            Parameter.text("idempotencyKey").requiringValue();
    public static final Parameter<String> RUN_ID = Parameter.text("runId").requiringValue();
    public static final Parameter<Boolean> RESEND = Parameter.flag("resend", "false");
    public static final Parameter<Boolean> RESEND_UNKNOWN = Parameter.flag("resendUnknown", "false");
    public static final Parameter<String> LEDGER_DIRECTORY =
            Parameter.text("ledgerDirectory").requiringValue();
    public static final Parameter<String> LEDGER_URL =
            Parameter.text("ledgerUrl").requiringValue();
    public static final Parameter<String> LEDGER_SERVER_ID =
            Parameter.text("ledgerServerId", Defaults.LEDGER_SERVER_ID);
    public static final Parameter<Integer> LEDGER_RETENTION =
            Parameter.wholeNumber("ledgerRetention", Defaults.LEDGER_RETENTION, 1, 36_500);

    /** In the order in which they are documented. */
    public static final List<Parameter<?>> ALL = List.of(
            ONCE,
            IDEMPOTENCY_KEY,
            RUN_ID,
            RESEND,
            RESEND_UNKNOWN,
            LEDGER_DIRECTORY,
            LEDGER_URL,
            LEDGER_SERVER_ID,
            LEDGER_RETENTION);

    /** What holds where nothing is written, for annotations. */
    public static final class Defaults {
        public static final String ONCE = "run";
        public static final String LEDGER_SERVER_ID = "faxnummer-ledger";
        public static final String LEDGER_RETENTION = "400";

        private Defaults() {}
    }

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
        Validated<OnceScope> scope = ONCE.check(once);
        problems.addAll(scope.problems());
        problems.addAll(LEDGER_RETENTION.check(String.valueOf(ledgerRetention)).problems());
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

    /** A file or folder of this machine that one of these parameters names. */
    public record Place(String parameter, Path path) {}

    /** Where the ledger is, if it is written where on this machine. */
    public Optional<Place> place() {
        return ledgerUrl.isBlank()
                ? DirectoryLedger.check(ledgerDirectory).value().map(it -> new Place(LEDGER_DIRECTORY.name(), it))
                : DatabasePlace.file(ledgerUrl.strip()).map(it -> new Place(LEDGER_URL.name(), it));
    }

    /** Where a ledger is shared, the same path on another machine is another project. */
    private String project(Surroundings surroundings) {
        return ledgerUrl.isBlank() && ledgerDirectory.isBlank()
                ? surroundings.project()
                : surroundings.host() + ":" + surroundings.project();
    }

    /** Where the machine is known to start empty, that is said each time. */
    private static boolean mayGo(Surroundings surroundings) {
        return RunIdentity.mayStartEmpty(surroundings.environment())
                && !RunIdentity.startsEmpty(surroundings.environment());
    }

    private Validated<? extends FaxLedger> ledger(Surroundings surroundings) {
        if (!ledgerUrl.isBlank()) {
            return JdbcLedger.at(ledgerUrl, surroundings.login(), surroundings.drivers());
        }
        return ledgerDirectory.isBlank()
                ? DirectoryLedger.inHome(surroundings.home())
                        .map(mayGo(surroundings) ? DirectoryLedger::inHomeThatMayGo : DirectoryLedger::new)
                : DirectoryLedger.check(ledgerDirectory).map(DirectoryLedger::chosen);
    }
}
