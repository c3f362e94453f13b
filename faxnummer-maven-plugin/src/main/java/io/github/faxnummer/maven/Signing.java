package io.github.faxnummer.maven;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.SignaturePassword;
import io.github.faxnummer.signature.SigningResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;

/**
 * How the reports of a goal are signed.
 *
 * @param signer empty: they are not
 * @param failOnMissing whether the build fails where a signature, or its time stamp, is missing
 */
record Signing(Optional<ReportSigner> signer, boolean failOnMissing) {

    /** Checks all that can be checked before a fax is sent. */
    static Validated<Optional<ReportSigner>> check(
            SignatureParameters parameters,
            Settings settings,
            SettingsPasswords passwords,
            Map<String, String> environment,
            Path basedir,
            Locale locale) {
        Validated<SignaturePassword> password = password(settings, passwords, environment);
        return password.value()
                .map(it -> parameters.check(
                        it, basedir, new MavenProxies(settings, passwords).selector(), Clock.systemUTC(), locale))
                .orElseGet(() -> Validated.invalid(password.problems()));
    }

    private static Validated<SignaturePassword> password(
            Settings settings, SettingsPasswords passwords, Map<String, String> environment) {
        Server server = settings.getServer(SignatureParameters.SERVER_ID);
        if (server == null) {
            String variable = environment.get(SignatureParameters.PASSWORD_VARIABLE);
            return Validated.valid(variable == null ? SignaturePassword.none() : SignaturePassword.of(variable));
        }
        return passwords.decrypt(server, SignatureParameters.KEY_STORE.name()).map(Signing::of);
    }

    private static SignaturePassword of(Server server) {
        return Optional.ofNullable(server.getPassword())
                .or(() -> Optional.ofNullable(server.getPassphrase()))
                .map(SignaturePassword::of)
                .orElseGet(SignaturePassword::none);
    }

    /**
     * Signs a report, if that is wanted.
     *
     * @return what is wrong, if that is to fail the build
     */
    Optional<String> sign(Path report, Log log, Locale locale) {
        if (signer.isEmpty()) {
            return Optional.empty();
        }
        return log(signer.get().sign(report), report, log, locale);
    }

    /**
     * Says how a report was signed.
     *
     * @return what is wrong, if that is to fail the build
     */
    Optional<String> log(SigningResult result, Path report, Log log, Locale locale) {
        result.lines(report).forEach(it -> log.info(it.in(locale)));
        Optional<String> missing = result.missing(report).map(it -> it.in(locale));
        missing.ifPresent(failOnMissing ? log::error : log::warn);
        return missing.filter(it -> failOnMissing);
    }
}
