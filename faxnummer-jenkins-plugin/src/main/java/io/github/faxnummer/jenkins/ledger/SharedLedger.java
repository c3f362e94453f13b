package io.github.faxnummer.jenkins.ledger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.github.faxnummer.jenkins.config.CredentialsReader;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.LedgerConnection;
import io.github.faxnummer.ledger.DirectoryLedger;
import io.github.faxnummer.ledger.FaxLedger;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** The ledger of this controller: a directory in its home, or the database that the administrator names. */
@Extension
public final class SharedLedger {

    private static final Logger LOGGER = Logger.getLogger(SharedLedger.class.getName());
    private static final String DIRECTORY = "faxnummer-ledger";

    private record Opened(LedgerConnection connection, FaxLedger ledger) {}

    private final AtomicBoolean hasAnswered = new AtomicBoolean();
    private @Nullable Opened opened;
    private boolean isTerminated;

    public static SharedLedger get() {
        return ExtensionList.lookupSingleton(SharedLedger.class);
    }

    /**
     * The ledger; connects to nothing yet.
     *
     * @throws LedgerException if it is not configured properly
     */
    public FaxLedger open() throws LedgerException {
        Optional<FaxLedger> ledger = Optional.empty();
        while (ledger.isEmpty()) {
            LedgerConnection.Source source = FaxnummerConfiguration.get().ledger();
            // Not under the lock: a store of credentials may take its time.
            ledger = open(source, source.find());
        }
        return ledger.get();
    }

    /** Begins to read how the ledger is reached, for a thread that must not wait for a store of credentials. */
    public Opening begin() {
        LedgerConnection.Source source = FaxnummerConfiguration.get().ledger();
        return new Opening(source, source.begin());
    }

    /** The beginning of {@link #open()}. */
    public final class Opening {

        private final LedgerConnection.Source source;
        private final CredentialsReader.LookUp<LedgerConnection> lookUp;

        private Opening(LedgerConnection.Source source, CredentialsReader.LookUp<LedgerConnection> lookUp) {
            this.source = source;
            this.lookUp = lookUp;
        }

        /** Whether how the ledger is reached is known, or that it is not. */
        public CredentialsReader.LookUp<LedgerConnection> lookUp() {
            return lookUp;
        }

        /**
         * The ledger; does not wait once the look-up has ended, unless the configuration has changed meanwhile.
         *
         * @throws LedgerException if it is not configured properly
         */
        public FaxLedger open() throws LedgerException, InterruptedException {
            Optional<Validated<LedgerConnection>> found = lookUp.await(Duration.ZERO);
            Optional<FaxLedger> ledger =
                    found.isPresent() ? SharedLedger.this.open(source, found.get()) : Optional.empty();
            return ledger.isPresent() ? ledger.get() : SharedLedger.this.open();
        }
    }

    /** Empty if the configuration has changed since. */
    private synchronized Optional<FaxLedger> open(
            LedgerConnection.Source source, Validated<LedgerConnection> configured) throws LedgerException {
        if (isTerminated) {
            throw new CancellationException("Jenkins goes down");
        }
        if (!source.equals(FaxnummerConfiguration.get().ledger())) {
            return Optional.empty();
        }
        LedgerConnection connection = configured.value().orElse(null);
        if (connection == null) {
            throw problem(configured);
        }
        if (opened != null && opened.connection().equals(connection)) {
            return Optional.of(opened.ledger());
        }
        Validated<? extends FaxLedger> ledger = ledger(connection);
        if (ledger.value().isEmpty()) {
            throw problem(ledger);
        }
        close();
        opened = new Opened(connection, ledger.value().get());
        return Optional.of(opened.ledger());
    }

    /** The provider has answered, so that the clock of this machine is not far ahead: the ledger may be cleaned. */
    public void answered() {
        hasAnswered.set(true);
    }

    /** What keeps a ledger from being used, without its contents. */
    public static Validated<? extends FaxLedger> ledger(LedgerConnection connection) {
        if (connection.url().isEmpty()) {
            return Validated.valid(
                    new DirectoryLedger(Jenkins.get().getRootDir().toPath().resolve(DIRECTORY)));
        }
        // Drivers come with plugins, such as those that wrap PostgreSQL's or H2's.
        return JdbcLedger.at(connection.url(), connection.login(), Jenkins.get().getPluginManager().uberClassLoader);
    }

    /** Submissions that run keep their connection to the end. */
    private synchronized void close() {
        if (opened != null) {
            opened.ledger().close();
            opened = null;
        }
    }

    @Terminator
    public static void closeAll() {
        ExtensionList.lookup(SharedLedger.class).forEach(SharedLedger::terminate);
    }

    private synchronized void terminate() {
        isTerminated = true;
        close();
    }

    private static LedgerException problem(Validated<?> invalid) {
        Problem problem = invalid.problems().get(0);
        return new LedgerException(Message.of("ledger.unreadable", problem.parameter(), problem.advice()));
    }

    /** Removes what ended long ago, once a day. */
    @Extension
    public static final class Cleaning extends AsyncPeriodicWork {

        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);

        public Cleaning() {
            super("Faxnummer ledger");
        }

        @Override
        public long getRecurrencePeriod() {
            return TimeUnit.DAYS.toMillis(1);
        }

        @Override
        protected void execute(TaskListener listener) {
            try {
                Duration retention =
                        Duration.ofDays(FaxnummerConfiguration.get().getLedgerRetention());
                FaxLedger ledger = get().open();
                Instant now = Instant.now();
                if (!get().hasAnswered.getAndSet(false)) {
                    return;
                }
                if (ledger.isCleaningDue(now)) {
                    ledger.clean(now.minus(retention));
                }
                // They are used when a build begins, and the ledger counts from the end of its faxes.
                RunIdentities.get().clean(now.minus(retention).minus(LONGEST_TIMEOUT));
            } catch (LedgerException | IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot clean the ledger");
            }
        }
    }
}
