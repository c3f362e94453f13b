package io.github.faxnummer.signature;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificates that are trusted: one of them must be in a certificate path, or issue a certificate of it.
 *
 * @param parameter by which the user names them
 * @param certificates empty: none is trusted, and no path is refused
 */
public record TrustedRoots(String parameter, List<X509Certificate> certificates) {

    public TrustedRoots {
        certificates = List.copyOf(certificates);
    }

    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    /** The part of a path from its first certificate to one that is trusted, which may have issued the last one. */
    Optional<List<X509Certificate>> pathTo(List<X509Certificate> path) {
        for (int i = 0; i < path.size(); i++) {
            if (certificates.contains(path.get(i))) {
                return Optional.of(path.subList(0, i + 1));
            }
        }
        // Not of the last one alone: an authority may have certificates of several issuers (cross-certificates).
        for (int i = path.size() - 1; i >= 0; i--) {
            List<X509Certificate> below = path.subList(0, i + 1);
            Optional<X509Certificate> anchor = certificates.stream()
                    .filter(it -> Certificates.isIssued(below.get(below.size() - 1), it))
                    .findFirst();
            if (anchor.isPresent()) {
                return Optional.of(
                        Stream.concat(below.stream(), anchor.stream()).toList());
            }
        }
        return Optional.empty();
    }
}
