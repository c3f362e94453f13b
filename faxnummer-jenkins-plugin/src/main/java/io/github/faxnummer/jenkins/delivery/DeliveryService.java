package io.github.faxnummer.jenkins.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollRateLimiter;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.jenkins.agent.AgentExecutor;
import io.github.faxnummer.jenkins.config.ClientPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Drives all deliveries of this controller. While they wait, there is one alarm on Jenkins' timer and no thread. When
 * something is due, a pool does it: work with agents, submissions, polls, what ends a delivery, and signatures. None of
 * them waits for another one, and all threads end when nothing is left to do.
 */
@Extension
public final class DeliveryService {

    private static final Logger LOGGER = Logger.getLogger(DeliveryService.class.getName());

    /** For submissions, at most as many for polls, and for ends. */
    public static final int THREADS = 4;

    /** Sleeps in a thread for submissions, which another one replaces meanwhile. */
    void sleepAside(Duration duration) throws InterruptedException {
        changeSleepers(1);
        try {
            Sleeper.SYSTEM.sleep(duration);
        } finally {
            changeSleepers(-1);
        }
    }

    private synchronized void changeSleepers(int by) {
        sleepers += by;
        int threads = THREADS + Math.min(sleepers, MAX_SLEEPERS);
        if (threads > submissions.getMaximumPoolSize()) {
            submissions.setMaximumPoolSize(threads);
            submissions.setCorePoolSize(threads);
        } else {
            submissions.setCorePoolSize(threads);
            submissions.setMaximumPoolSize(threads);
        }
    }

    /** Adds a poll thread when the oldest queued poll has waited longer. */
    private static final Duration MAX_QUEUE_DELAY = Duration.ofSeconds(1);

    /** Deliveries that wait for another process with a thread of their own; more keep those of others. */
    private static final int MAX_SLEEPERS = 100;

    /** Threads that wait for agents, all together. */
    private static final int AGENT_THREADS = 256;

    /** Each may wait for a time server, which must not delay the end of other deliveries. */
    private static final int SIGNATURES = 8;

    /** For signatures that no step waits for. */
    private static final int LATER_SIGNATURES = 2;

    private static final Duration PAUSE_WITHOUT_THREAD = Duration.ofSeconds(5);
    private static final String NO_THREAD = "Jenkins cannot start another thread";

    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    /** Does not jump when the machine's clock is set. */
    private static final Clock CLOCK = MonotonicClock.startingAt(Instant.now());

