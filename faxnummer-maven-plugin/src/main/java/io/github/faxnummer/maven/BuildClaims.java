package io.github.faxnummer.maven;

import io.github.faxnummer.policy.Spending;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/**
 * What the executions of one build have taken for themselves. A goal called on the command line runs in every module,
 * and without this each of them would fax a document that all of them can see.
 */
final class BuildClaims {

    private static final String KEY = "io.github.faxnummer.maven.claims";

    private final Set<Object> claims;

    // The session's data holds objects; only this class writes under this key.
    @SuppressWarnings("unchecked")
    BuildClaims(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, ConcurrentHashMap.newKeySet());
        claims = (Set<Object>) data.get(KEY);
    }

    /** What this build sends, with what the executions before this one took. */
    Spending add(Spending spending) {
        synchronized (claims) {
            Spending before = claims.stream()
                    .filter(Spending.class::isInstance)
                    .map(Spending.class::cast)
                    .findFirst()
                    .orElse(Spending.NOTHING);
            claims.remove(before);
            Spending total = before.plus(spending);
            claims.add(total);
            return total;
        }
    }

    /** True for the first caller in this build. */
    boolean take(String... claim) {
        return claims.add(String.join("\n", claim));
    }
}
