package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How reports are signed, as users write it.
 *
 * @param keyStore PKCS#12 file, or configuration of the JDK's PKCS#11 provider; blank: reports are not signed
 * @param alias of the key; blank: the only one
 * @param timestampServer blank: signatures have no time stamp
 */
public record SignatureParameters(String keyStore, String alias, String timestampServer, String timestampTolerance) {

    public static final Parameter<Path> KEY_STORE =
            Parameter.path("signatureKeyStore").requiringValue();
    public static final Parameter<String> ALIAS = Parameter.text("signatureAlias");
    public static final Parameter<String> TIMESTAMP_SERVER =
            Parameter.text("timestampServer").requiringValue();
    public static final Parameter<Duration> TIMESTAMP_TOLERANCE =
            Parameter.duration("timestampTolerance", Defaults.TIMESTAMP_TOLERANCE);
    public static final Parameter<Boolean> FAIL_ON_MISSING_SIGNATURE = Parameter.flag("failOnMissingSignature", "true");

    /** In the order in which they are documented. */
    public static final List<Parameter<?>> ALL =
            List.of(KEY_STORE, ALIAS, TIMESTAMP_SERVER, TIMESTAMP_TOLERANCE, FAIL_ON_MISSING_SIGNATURE);

    /** Where the password is, in every adapter. */
    public static final String SERVER_ID = "faxnummer-signature";

    public static final String PASSWORD_VARIABLE = "FAXNUMMER_SIGNATURE_PASSWORD";

    /** The default values, for annotations. */
    public static final class Defaults {
        public static final String TIMESTAMP_TOLERANCE = "5m";

        private Defaults() {}
    }

    /** An address without its query, in which a key might be. */
    static String shown(URI url) {
        return url.toString().replaceFirst("[?#].*", "");
    }

    /**
     * Checks everything that can be checked before a fax is sent; no server is asked.
     *
     * @param basedir what a relative path begins at
     * @param proxies which proxy leads to time servers and certification authorities
     * @param locale of the remark in a signature without time stamp
     * @return empty if reports are not to be signed
     */
    public Validated<Optional<ReportSigner>> check(
            SignaturePassword password, Path basedir, ProxySelector proxies, InstantSource clock, Locale locale) {
        return checkAll(
                KEY_STORE.name(),
                () -> {
                    Validated<Path> file = KEY_STORE.check(keyStore);
                    return file.value()
                            .map(it -> SigningKey.load(basedir.resolve(it), alias, password, clock.instant()))
                            .orElseGet(() -> Validated.invalid(file.problems()));
                },
                proxies,
                clock,
                locale);
    }

    /**
     * Checks the same for a key store that is open already.
     *
     * @param parameter by which the user names the key store; {@link #keyStore} is its value
     * @param store asked for only if reports are to be signed
     * @param proxies which proxy leads to time servers and certification authorities
     * @param locale of the remark in a signature without time stamp
     * @return empty if reports are not to be signed
     */
    public Validated<Optional<ReportSigner>> check(
            String parameter,
            Supplier<Validated<OpenKeyStore>> store,
            ProxySelector proxies,
            InstantSource clock,
            Locale locale) {
        return checkAll(
                parameter,
                () -> {
                    Validated<OpenKeyStore> found = store.get();
                    return found.value()
                            .map(it -> SigningKey.of(it, parameter, keyStore, alias, clock.instant()))
                            .orElseGet(() -> Validated.invalid(found.problems()));
                },
                proxies,
                clock,
                locale);
    }

    private Validated<Optional<ReportSigner>> checkAll(
            String parameter,
            Supplier<Validated<SigningKey>> loading,
            ProxySelector proxies,
            InstantSource clock,
            Locale locale) {
        List<Problem> problems = new ArrayList<>();
        Validated<Duration> tolerance = TIMESTAMP_TOLERANCE.check(timestampTolerance);
        problems.addAll(tolerance.problems());
        Validated<Optional<URI>> server = checkServer(timestampServer);
        problems.addAll(server.problems());
        if (keyStore.isBlank()) {
            server.value()
                    .flatMap(it -> it)
                    .ifPresent(it -> problems.add(new Problem(
                            TIMESTAMP_SERVER.name(),
                            shown(it),
                            Message.of("input.timestamp-server.unused", parameter))));
            return problems.isEmpty() ? Validated.valid(Optional.empty()) : Validated.invalid(problems);
        }
        Validated<SigningKey> key = loading.get();
        problems.addAll(key.problems());
        if (!problems.isEmpty()) {
            return Validated.invalid(problems);
        }
        Optional<ReportSigner.TimeSource> source = server.value()
                .orElseThrow()
                .map(it -> new ReportSigner.TimeSource(it, tolerance.value().orElseThrow()));
        return Validated.valid(Optional.of(
                new ReportSigner(key.value().orElseThrow(), source, proxies, clock, locale, ReportSigner.TIMEOUT)));
    }

    /** Checks the address of a time server; blank: there is none. */
    public static Validated<Optional<URI>> checkServer(String written) {
        if (written.isBlank()) {
            return Validated.valid(Optional.empty());
        }
        try {
            URI url = new URI(written.strip());
            boolean isWeb = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isWeb && url.getHost() != null && url.getUserInfo() == null) {
                return Validated.valid(Optional.of(url));
            }
        } catch (URISyntaxException e) {
            // The same advice as for another protocol.
        }
        // Without the value: a password may be in it.
        return Validated.invalid(TIMESTAMP_SERVER.name(), "", Message.of("input.timestamp-server"));
    }
}
