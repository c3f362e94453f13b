package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.policy.Spending;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/**
 * What the executions of one build have taken for themselves, and its results. A goal called on the command line runs in
 * every module, and without this each of them would fax a document that all of them can see.
 */
final class BuildClaims {

    private static final String KEY = "io.github.faxnummer.maven.claims";
    private static final String SPENDING = "spending";
    private static final Object TAKEN = "taken";

    private final Map<String, Object> claims;

    // The session's data holds objects; only this class writes under this key.
    @SuppressWarnings("unchecked")
    BuildClaims(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, new ConcurrentHashMap<String, Object>());
        claims = (Map<String, Object>) data.get(KEY);
    }

    /** What this build sends, with what the executions before this one took. */
    Spending add(Spending spending) {
        Object total = claims.merge(
                SPENDING,
                spending,
                (before, more) -> before instanceof Spending earlier ? earlier.plus(spending) : more);
        return total instanceof Spending all ? all : spending;
    }

    /** True for the first caller in this build. */
    boolean take(String... claim) {
        return claims.putIfAbsent(key(claim), TAKEN) == null;
    }

    /** Whether an execution of this build has taken it. */
    boolean isTaken(String... claim) {
        return claims.containsKey(key(claim));
    }

    /** Records the result of a claim. */
    void end(TransmissionState state, String... claim) {
        claims.put(key(claim), state);
    }

    /** The result of a claim; empty if it is in progress, or if a plugin of another class loader made it. */
    Optional<TransmissionState> result(String... claim) {
        return claims.get(key(claim)) instanceof TransmissionState state ? Optional.of(state) : Optional.empty();
    }

    private static String key(String... claim) {
        return String.join("\n", claim);
    }
}
