package io.github.faxnummer.jenkins.agent;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs what needs an agent. An agent that hangs occupies its own few threads and delays nothing else. */
public final class AgentExecutor {

    private static final Logger LOGGER = Logger.getLogger(AgentExecutor.class.getName());

    /** For each agent, and for the controller's own file system. */
    public static final int THREADS_PER_AGENT = 4;

    private static final class Agent {
        private int running;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
    }

    private final Map<String, Agent> agents = new HashMap<>();
    private final ThreadPoolExecutor pool;

    public AgentExecutor(ThreadFactory threads) {
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
        synchronized (this) {
            Agent agent = agents.computeIfAbsent(node, it -> new Agent());
            if (agent.running == THREADS_PER_AGENT) {
                agent.waiting.add(work);
                return;
            }
            agent.running++;
        }
        start(node, work);
    }

    /** Drops work that still waits for a thread. */
    public synchronized void remove(String node, Runnable work) {
        Agent agent = agents.get(node);
        if (agent != null) {
            agent.waiting.remove(work);
        }
    }

    /** Interrupts what runs and drops what waits. */
    public void shutdownNow() {
        pool.shutdownNow();
    }

    public void awaitTermination(long millis) throws InterruptedException {
        pool.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    private void start(String node, Runnable work) {
        boolean isStarted = false;
        try {
            pool.execute(() -> runAll(node, work));
            isStarted = true;
        } finally {
            if (!isStarted) {
                giveBack(node);
            }
        }
    }

    /** What waits follows in the same thread, since another one may not be had. */
    private void runAll(String node, Runnable first) {
        Optional<Runnable> work = Optional.of(first);
        while (work.isPresent() && !pool.isShutdown()) {
            try {
                work.get().run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.SEVERE, e, () -> "Work with agent " + node + " failed");
            }
            work = next(node);
        }
    }

    private synchronized void giveBack(String node) {
        Agent agent = agents.computeIfAbsent(node, it -> new Agent());
        agent.running--;
        if (agent.running == 0 && agent.waiting.isEmpty()) {
            agents.remove(node);
        }
    }

    private synchronized Optional<Runnable> next(String node) {
        Agent agent = agents.computeIfAbsent(node, it -> new Agent());
        Runnable work = agent.waiting.poll();
        if (work == null && --agent.running == 0) {
            agents.remove(node);
        }
        return Optional.ofNullable(work);
    }
}
