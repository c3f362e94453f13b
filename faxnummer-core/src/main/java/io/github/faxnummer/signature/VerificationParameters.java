package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What signatures must have, as users write it.
 *
 * @param trustedRoot files with certificates, PEM or DER
 * @param timestampTrustedRoot the same for time stamps; empty: those of {@code trustedRoot}
 */
public record VerificationParameters(
        boolean requireSignature,
        List<String> trustedRoot,
        List<String> timestampTrustedRoot,
        boolean checkRevocation) {

    public static final Parameter<Boolean> REQUIRE_SIGNATURE = Parameter.flag("requireSignature", "false");
    public static final Parameter<Path> TRUSTED_ROOT =
            Parameter.path("trustedRoot").requiringValue();
    public static final Parameter<Path> TIMESTAMP_TRUSTED_ROOT =
            Parameter.path("timestampTrustedRoot").requiringValue();
    public static final Parameter<Boolean> CHECK_REVOCATION = Parameter.flag("checkRevocation", "false");

    /** In the order in which they are documented. */
    public static final List<Parameter<?>> ALL =
            List.of(REQUIRE_SIGNATURE, TRUSTED_ROOT, TIMESTAMP_TRUSTED_ROOT, CHECK_REVOCATION);

    private static final int MAX_CAUSE_LENGTH = 200;

    public VerificationParameters {
        trustedRoot = List.copyOf(trustedRoot);
        timestampTrustedRoot = List.copyOf(timestampTrustedRoot);
    }

    /**
     * Reads the certificates; no server is asked.
     *
     * @param basedir what a relative path begins at
     * @param revocation used if it is wanted
     */
    public Validated<VerificationOptions> check(Path basedir, RevocationCheck revocation) {
        List<Problem> problems = new ArrayList<>();
        TrustedRoots signers = read(TRUSTED_ROOT, trustedRoot, basedir, problems);
        TrustedRoots timeServers = timestampTrustedRoot.isEmpty()
                ? signers
                : read(TIMESTAMP_TRUSTED_ROOT, timestampTrustedRoot, basedir, problems);
        return problems.isEmpty()
                ? Validated.valid(new VerificationOptions(
                        requireSignature,
                        signers,
                        timeServers,
                        Optional.of(revocation).filter(it -> checkRevocation),
                        revocation.clock()))
                : Validated.invalid(problems);
    }

    private static TrustedRoots read(
            Parameter<Path> parameter, List<String> files, Path basedir, List<Problem> problems) {
        List<X509Certificate> roots = new ArrayList<>();
        for (String written : files) {
            Validated<Path> file = parameter.check(written);
            problems.addAll(file.problems());
            file.value()
                    .map(it -> read(parameter, basedir.resolve(it), written))
                    .ifPresent(read -> {
                        problems.addAll(read.problems());
                        read.value().ifPresent(roots::addAll);
                    });
        }
        return new TrustedRoots(parameter.name(), roots);
    }

    private static Validated<List<X509Certificate>> read(Parameter<Path> parameter, Path file, String written) {
        String cause;
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!found.isEmpty()) {
                return Validated.valid(
                        found.stream().map(X509Certificate.class::cast).toList());
            }
            cause = "0";
        } catch (IOException e) {
            cause = e.getClass().getSimpleName();
        } catch (GeneralSecurityException e) {
            cause = Sanitizer.line(String.valueOf(e.getMessage()), MAX_CAUSE_LENGTH);
        }
        return Validated.invalid(parameter.name(), written, Message.of("input.trusted-root", cause));
    }
}
