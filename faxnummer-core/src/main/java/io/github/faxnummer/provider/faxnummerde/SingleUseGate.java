package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.provider.SubmissionPermit;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Guards the first byte of a request on an established connection and opens once: the request cannot be sent a second
 * time, even if the HTTP library retries, and it is always known whether it was sent.
 */
final class SingleUseGate {

    private enum State {
        CLOSED,
        PASSED,
        LOCKED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);
    private final SubmissionPermit permit;

    /** @param permit requested before the gate opens */
    SingleUseGate(SubmissionPermit permit) {
        this.permit = permit;
    }

    /** Ensures that nothing is sent from now on. Returns false if the request was sent already. */
    boolean lock() {
        return state.compareAndSet(State.CLOSED, State.LOCKED) || state.get() == State.LOCKED;
    }

    private boolean open() {
        return state.get() == State.CLOSED && permit.isGranted() && state.compareAndSet(State.CLOSED, State.PASSED);
    }

    /**
     * To be added as a network interceptor: these run when the connection is established, TLS and proxy tunnel
     * included.
     */
    static Response intercept(Interceptor.Chain chain) throws IOException {
        SingleUseGate gate = chain.request().tag(SingleUseGate.class);
        if (gate != null && !gate.open()) {
            throw new IOException("This request must not leave (again).");
        }
        return chain.proceed(chain.request());
    }
}
