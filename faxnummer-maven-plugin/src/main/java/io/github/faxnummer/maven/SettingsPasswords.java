package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Decrypts the passwords of {@code settings.xml} where the running Maven does not do so before a goal runs.
 *
 * @param decrypter decrypts, and leaves a password that it cannot decrypt as it is, with a problem beside it
 * @param alreadyDecrypted whether the passwords are in plain text, so that braces in them mean nothing
 */
record SettingsPasswords(SettingsDecrypter decrypter, boolean alreadyDecrypted) {

    /** Since this version the settings that a goal gets are decrypted. */
    private static final String DECRYPTED_SETTINGS = "[4.0.0-rc-1,)";

    static SettingsPasswords of(SettingsDecrypter decrypter, RuntimeInformation maven) {
        return new SettingsPasswords(decrypter, maven.isMavenVersion(DECRYPTED_SETTINGS));
    }

    /**
     * A server with its password in plain text.
     *
     * @param parameter that names it
     */
    Validated<Server> decrypt(Server server, String parameter) {
        if (alreadyDecrypted) {
            return Validated.valid(server);
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        return isDecrypted(result)
                ? Validated.valid(result.getServer())
                : Validated.invalid(parameter, server.getId(), Message.of("input.settings.undecrypted"));
    }

    /** A proxy with its password in plain text. */
    Validated<Proxy> decrypt(Proxy proxy) {
        if (alreadyDecrypted) {
            return Validated.valid(proxy);
        }
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        return isDecrypted(result)
                ? Validated.valid(result.getProxy())
                : Validated.invalid("proxy", proxy.getId(), Message.of("input.settings.undecrypted"));
    }

    private static boolean isDecrypted(SettingsDecryptionResult result) {
        return result.getProblems().stream()
                .allMatch(problem -> problem.getSeverity() == SettingsProblem.Severity.WARNING);
    }
}
