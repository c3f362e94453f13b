package io.github.faxnummer.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
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
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
 * id of credentials, a few threads at most wait for them, and no thread that works for other faxes.
 */
@Extension
public final class CredentialsReader {

    /** Seconds that a store of credentials may take. */
    public static final String TIMEOUT = "io.github.faxnummer.jenkins.credentialsTimeoutSeconds";

    private static final Logger LOGGER = Logger.getLogger(CredentialsReader.class.getName());

    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    /** How long one waits for a store that did not answer the last time. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    private final AgentExecutor threads =
            new AgentExecutor(new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer credentials"));
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    /** When a store last answered, in nanoseconds, by id. */
    private final Map<String, Long> answers = new ConcurrentHashMap<>();

    public static CredentialsReader get() {
        return ExtensionList.lookupSingleton(CredentialsReader.class);
    }

    /** A look-up that has begun. It is interrupted at the time limit. */
    public static final class LookUp<T> {

        private final FutureTask<Validated<T>> task;
        private final Validated<T> timedOut;

        private LookUp(FutureTask<Validated<T>> task, Validated<T> timedOut) {
            this.task = task;
            this.timedOut = timedOut;
        }

        /** Whether it has ended, or its time is over. */
        public boolean isDone() {
            return task.isDone();
        }

        /** What was found, or that the store did not answer in time; empty if neither is certain after the duration. */
        public Optional<Validated<T>> await(Duration duration) throws InterruptedException {
            try {
                return Optional.of(task.get(duration.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (CancellationException e) {
                return Optional.of(timedOut);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException("Cannot look up credentials", e.getCause());
            }
        }
    }

    /** Begins to read with the permissions of this thread. */
    <T> LookUp<T> begin(String parameter, String credentialsId, Supplier<Validated<T>> store) {
        Duration limit = limit();
        Authentication user = Jenkins.getAuthentication2();
        // Not the task itself: the timer would keep a secret until the limit.
        AtomicReference<@Nullable Future<?>> running = new AtomicReference<>();
        AtomicBoolean isStarted = new AtomicBoolean();
        FutureTask<Validated<T>> task =
                new FutureTask<Validated<T>>(() -> {
                    isStarted.set(true);
                    Timer.get().schedule(() -> cancel(running.get()), limit.toMillis(), TimeUnit.MILLISECONDS);
                    try (ACLContext ignored = ACL.as2(user)) {
                        return store.get();
                    }
                }) {
                    @Override
                    protected void done() {
                        running.set(null);
                        if (isCancelled()) {
                            unanswered.add(credentialsId);
                        } else {
                            unanswered.remove(credentialsId);
                            answers.put(credentialsId, System.nanoTime());
                        }
                    }
                };
        running.set(task);
        cancelWaiting(credentialsId, running, isStarted, limit);
        try {
            threads.execute(credentialsId, () -> run(task));
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.WARNING, "Jenkins cannot start another thread", e);
            run(task);
        }
        return new LookUp<>(task, timedOut(parameter, credentialsId, limit));
    }

    /** Reads, and waits for a store that has not answered lately only a moment. */
    <T> Validated<T> read(String parameter, String credentialsId, Supplier<Validated<T>> store) {
        boolean isSlow = unanswered.contains(credentialsId) && SHORT_WAIT.compareTo(limit()) < 0;
        Duration wait = isSlow ? SHORT_WAIT : limit();
        try {
            return begin(parameter, credentialsId, store)
                    .await(wait)
                    .orElseGet(() -> timedOut(parameter, credentialsId, wait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException interrupted = new CancellationException("Interrupted while credentials were read");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** One that waits for a thread is not given up while the store answers others: it is slow, and does not hang. */
    private void cancelWaiting(
            String credentialsId, AtomicReference<@Nullable Future<?>> look, AtomicBoolean isStarted, Duration limit) {
        Timer.get()
                .schedule(
                        () -> {
                            Long answered = answers.get(credentialsId);
                            boolean isSlow = answered != null && System.nanoTime() - answered < limit.toNanos();
                            if (look.get() != null && !isStarted.get() && isSlow) {
                                cancelWaiting(credentialsId, look, isStarted, limit);
                            } else if (!isStarted.get()) {
                                cancel(look.get());
                            }
                        },
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable Future<?> look) {
        if (look != null) {
            look.cancel(true);
        }
    }

    private static void run(FutureTask<?> task) {
        task.run();
        // The time limit may have interrupted this thread, which others use next.
        Thread.interrupted();
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
