package io.github.faxnummer.jenkins.testing;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** The key by which a Jenkins is known to agents: the same for all of a JVM, which would each make one for a second. */
public final class InstanceKey {

    private static final String PEM = generate();

    private InstanceKey() {}

    private static String generate() {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(TestAuthority.rsa(2048).getPrivate());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return pem.toString();
    }

    /** Before the plugin instance-identity looks for it. */
    @Initializer(before = InitMilestone.PLUGINS_STARTED)
    public static void write() throws IOException {
        writeTo(Jenkins.get().getRootDir().toPath());
    }

    /** In the form that the plugin replaces with an encrypted one. */
    static void writeTo(Path home) throws IOException {
        if (Files.notExists(home.resolve("identity.key.enc"))) {
            Files.writeString(home.resolve("identity.key"), PEM);
        }
    }
}
