package io.github.faxnummer.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.jenkins.agent.AgentExecutor;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Reads credentials in threads of its own. Stores of other plugins, such as vaults, ask the network and may hang; for each
 * use, folder and id of credentials, a few threads at most wait for them, and no thread that works for other faxes. All
 * together have a bound: a plugin that never gives up its connections cannot use up the threads of the process.
 */
@Extension
public final class CredentialsReader {

    /** Seconds that a store of credentials may take. */
    public static final String TIMEOUT = "io.github.faxnummer.jenkins.credentialsTimeoutSeconds";

    private static final Logger LOGGER = Logger.getLogger(CredentialsReader.class.getName());

    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    /** How long one waits for a store that has not answered lately: within the limit. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    /** How long one waits for its turn, in addition to the limit, while a slow store answers others. */
    private static final Duration TURN = Duration.ofHours(1);

    /** Threads that wait for stores, all together. */
    private static final int THREADS = 100;

    private final AgentExecutor threads;
    /** When a store last answered, in nanoseconds, by key. */
    private final Map<String, Long> answers = new ConcurrentHashMap<>();
    /** When a look-up last ended without an answer, and none had come since it began; in nanoseconds, by key. */
    private final Map<String, Long> silences = new ConcurrentHashMap<>();

    private final Supplier<ScheduledExecutorService> timer;

    public CredentialsReader() {
        this(Timer::get, THREADS);
    }

