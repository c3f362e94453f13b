package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.ItemGroup;
import io.github.faxnummer.jenkins.agent.AgentExecutor;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jenkins.util.Timer;
import org.junit.jupiter.api.Test;

/** How long stores of credentials are waited for. */
class CredentialsReaderTest extends SharedJenkinsTestBase {

    private static final String PARAMETER = "credentialsId";
    private static final Duration LONG = Duration.ofMinutes(3);

    /** As many as there are threads for a store, twice, and one more. */
    private static final int MANY = 2 * AgentExecutor.THREADS_PER_AGENT + 1;

    private final CredentialsReader reader = new CredentialsReader();

    @Test
    void storeThatIsSlowAnswersAllAtOnce() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "28");

        List<CredentialsReader.LookUp<String>> begun =
                Stream.generate(() -> begin(root(), new Slow(10))).limit(MANY).toList();

        for (CredentialsReader.LookUp<String> it : begun) {
            assertThat(it.await(LONG).orElseThrow().value()).contains("secret");
        }
    }

    @Test
    void storeThatIsSlowAnswersAllWhoseThreadsWait() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "31");
        List<FutureTask<Validated<String>>> reading = Stream.generate(() -> new FutureTask<>(() -> read(new Slow(16))))
                .limit(AgentExecutor.THREADS_PER_AGENT + 1)
                .toList();

        reading.forEach(it -> new Thread(it, "reading").start());

        for (FutureTask<Validated<String>> it : reading) {
            assertThat(it.get(LONG.toSeconds(), TimeUnit.SECONDS).value()).contains("secret");
        }
    }

    @Test
    void storeThatHangsEndsAllInTime() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "8");
        // It is not taken for a slow one for ever.
        assertThat(begin(root(), new Slow(0)).await(LONG).orElseThrow().value()).contains("secret");
        try (Hung hung = new Hung()) {
            List<CredentialsReader.LookUp<String>> begun =
                    Stream.generate(() -> begin(root(), hung)).limit(MANY).toList();

            for (CredentialsReader.LookUp<String> it : begun) {
                assertThat(problem(it.await(LONG).orElseThrow())).contains("no response within 8 seconds");
            }

            assertThat(Fixture.threadsIn(Hung.class, "get")).isEqualTo(AgentExecutor.THREADS_PER_AGENT);
            assertThat(waiting(reader)).isZero();
        }
    }

    @Test
    void storeThatHangsDelaysNoOtherFolderAndUse() throws Exception {
        Folder other = jenkins.createProject(Folder.class, "other");
        try (Hung hung = new Hung()) {
            Stream.generate(() -> begin(root(), hung)).limit(MANY).toList();
            Fixture.await("it hangs", () -> Fixture.threadsIn(Hung.class, "get") == AgentExecutor.THREADS_PER_AGENT);

            assertThat(begin(other, new Slow(0)).await(LONG).orElseThrow().value())
                    .contains("secret");
            assertThat(reader.begin("ledgerCredentialsId", root(), "id", new Slow(0)::get)
                            .await(LONG)
                            .orElseThrow()
                            .value())
                    .contains("secret");
        }
    }

    /** Of plugins that do not heed interrupts. The time limit ends what waits for them, not their threads. */
    @Test
    void storesThatHangHaveBoundedThreadsTogether() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "8");
        int bound = 2 * AgentExecutor.THREADS_PER_AGENT;
        CredentialsReader bounded = new CredentialsReader(Timer::get, bound);
        try (Hung hung = new Hung()) {
            List<CredentialsReader.LookUp<String>> first = Stream.generate(
                            () -> bounded.begin(PARAMETER, root(), "one", hung::get))
                    .limit(MANY)
                    .toList();
            Fixture.await("it hangs", () -> Fixture.threadsIn(Hung.class, "get") == AgentExecutor.THREADS_PER_AGENT);
            // The other half is kept for other stores.
            assertThat(bounded.begin(PARAMETER, root(), "other", new Slow(0)::get)
                            .await(LONG)
                            .orElseThrow()
                            .value())
                    .contains("secret");

            List<CredentialsReader.LookUp<String>> others = IntStream.range(0, bound)
                    .mapToObj(it -> bounded.begin(PARAMETER, root(), "hung-" + it, hung::get))
                    .toList();
            for (CredentialsReader.LookUp<String> it :
                    Stream.concat(first.stream(), others.stream()).toList()) {
                assertThat(problem(it.await(LONG).orElseThrow())).contains("no response within 8 seconds");
            }
            CredentialsReader.LookUp<String> healthy = bounded.begin(PARAMETER, root(), "healthy", new Slow(0)::get);
            assertThat(problem(healthy.await(LONG).orElseThrow())).contains("no response within 8 seconds");

            // All were cancelled, and none of their threads was given back.
            assertThat(Fixture.threadsIn(Hung.class, "get")).isEqualTo(bound);
            // A store that was not asked is not taken for one that hangs.
            assertThat(((Map<?, ?>) field(bounded, "silences"))
                            .keySet().stream().map(Object::toString))
                    .contains(PARAMETER + "::one")
                    .doesNotContain(PARAMETER + "::healthy");
            assertThat(waiting(bounded)).isZero();
        }

        assertThat(bounded.read(PARAMETER, root(), "healthy", new Slow(0)::get).value())
                .contains("secret");
        Fixture.await("threads end", () -> Fixture.threadsIn(Hung.class, "get") == 0);
    }

    @Test
    void storeThatDidNotAnswerIsWaitedForAgainAfterWhile() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "12");
        try (Hung hung = new Hung()) {
            assertThat(problem(read(hung))).contains("no response within 12 seconds");
            assertThat(problem(read(hung))).contains("no response within 2 seconds");

            // The second one has ended, too, and the time of a limit is over.
            TimeUnit.SECONDS.sleep(12 + 12 + 1);

            assertThat(read(new Slow(3)).value()).contains("secret");
        }
    }

    @Test
    void storeThatAnsweredOthersMeanwhileIsWaitedFor() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "12");
        try (Hung hung = new Hung()) {
            CredentialsReader.LookUp<String> lost = begin(root(), hung);
            assertThat(read(new Slow(0)).value()).contains("secret");
            assertThat(problem(lost.await(LONG).orElseThrow())).contains("no response within 12 seconds");

            assertThat(read(new Slow(3)).value()).contains("secret");
        }
    }

    /** As with too many threads in the process. */
    @Test
    void storeIsNotAskedWithoutTimer() throws Exception {
        ScheduledThreadPoolExecutor none = new ScheduledThreadPoolExecutor(1);
        none.shutdown();
        CredentialsReader withoutTimer = new CredentialsReader(() -> none, MANY);

        try (Hung hung = new Hung()) {
            CredentialsReader.LookUp<String> begun = withoutTimer.begin(PARAMETER, root(), "id", hung::get);

            assertThat(problem(begun.await(LONG).orElseThrow())).contains("RejectedExecutionException");
            assertThat(begun.isDone()).isTrue();
            assertThat(begun.isTimedOut()).isFalse();
        }
    }

    @Test
    void storeIsNotAskedWhenTimerFailsInItsThread() throws Exception {
        AtomicInteger timers = new AtomicInteger();
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1);
        CredentialsReader withoutTimer = new CredentialsReader(
                () -> {
                    if (timers.incrementAndGet() > 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return one;
                },
                MANY);

        try (Hung hung = new Hung()) {
            CredentialsReader.LookUp<String> begun = withoutTimer.begin(PARAMETER, root(), "id", hung::get);

            assertThat(problem(begun.await(LONG).orElseThrow())).contains("OutOfMemoryError");
            assertThat(Fixture.threadsIn(Hung.class, "get")).isZero();
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void timesOfKeysAreForgotten() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "5");
        for (int i = 0; i < MANY; i++) {
            assertThat(reader.read(PARAMETER, root(), "id-" + i, new Slow(0)::get)
                            .value())
                    .contains("secret");
        }

        TimeUnit.SECONDS.sleep(11);
        assertThat(read(new Slow(0)).value()).contains("secret");

        // The answer is there a moment before its time is.
        Map<?, ?> answers = (Map<?, ?>) field(reader, "answers");
        Fixture.await("others are forgotten", () -> answers.size() == 1);
    }

    private ItemGroup<?> root() {
        return jenkins.jenkins;
    }

    private CredentialsReader.LookUp<String> begin(ItemGroup<?> folder, Store store) {
        return reader.begin(PARAMETER, folder, "id", store::get);
    }

    private Validated<String> read(Store store) {
        return reader.read(PARAMETER, root(), "id", store::get);
    }

    private static String problem(Validated<String> found) {
        return found.problems().get(0).in(Locale.ENGLISH);
    }

    /** How many look-ups wait for a thread. */
    private static int waiting(CredentialsReader reader) throws ReflectiveOperationException {
        int waiting = 0;
        Map<?, ?> agents = (Map<?, ?>) field(field(reader, "threads"), "agents");
        for (Object it : agents.values()) {
            waiting += ((Queue<?>) field(it, "waiting")).size();
        }
        return waiting;
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private interface Store {
        Validated<String> get();
    }

    /** Answers after a while. */
    private record Slow(int seconds) implements Store {
        @Override
        public Validated<String> get() {
            try {
                TimeUnit.SECONDS.sleep(seconds);
                return Validated.valid("secret");
            } catch (InterruptedException e) {
                return Validated.invalid(PARAMETER, "id", Message.of("input.credentials.none"));
            }
        }
    }

    /** Does not answer before the end of the test, and as a connection does it does not heed interrupts. */
    private static final class Hung implements Store, AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Validated<String> get() {
            boolean isInterrupted = false;
            Optional<Boolean> isEnd = Optional.empty();
            while (isEnd.isEmpty()) {
                try {
                    isEnd = Optional.of(end.await(10, TimeUnit.MINUTES));
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            return Validated.valid("late");
        }

        @Override
        public void close() {
            end.countDown();
        }
    }
}
