package io.github.faxnummer.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.cipher.PlexusCipherException;

/**
 * A password as {@code mvn --encrypt-password} writes it.
 *
 * @param password for {@code settings.xml}
 * @param settingsSecurity the file with the master password
 */
record Encrypted(String password, Path settingsSecurity) {

    private static final String MASTER = "the master password";
    private static final String SYSTEM_KEY = "settings.security";

    static Encrypted of(String password, Path directory) {
        try {
            DefaultPlexusCipher cipher = new DefaultPlexusCipher();
            Path file = directory.resolve("settings-security.xml");
            Files.writeString(
                    file,
                    "<settingsSecurity><master>" + cipher.encryptAndDecorate(MASTER, SYSTEM_KEY)
                            + "</master></settingsSecurity>\n");
            return new Encrypted(cipher.encryptAndDecorate(password, MASTER), file);
        } catch (PlexusCipherException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