    CredentialsReader(Supplier<ScheduledExecutorService> timer, int threads) {
        this.timer = timer;
        this.threads =
                new AgentExecutor(new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer credentials"), threads);
    }

    public static CredentialsReader get() {
        return ExtensionList.lookupSingleton(CredentialsReader.class);
    }

    /** A look-up that has begun. It is interrupted at the time limit. */
    public static final class LookUp<T> {

        private final FutureTask<Validated<T>> task;
        private final Runnable onTimeOut;
        private final Validated<T> timedOut;

        private LookUp(FutureTask<Validated<T>> task, Runnable onTimeOut, Validated<T> timedOut) {
            this.task = task;
            this.onTimeOut = onTimeOut;
            this.timedOut = timedOut;
        }

        /** One that needed no store. */
        static <T> LookUp<T> of(Validated<T> known) {
            FutureTask<Validated<T>> task = new FutureTask<>(() -> known);
            task.run();
            return new LookUp<>(task, () -> {}, known);
        }

        /** Whether it has ended, or its time is over. */
        public boolean isDone() {
            return task.isDone();
        }

        /** Whether it has ended because the store did not answer in time. */
        public boolean isTimedOut() {
            return task.isCancelled();
        }

        /** What was found, or that the store did not answer in time; empty if neither is certain after the duration. */
        public Optional<Validated<T>> await(Duration duration) throws InterruptedException {
            try {
                return Optional.of(task.get(duration.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (CancellationException e) {
                // Those that wait are woken before it notes that itself.
                onTimeOut.run();
                return Optional.of(timedOut);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException("Cannot look up credentials", e.getCause());
            }
        }
    }

    /** Begins to read with the permissions of this thread, for a use in a folder, which may have a store of its own. */
    <T> LookUp<T> begin(String parameter, ItemGroup<?> folder, String credentialsId, Supplier<Validated<T>> store) {
        Duration limit = limit();
        Authentication user = Jenkins.getAuthentication2();
        Look<T> look = new Look<>(
                key(parameter, folder, credentialsId),
                limit,
                () -> {
                    try (ACLContext ignored = ACL.as2(user)) {
                        return store.get();
                    }
                },
                e -> AccountCredentials.unreadable(parameter, credentialsId, e));
        try {
            cancelWaiting(look.key, look.timed, limit);
        } catch (RuntimeException | Error e) {
            look.fail(e);
        }
        try {
            threads.execute(look.key, look);
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.WARNING, "Jenkins cannot start another thread", e);
            look.run();
        }
        return new LookUp<>(look, look::note, timedOut(parameter, credentialsId, limit));
    }

    /** Reads, and waits for a store that has not answered lately only a moment. */
    <T> Validated<T> read(String parameter, ItemGroup<?> folder, String credentialsId, Supplier<Validated<T>> store) {
        boolean isSilent = isRecent(silences, key(parameter, folder, credentialsId), limit());
        Duration wait = isSilent ? SHORT_WAIT : limit().plus(TURN);
        try {
            return begin(parameter, folder, credentialsId, store)
                    .await(wait)
                    .orElseGet(() -> timedOut(parameter, credentialsId, wait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException interrupted = new CancellationException("Interrupted while credentials were read");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** A look-up in its thread. */
    private final class Look<T> extends FutureTask<Validated<T>> {

        private final String key;
        private final Duration limit;
        private final long begun = System.nanoTime();
        private final Timed timed = new Timed();
        private final Function<Throwable, Validated<T>> unreadable;
        private volatile boolean isUnasked;

        private Look(
                String key,
                Duration limit,
                Callable<Validated<T>> store,
                Function<Throwable, Validated<T>> unreadable) {
            super(store);
            this.key = key;
            this.limit = limit;
            this.unreadable = unreadable;
            timed.look.set(this);
        }

        /** Its time begins only now: it may have waited for others to the same store. */
        @Override
        public void run() {
            timed.isStarted.set(true);
            try {
                timer.get().schedule(timed::cancel, limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            super.run();
            // The time limit may have interrupted this thread, which others use next.
            Thread.interrupted();
        }

        /** Ends without the store, which could not be given up without a timer. */
        private void fail(Throwable e) {
            LOGGER.log(Level.WARNING, "Jenkins cannot start a timer", e);
            isUnasked = true;
            set(unreadable.apply(e));
        }

        @Override
        protected void done() {
            timed.look.set(null);
            if (isCancelled()) {
                threads.remove(key, this);
            }
            note();
        }

        private void note() {
            long now = System.nanoTime();
            // Before it is forgotten: timers may be late.
            Long answered = answers.get(key);
            // Their keys come from steps. Twice: a look-up may end a little after the limit.
            answers.values().removeIf(it -> now - it > 2 * limit.toNanos());
            silences.values().removeIf(it -> now - it > 2 * limit.toNanos());
            // One that found all threads occupied says nothing about its own store.
            boolean isStarved = isCancelled() && !timed.isStarted.get() && !threads.isRunning(key);
            if (isUnasked || isStarved) {
                return;
            }
            if (!isCancelled()) {
                answers.put(key, now);
                silences.remove(key);
                return;
            }
            // One that hangs may have begun before the store was restarted.
            if (answered == null || answered - begun < 0) {
                silences.put(key, now);
            }
        }
    }

    /** What timers know of a look-up. That itself they would keep until the limit, with the secret that it found. */
    private static final class Timed {

        private final AtomicReference<@Nullable Future<?>> look = new AtomicReference<>();
        private final AtomicBoolean isStarted = new AtomicBoolean();

        private boolean isWaiting() {
            return look.get() != null && !isStarted.get();
        }

        private void cancel() {
            Future<?> running = look.get();
            if (running != null) {
                running.cancel(true);
            }
        }
    }

    /** One that waits for a thread is not given up while the store answers others: it is slow, and does not hang. */
    private void cancelWaiting(String key, Timed look, Duration limit) {
        timer.get()
                .schedule(
                        () -> {
                            if (look.isWaiting() && isRecent(answers, key, limit)) {
                                try {
                                    cancelWaiting(key, look, limit);
                                } catch (RuntimeException | Error e) {
                                    LOGGER.log(Level.WARNING, "Jenkins cannot start a timer", e);
                                    look.cancel();
                                }
                            } else if (look.isWaiting()) {
                                look.cancel();
                            }
                        },
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static boolean isRecent(Map<String, Long> times, String key, Duration limit) {
        Long time = times.get(key);
        return time != null && System.nanoTime() - time < limit.toNanos();
    }

    /** Names of items have no colon. */
    private static String key(String parameter, ItemGroup<?> folder, String credentialsId) {
        return parameter + ":" + folder.getFullName() + ":" + credentialsId;
    }

    private static Duration limit() {
        return Duration.ofSeconds(Math.max(1, SystemProperties.getInteger(TIMEOUT, DEFAULT_TIMEOUT_SECONDS)));
    }

    private static <T> Validated<T> timedOut(String parameter, String credentialsId, Duration limit) {
        return Validated.invalid(
                parameter,
                credentialsId,
                Message.of(
                        AccountCredentials.UNREADABLE, Message.of("input.credentials.no-response", limit.toSeconds())));
    }

    @Terminator
    public static void closeAll() {
        ExtensionList.lookup(CredentialsReader.class).forEach(it -> it.threads.shutdownNow());
    }
}
