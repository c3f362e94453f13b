package io.github.faxnummer.maven;

import io.github.faxnummer.provider.FaxProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A client that is built while the documents are inspected, as both mostly load classes. Building it opens no connection.
 * Closing waits for it, and closes the client unless it was {@linkplain #take taken}.
 */
final class PreparedClient implements AutoCloseable {

    private final CompletableFuture<FaxProvider> client;
    private boolean isTaken;

    PreparedClient(Supplier<FaxProvider> builder) {
        client = CompletableFuture.supplyAsync(builder, task -> {
            Thread thread = new Thread(task, "faxnummer-client");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** The client, which the caller has to close. */
    FaxProvider take() {
        FaxProvider built = client.join();
        isTaken = true;
        return built;
    }

    @Override
    public void close() {
        if (!isTaken) {
            try {
                client.join().close();
            } catch (CompletionException e) {
                // There is no client to close, and it is not needed: what ended the goal is told.
            }
        }
    }
}
