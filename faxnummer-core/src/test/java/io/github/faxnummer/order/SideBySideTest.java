package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SideBySideTest {

    private static final List<Path> FILES =
            IntStream.range(0, 40).mapToObj(it -> Path.of(it + ".pdf")).toList();

    @Test
    void resultsAreInTheOrderOfTheFiles() throws IOException {
        CountDownLatch othersEnded = new CountDownLatch(FILES.size() - 1);

        List<Path> results = new SideBySide(4).all(FILES, file -> {
            if (file.equals(FILES.get(0))) {
                await(othersEnded);
            } else {
                othersEnded.countDown();
            }
            return file;
        });

        assertThat(results).isEqualTo(FILES);
    }

    @Test
    void asManyRunAtATimeAsAllowedAndNoMore() throws IOException {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        new SideBySide(3).all(FILES.subList(0, 9), file -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                three.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return running.decrementAndGet();
        });

        assertThat(most).hasValue(3);
    }

    @Test
    void singleFileIsCheckedOnTheCallersThread() throws IOException {
        assertThat(new SideBySide(4).all(FILES.subList(0, 1), file -> Thread.currentThread()))
                .containsExactly(Thread.currentThread());
        assertThat(new SideBySide(1).all(FILES, file -> Thread.currentThread())).containsOnly(Thread.currentThread());
    }

    @Test
    void failuresAreThoseOfTheCheck() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> new SideBySide(2).all(FILES, file -> {
                    throw failure;
                }))
                .isSameAs(failure);
        UncheckedIOException unchecked = new UncheckedIOException(failure);
        assertThatThrownBy(() -> new SideBySide(2).all(FILES, file -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
    }

    @Test
    void interruptedCallerEndsTheChecks() throws IOException {
        CountDownLatch interrupted = new CountDownLatch(2);
        AtomicInteger begun = new AtomicInteger();
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() -> new SideBySide(2).all(FILES, file -> {
                    if (begun.incrementAndGet() == 2) {
                        caller.interrupt();
                    }
                    try {
                        return await(new CountDownLatch(1));
                    } finally {
                        interrupted.countDown();
                    }
                }))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(await(interrupted)).isTrue();
        assertThat(begun).hasValue(2);
    }

    @Test
    void memoryOfAllDocumentsIsWithinTheHeap() {
        long heap = Runtime.getRuntime().maxMemory();

        assertThat(within(heap)).isEqualTo(1);
        assertThat(within(heap / 2)).isEqualTo(1);
        assertThat(within(1)).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    private static int within(long memory) {
        return SideBySide.within(new PdfLimits(1, 1, Duration.ofSeconds(1), memory))
                .atATime();
    }

    private static boolean await(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
