package io.github.faxnummer.jenkins.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;

/**
 * A call to an agent with a time limit. It holds for what an interrupt ends: a read, but no write to a connection that is
 * blocked.
 */
public final class AgentCall {

    /** Seconds that one call may take, such as to inspect all documents of a step. */
    public static final String TIMEOUT = "io.github.faxnummer.jenkins.agentCallTimeoutSeconds";

    private static final int DEFAULT_TIMEOUT_SECONDS = 600;

    /** Something that waits for an agent. */
    @FunctionalInterface
    public interface Call<T> {
        T call() throws IOException, InterruptedException;
    }

    private final Thread caller = Thread.currentThread();
    // Guarded by this.
    private boolean ended;
    private boolean expired;

    private AgentCall() {}

    /** Calls in the current thread, which is interrupted at the limit. */
    public static <T> T limited(String node, Call<T> call) throws IOException, InterruptedException {
        Duration limit = Duration.ofSeconds(Math.max(1, SystemProperties.getInteger(TIMEOUT, DEFAULT_TIMEOUT_SECONDS)));
        AgentCall watched = new AgentCall();
        Future<?> alarm = Timer.get().schedule(watched::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return call.call();
        } catch (IOException | InterruptedException e) {
            if (watched.end()) {
                AgentTimeoutException timeout = new AgentTimeoutException(node, limit);
                timeout.addSuppressed(e);
                throw timeout;
            }
            throw e;
        } finally {
            watched.end();
            alarm.cancel(false);
        }
    }

    private synchronized void expire() {
        if (!ended) {
            expired = true;
            caller.interrupt();
        }
    }

    /** Whether the limit was reached; from now on nothing is interrupted. */
    private synchronized boolean end() {
        if (!ended && expired) {
            // The interrupt was this call's own.
            Thread.interrupted();
        }
        ended = true;
        return expired;
    }
}
