package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.policy.Spending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * What the executions of one build have taken for themselves, and its results. Without this each of several modules would fax a
 * document that all of them can see. Modules whose plugin has
 * other dependencies have another class loader, so what all must see is of the JDK's types.
 */
final class BuildClaims {

    private static final String KEY = "io.github.faxnummer.maven.claims";
    private static final String SPENDING = "spending";
    private static final String SPENT_EARLIER = "spent earlier";
    private static final Object NO_RESULT = "none";

    private final Map<String, Object> claims;

    // The session's data holds objects; only this class writes under this key.
    @SuppressWarnings("unchecked")
    BuildClaims(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, new ConcurrentHashMap<String, Object>());
        claims = (Map<String, Object>) data.get(KEY);
    }

    /**
     * What this build sends, with what the executions before this one took.
     *
     * @param kind dry runs are counted apart
     */
    Spending add(String kind, Spending spending) {
        Object total = claims.merge(
                key(SPENDING, kind),
                List.of(spending.faxes(), spending.pages()),
                (before, more) -> before instanceof List<?> earlier
                        ? List.of(
                                Math.addExact((Integer) earlier.get(0), spending.faxes()),
                                Math.addExact((Integer) earlier.get(1), spending.pages()))
                        : more);
        return spending(total)
                .map(it -> new Spending(it.faxes(), it.pages(), spending.redials()))
                .orElse(spending);
    }

    /**
     * What other builds of the same run sent before this one, as the first execution found it: later ones find what this
     * build sends, too.
     *
     * @param run which run, in which ledger, through which service
     */
    Spending earlier(String run, Spending found) {
        Object first = claims.putIfAbsent(key(SPENT_EARLIER, run), List.of(found.faxes(), found.pages()));
        return spending(first).orElse(found);
    }

    private static Optional<Spending> spending(@Nullable Object counts) {
        return counts instanceof List<?> all
                ? Optional.of(new Spending((Integer) all.get(0), (Integer) all.get(1)))
                : Optional.empty();
    }

    /** True for the first caller in this build. */
    boolean take(String... claim) {
        return claims.putIfAbsent(key(claim), new CompletableFuture<Object>()) == null;
    }

    /** Whether an execution of this build has taken it. */
    boolean isTaken(String... claim) {
        return claims.containsKey(key(claim));
    }

    /** Records the result of a claim. */
    void end(Transmission result, String... claim) {
        complete(claims.put(key(claim), CompletableFuture.completedFuture(result)), result);
    }

    /** No execution waits for the result of a claim any more. */
    void release(String... claim) {
        complete(claims.get(key(claim)), NO_RESULT);
    }

    // Only futures of objects are put under the keys of claims.
    @SuppressWarnings("unchecked")
    private static void complete(@Nullable Object claim, Object result) {
        if (claim instanceof CompletableFuture<?> future) {
            ((CompletableFuture<Object>) future).complete(result);
        }
    }

    /** The result of a claim; empty if it is in progress, or if a plugin of another class loader made it. */
    Optional<Transmission> result(String... claim) {
        return claims.get(key(claim)) instanceof CompletableFuture<?> future
                        && future.isDone()
                        && future.join() instanceof Transmission result
                ? Optional.of(result)
                : Optional.empty();
    }

    /** Whether an execution that runs at the same time may still get a result. */
    boolean isOpen(String... claim) {
        return claims.get(key(claim)) instanceof CompletableFuture<?> future && !future.isDone();
    }

    /** Waits while an execution that runs at the same time sends it. */
    void awaitResult(Duration timeout, String... claim) throws InterruptedException {
        if (claims.get(key(claim)) instanceof CompletableFuture<?> future) {
            try {
                future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // It has no result that could count.
            }
        }
    }

    private static String key(String... claim) {
        return String.join("\n", claim);
    }
}
