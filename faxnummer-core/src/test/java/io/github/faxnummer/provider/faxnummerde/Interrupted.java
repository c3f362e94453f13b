package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call in a thread of its own, that is going to be interrupted. */
final class Interrupted {

    private final CompletableFuture<Object> result = new CompletableFuture<>();
    private final CompletableFuture<Boolean> flag = new CompletableFuture<>();
    private final Thread thread;

    Interrupted(Callable<?> call) {
        thread = new Thread(() -> {
            try {
                Object value = call.call();
                flag.complete(Thread.currentThread().isInterrupted());
                result.complete(value);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** What the call gives once it is interrupted, which must be at once. */
    Object interrupt() throws Exception {
        assertThat(result).isNotDone();
        thread.interrupt();
        return result.get(3, TimeUnit.SECONDS);
    }

    boolean flagStayedSet() {
        return flag.join();
    }
}
