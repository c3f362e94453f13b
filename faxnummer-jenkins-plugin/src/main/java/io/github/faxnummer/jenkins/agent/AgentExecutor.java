package io.github.faxnummer.jenkins.agent;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs what needs an agent. An agent that hangs occupies its own few threads and delays nothing else; a thread counts until
 * its work has really ended. All agents together have a bound, too: the second half of it is for agents that have no thread
 * yet, so that many that hang leave something for the others.
 */
public final class AgentExecutor {

    private static final Logger LOGGER = Logger.getLogger(AgentExecutor.class.getName());

    /** For each agent, and for the controller's own file system. */
    public static final int THREADS_PER_AGENT = 4;

    private static final class Agent {
        private int running;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
    }

    private record Work(String node, Runnable run) {}

    private final int limit;
    private final ThreadPoolExecutor pool;

    // Guarded by this. In the order in which they are served.
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private int running;
    private int waiting;
    /** Whether it was said that all threads are in use; until half of them are free. */
    private boolean isExhausted;

    /** @param limit of threads for all agents together */
    public AgentExecutor(ThreadFactory threads, int limit) {
        this.limit = limit;
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads,
                // Work that is persisted continues after the restart of Jenkins.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Runs the work as soon as the agent has a thread free.
     *
     * @throws OutOfMemoryError if there is no thread to be had: the work is not run
     */
    public void execute(String node, Runnable work) {
        if (canStart(node, work)) {
            start(new Work(node, work));
        }
    }

    /** If not, it waits. */
    private boolean canStart(String node, Runnable work) {
        boolean isNews;
        synchronized (this) {
            Agent agent = agents.computeIfAbsent(node, it -> new Agent());
            if (mayStart(agent)) {
                agent.running++;
                running++;
                return true;
            }
            agent.waiting.add(work);
            waiting++;
            isNews = running == limit && !isExhausted;
            isExhausted |= isNews;
        }
        if (isNews) {
            LOGGER.log(Level.WARNING, "All {0} threads of this kind are in use, perhaps by calls that hang", limit);
        }
        return false;
    }

    private synchronized boolean mayStart(Agent agent) {
        return agent.running == 0 ? running < limit : agent.running < THREADS_PER_AGENT && running < limit / 2;
    }

    /** Whether it has a thread. */
    public synchronized boolean isRunning(String node) {
        Agent agent = agents.get(node);
        return agent != null && agent.running > 0;
    }

    /** Drops work that still waits for a thread. */
    public synchronized void remove(String node, Runnable work) {
        Agent agent = agents.get(node);
        if (agent != null && agent.waiting.remove(work)) {
            waiting--;
            forget(node, agent);
        }
    }

    /** Interrupts what runs and drops what waits. */
    public void shutdownNow() {
        pool.shutdownNow();
    }

    public void awaitTermination(long millis) throws InterruptedException {
        pool.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    private void start(Work work) {
        boolean isStarted = false;
        try {
            pool.execute(() -> runAll(work));
            isStarted = true;
        } finally {
            if (!isStarted) {
                giveBack(work.node());
            }
        }
    }

    /** What waits follows in the same thread, since another one may not be had. */
    private void runAll(Work first) {
        Optional<Work> next = Optional.of(first);
        while (next.isPresent() && !pool.isShutdown()) {
            Work work = next.get();
            try {
                work.run().run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.SEVERE, e, () -> "Work with agent " + work.node() + " failed");
            }
            next = next(work.node());
        }
    }

    private synchronized void giveBack(String node) {
        Agent agent = agents.computeIfAbsent(node, it -> new Agent());
        agent.running--;
        running--;
        isExhausted = isExhausted && running >= limit / 2;
        forget(node, agent);
    }

    private synchronized void forget(String node, Agent agent) {
        if (agent.running == 0 && agent.waiting.isEmpty()) {
            agents.remove(node);
        }
    }

    /** Of an agent without a thread, else of the same one, else of any. */
    private synchronized Optional<Work> next(String ended) {
        giveBack(ended);
        if (waiting == 0) {
            return Optional.empty();
        }
        // The others are served before it is again.
        Optional.ofNullable(agents.remove(ended)).ifPresent(it -> agents.put(ended, it));
        Optional<String> node = agents.entrySet().stream()
                .filter(it -> it.getValue().running == 0)
                .map(Map.Entry::getKey)
                .filter(this::hasWork)
                .findFirst()
                .or(() -> Optional.of(ended).filter(this::hasWork))
                .or(() -> agents.keySet().stream().filter(this::hasWork).findFirst());
        return node.map(this::take);
    }

    private synchronized boolean hasWork(String node) {
        Agent agent = agents.get(node);
        return agent != null && !agent.waiting.isEmpty() && mayStart(agent);
    }

    private synchronized Work take(String node) {
        Agent agent = agents.get(node);
        agent.running++;
        running++;
        waiting--;
        return new Work(node, agent.waiting.remove());
    }
}
