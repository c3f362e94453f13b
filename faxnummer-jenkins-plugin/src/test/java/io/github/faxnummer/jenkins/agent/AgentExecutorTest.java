package io.github.faxnummer.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order agents get threads, of which all together have a bound. */
class AgentExecutorTest {

    private static final int LIMIT = 4;

    private final AgentExecutor executor = new AgentExecutor(Executors.defaultThreadFactory(), LIMIT);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Semaphore begins = new Semaphore(0);
    private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void keepsHalfOfThreadsForAgentsThatHaveNone() throws Exception {
        work("a", "a1", "a2", "a3", "a4");
        awaitBegins(2);
        work("b", "b1", "b2");
        work("c", "c1");
        awaitBegins(2);
        work("d", "d1", "d2");
        work("e", "e1");

        assertThat(begun).containsExactlyInAnyOrder("a1", "a2", "b1", "c1");
        end("a1");
        awaitBegins(1);
        assertThat(begun).last().isEqualTo("d1");
        // Those without a thread come before the one that just had it.
        end("d1");
        awaitBegins(1);
        assertThat(begun).last().isEqualTo("e1");
        end("b1");
        awaitBegins(1);
        assertThat(begun).last().isEqualTo("d2");
    }

    @Test
    void runsAllInTheEnd() throws Exception {
        for (String node : List.of("a", "b", "c", "d", "e", "f")) {
            for (int i = 0; i < 10; i++) {
                executor.execute(node, begins::release);
            }
        }

        awaitBegins(60);
    }

    @Test
    void threadIsInUseUntilItsWorkHasEnded() throws Exception {
        work("a", "a1");
        awaitBegins(1);

        assertThat(executor.isRunning("a")).isTrue();
        assertThat(executor.isRunning("b")).isFalse();
    }

    private void work(String node, String... names) {
        for (String name : names) {
            ends.put(name, new CountDownLatch(1));
            executor.execute(node, () -> run(name));
        }
    }

    private void run(String name) {
        begun.add(name);
        begins.release();
        try {
            ends.get(name).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String name) {
        ends.get(name).countDown();
    }

    private void awaitBegins(int count) throws InterruptedException {
        assertThat(begins.tryAcquire(count, 2, TimeUnit.MINUTES)).isTrue();
    }
}
