package io.github.faxnummer.jenkins.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.faxnummer.delivery.DeliveryClock;
import io.github.faxnummer.delivery.PollRateLimiter;
import io.github.faxnummer.jenkins.config.ClientPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Drives all deliveries of this controller. While they wait, there is one alarm on Jenkins' timer and no thread; when
 * something is due, few threads do it, and end when nothing is left to do.
 */
@Extension
public final class DeliveryService {

    private static final Logger LOGGER = Logger.getLogger(DeliveryService.class.getName());
    /** For uploads, and at most as many for questions. */
    public static final int THREADS = 4;

    /** So long a question may wait for a thread before one more is begun. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    /** Goes on evenly also when somebody sets the machine's clock. */
    private static final DeliveryClock TIME = DeliveryClock.startingAt(Instant.now());

    private final Map<String, DeliveryTask> live = new ConcurrentHashMap<>();
    // Uploads can be long; questions must not wait for them.
    private final ThreadPoolExecutor submissions = pool("submission", THREADS);
    private final ThreadPoolExecutor polls = pool("question", 1);
    private final PollRateLimiter pace = new PollRateLimiter();
    private @Nullable Future<?> alarm;
    private Instant alarmAt = Instant.MAX;
    private boolean closed;

    public static DeliveryService get() {
        return ExtensionList.lookupSingleton(DeliveryService.class);
    }

    /** The time in which deliveries say when they are due. */
    public static Instant now() {
        return TIME.now();
    }

    /** Drives a delivery to its end. */
    public void follow(DeliveryTask delivery) {
        live.put(delivery.id(), delivery);
        // However it ends: an abort between two questions ends it without work.
        delivery.end().whenComplete((record, trouble) -> {
            live.remove(delivery.id());
            ClientPool.get().clean(live.isEmpty());
        });
        arrange();
    }

    /** The delivery, if somebody waits for it. */
    public Optional<DeliveryTask> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    /** How many deliveries somebody waits for. */
    public int waiting() {
        return live.size();
    }

    /** Whether Jenkins goes down. */
    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void arrange() {
        if (closed) {
            return;
        }
        Instant next = live.values().stream()
                .map(this::turn)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
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
            alarm = Timer.get().schedule(this::hand, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Hands out what is due. */
    private void hand() {
        Instant now = now();
        synchronized (this) {
            if (closed) {
                return;
            }
            List<DeliveryTask> longestDueFirst = new ArrayList<>(live.values());
            Map<DeliveryTask, Instant> due = new HashMap<>();
            longestDueFirst.forEach(it -> due.put(it, it.due().orElse(Instant.MAX)));
            longestDueFirst.sort(Comparator.comparing(due::get));
            for (DeliveryTask delivery : longestDueFirst) {
                boolean polling = !delivery.isSubmitting();
                if (polling && pace.turn().isAfter(now) || !delivery.take(now)) {
                    continue;
                }
                if (polling) {
                    pace.take(now);
                    hurry(now);
                    polls.execute(new Poll(delivery, now));
                } else {
                    submissions.execute(() -> work(delivery));
                }
            }
        }
        arrange();
    }

    /** When it has its turn; after a restart all that wait are due at once, and are asked for one after the other. */
    private Optional<Instant> turn(DeliveryTask delivery) {
        return delivery.due().map(due -> delivery.isSubmitting() || due.isAfter(pace.turn()) ? due : pace.turn());
    }

    /** A provider that answers slowly is asked by more than one thread. */
    private void hurry(Instant now) {
        int threads = polls.getCorePoolSize() + 1;
        boolean late = polls.getQueue().peek() instanceof Poll next
                && next.handed.plus(PATIENCE).isBefore(now);
        if (late && threads <= THREADS) {
            polls.setMaximumPoolSize(threads);
            polls.setCorePoolSize(threads);
        }
    }

    /** Threads that take turns would never be idle for long enough to end by themselves. */
    private void relax() {
        if (polls.getQueue().isEmpty()) {
            polls.setCorePoolSize(1);
            polls.setMaximumPoolSize(1);
        }
    }

    private void work(DeliveryTask delivery) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            delivery.work();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "Delivery " + delivery.id());
        } finally {
            ClientPool.get().clean(live.isEmpty());
            arrange();
        }
    }

    /** Lets a submission that is on its way come to its end, so that nobody has to wonder what became of it. */
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        polls.shutdownNow();
        submissions.shutdown();
        if (!submissions.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
            submissions.shutdownNow();
            submissions.awaitTermination(1, TimeUnit.SECONDS);
        }
        polls.awaitTermination(1, TimeUnit.SECONDS);
        ClientPool.get().clean(true);
    }

    private final class Poll implements Runnable {

        private final DeliveryTask delivery;
        private final Instant handed;

        private Poll(DeliveryTask delivery, Instant handed) {
            this.delivery = delivery;
            this.handed = handed;
        }

        @Override
        public void run() {
            work(delivery);
            synchronized (DeliveryService.this) {
                delivery.due().ifPresent(due -> pace.adapt(Duration.between(now(), due), Math.max(1, live.size())));
                relax();
            }
        }
    }

    /** Before Pipelines are suspended: later their consoles are closed, and what became of a submission could not be said. */
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

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "Faxnummer " + name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