    private record Due(Instant at, long number, DeliveryTask task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Comparator.comparing(Due::at).thenComparing(Due::number).compare(this, other);
        }
    }

    private final Map<String, DeliveryTask> active = new ConcurrentHashMap<>();
    private final AgentExecutor agents;
    private final ThreadPoolExecutor submissions;
    private final ThreadPoolExecutor polls;
    private final ThreadPoolExecutor ends;
    private final ThreadPoolExecutor signatures;
    private final ThreadPoolExecutor laterSignatures;
    private volatile boolean closed;

    // Guarded by this, which is never held while waiting for the disk, the provider or an agent.
    private final PriorityQueue<Due> dueWork = new PriorityQueue<>();
    private final PriorityQueue<Due> duePolls = new PriorityQueue<>();
    private final PollRateLimiter pollRate = new PollRateLimiter();
    private long number;
    private int sleepers;
    private @Nullable Future<?> alarm;
    private Instant alarmAt = Instant.MAX;

    /** Deletes the copies of documents that a killed controller left. */
    public DeliveryService() {
        this(it -> new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer " + it));
    }

    /** @param threads of each kind of work */
    DeliveryService(Function<String, ThreadFactory> threads) {
        agents = new AgentExecutor(threads.apply("agent"), AGENT_THREADS);
        submissions = pool(threads.apply("submission"), THREADS);
        polls = pool(threads.apply("poll"), 1);
        ends = pool(threads.apply("end"), THREADS);
        signatures = pool(threads.apply("signature"), SIGNATURES);
        laterSignatures = pool(threads.apply("later signature"), LATER_SIGNATURES);
        if (Files.isDirectory(uploads())) {
            try (Stream<Path> left = Files.list(uploads())) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot empty " + uploads());
            }
        }
    }

    public static DeliveryService get() {
        return ExtensionList.lookupSingleton(DeliveryService.class);
    }

    /** The time in which tasks say when they are due. */
    static Instant now() {
        return CLOCK.instant();
    }

    /** Where documents are while they are submitted. */
    static Path uploads() {
        return Jenkins.get().getRootDir().toPath().resolve("faxnummer-uploads");
    }

    /** Drives a delivery to its end. */
    public void follow(DeliveryTask task) {
        active.put(task.id(), task);
        // However it ends: an abort between two polls ends it without work.
        task.end().whenComplete((record, failure) -> {
            active.remove(task.id());
            ClientPool.get().clean(active.isEmpty());
        });
        reschedule(task);
    }

    /** The delivery, if a step waits for it. */
    public Optional<DeliveryTask> find(String id) {
        return Optional.ofNullable(active.get(id));
    }

    /** The deliveries that steps wait for. */
    public List<DeliveryTask> tasks() {
        return List.copyOf(active.values());
    }

    /** The number of deliveries that steps wait for. */
    public int waiting() {
        return active.size();
    }

    /** Whether Jenkins goes down. */
    boolean isClosed() {
        return closed;
    }

    /** Runs what ends a delivery, such as writing its reports. */
    void finish(Runnable work) {
        Work end = new Work(now(), work);
        try {
            ends.execute(end);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Jenkins goes down, or has no more threads: there is no other thread.
            end.run();
        }
    }

    /** Signs the reports of a delivery that a step waits for. */
    void sign(Runnable work) {
        sign(signatures, work);
    }

    /** Signs reports that no step waits for, such as those of an aborted build. No step waits behind them either. */
    public void signLater(Runnable work) {
        sign(laterSignatures, work);
    }

    private static void sign(ThreadPoolExecutor threads, Runnable work) {
        Work signature = new Work(now(), work);
        try {
            threads.execute(signature);
        } catch (RejectedExecutionException e) {
            // Jenkins goes down; a step that waits for it continues after the restart.
            LOGGER.log(Level.FINE, "Not signed", e);
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.WARNING, NO_THREAD, e);
            signature.run();
        }
    }

    void withAgent(String node, Runnable work) {
        agents.execute(node, () -> asSystem(work));
    }

    private void reschedule(DeliveryTask task) {
        if (task.isEnding()) {
            return;
        }
        synchronized (this) {
            (task.phase() == DeliveryTask.Phase.POLL ? duePolls : dueWork).add(new Due(task.due(), number++, task));
        }
        scheduleNextDispatch();
    }

    private synchronized void scheduleNextDispatch() {
        if (closed) {
            return;
        }
        Instant next = Instant.MAX;
        if (!dueWork.isEmpty()) {
            next = dueWork.peek().at();
        }
        if (!duePolls.isEmpty()) {
            Instant poll = duePolls.peek().at();
            // After a restart all that wait are due at once, and are polled one after the other.
            Instant permitted = poll.isAfter(pollRate.nextPermit()) ? poll : pollRate.nextPermit();
            next = permitted.isBefore(next) ? permitted : next;
        }
        if (alarm != null && !alarm.isDone() && alarmAt.equals(next)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        alarmAt = next;
        if (!next.equals(Instant.MAX)) {
            long millis = Math.max(0, Duration.between(now(), next).toMillis() + 1);
            alarm = Timer.get().schedule(this::dispatchDue, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void dispatchDue() {
        Instant now = now();
        synchronized (this) {
            if (closed) {
                return;
            }
            for (Due due = next(dueWork, now); due != null; due = next(dueWork, now)) {
                DeliveryTask task = due.task();
                boolean isAgentNeeded = task.phase() == DeliveryTask.Phase.PREPARE;
                execute(task, new Work(now, () -> work(task)), it -> {
                    if (isAgentNeeded) {
                        agents.execute(task.node(), it);
                    } else {
                        submissions.execute(it);
                    }
                });
            }
            while (!pollRate.nextPermit().isAfter(now)) {
                Due due = next(duePolls, now);
                if (due == null) {
                    break;
                }
                pollRate.acquire(now);
                growPollPool(now);
                DeliveryTask task = due.task();
                execute(task, new Work(now, () -> poll(task)), polls);
            }
        }
        scheduleNextDispatch();
    }

    /** Takes the longest due task out of the queue; null if none is due. */
    private static @Nullable Due next(PriorityQueue<Due> queue, Instant now) {
        while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            Due due = queue.remove();
            if (!due.task().isEnding()) {
                return due;
            }
        }
        return null;
    }

    /** Adds a poll thread when the oldest queued poll has waited longer than {@link #MAX_QUEUE_DELAY}. */
    private void growPollPool(Instant now) {
        int threads = polls.getCorePoolSize() + 1;
        boolean late = polls.getQueue().peek() instanceof Work next
                && next.queued.plus(MAX_QUEUE_DELAY).isBefore(now);
        if (late && threads <= THREADS) {
            polls.setMaximumPoolSize(threads);
            polls.setCorePoolSize(threads);
        }
    }

    /** Threads that take turns would never be idle for long enough to end. */
    private void shrinkPollPool() {
        if (polls.getQueue().isEmpty()) {
            polls.setCorePoolSize(1);
            polls.setMaximumPoolSize(1);
        }
    }

    private void work(DeliveryTask task) {
        if (closed) {
            // It was queued, and continues after the restart.
            return;
        }
        try {
            task.work();
        } finally {
            ClientPool.get().clean(active.isEmpty());
            reschedule(task);
        }
    }

    private static void asSystem(Runnable work) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            work.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, "A fax delivery failed", e);
        }
    }

    /** Lets a submission that has begun come to its end, so that its outcome is known. */
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        polls.shutdownNow();
        agents.shutdownNow();
        submissions.shutdown();
        if (!submissions.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
            submissions.shutdownNow();
            submissions.awaitTermination(1, TimeUnit.SECONDS);
        }
        signatures.shutdown();
        laterSignatures.shutdown();
        ends.shutdown();
        ends.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        signatures.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        laterSignatures.awaitTermination(1, TimeUnit.SECONDS);
        polls.awaitTermination(1, TimeUnit.SECONDS);
        agents.awaitTermination(1000);
        ClientPool.get().clean(true);
    }

    private void poll(DeliveryTask task) {
        work(task);
        synchronized (this) {
            // A task that waits for credentials has polled nothing, and comes back much sooner than for its next poll.
            if (!task.isEnding() && task.phase() != DeliveryTask.Phase.CREDENTIALS) {
                pollRate.adapt(Duration.between(now(), task.due()), Math.max(1, active.size()));
            }
            shrinkPollPool();
        }
    }

    /** Where there is no thread to be had, the task is due again a little later: out of all queues it would wait for ever. */
    private void execute(DeliveryTask task, Work work, Executor threads) {
        try {
            threads.execute(work);
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.WARNING, NO_THREAD, e);
            if (work.claim()) {
                Instant again = now().plus(PAUSE_WITHOUT_THREAD);
                (task.phase() == DeliveryTask.Phase.POLL ? duePolls : dueWork).add(new Due(again, number++, task));
            }
        }
    }

    /** Is done once, also if a pool keeps it and yet says that it has no thread for it. */
    private static final class Work implements Runnable {

        private final Instant queued;
        private final Runnable work;
        private final AtomicBoolean claimed = new AtomicBoolean();

        private Work(Instant queued, Runnable work) {
            this.queued = queued;
            this.work = work;
        }

        private boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                asSystem(work);
            }
        }
    }

    /**
     * Before Pipelines are suspended: later their consoles are closed, and what became of a submission could not be
     * said.
     */
    @Extension
    public static final class Shutdown extends ItemListener {
        @Override
        public void onBeforeShutdown() {
            try {
                get().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ThreadPoolExecutor pool(ThreadFactory factory, int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
