package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ConnectProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords of servers and proxies in {@code settings.xml}, as each Maven keeps them. */
final class PasswordsIT extends MavenTestBase {

    private static final String MAVEN_4 = "4.0.0-rc-6";
    private static final String WITH_BRACES = "{pa}ss{word}";
    private static final String MASTER = "the master password";
    private static final String PLAIN_WITH_BRACES = "pa{ss}word";

    private ConnectProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new ConnectProxy("proxy-user:" + WITH_BRACES, "");
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.9.16", "3.10.0", MAVEN_4})
    void decryptsPasswordsWithBraces(String version) {
        Encrypted encrypted = Encrypted.of(WITH_BRACES, directory);

        checkThroughProxy(version, encrypted.password(), encrypted.settingsSecurity());
    }

    @Test
    void usesPasswordsEncryptedByMvnenc() throws IOException, InterruptedException {
        Path security = Files.createDirectories(directory.resolve(".m2")).resolve("settings-security4.xml");
        Files.writeString(security, """
                <settingsSecurity>
                  <defaultDispatcher>master</defaultDispatcher>
                  <configurations>
                    <configuration>
                      <name>master</name>
                      <properties>
                        <property><name>cipher</name><value>AES/GCM/NoPadding</value></property>
                        <property><name>source</name><value>env:MASTER_OF_TEST</value></property>
                      </properties>
                    </configuration>
                  </configurations>
                </settingsSecurity>
                """);
        String encrypted = mvnenc(WITH_BRACES);

        assertThat(check(maven4(security).server("faxnummer", "acc12345", encrypted), WITH_BRACES)
                        .succeeded())
                .contains("are in order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.9.16", "3.10.0"})
    void refusesUndecryptablePasswordsInMaven3(String version) {
        // Without its settings-security.xml.
        String encrypted = Encrypted.of(WITH_BRACES, directory).password();
        Maven maven = Maven.in(noProject())
                .version(version)
                .server("faxnummer", "acc12345", PLAIN_WITH_BRACES)
                .proxy(proxy.port(), "proxy-user", encrypted, "");

        Build build = parameters(maven, "send")
                .with("endpoint", "https://fax.example.com/")
                .run();

        assertThat(build.failed())
                .contains(
                        "serverId 'faxnummer': its password in settings.xml cannot be decrypted",
                        "proxy 'it': its password in settings.xml cannot be decrypted",
                        "encrypt a plain-text password that contains braces")
                .doesNotContain(PLAIN_WITH_BRACES, encrypted);
        assertThat(proxy.requestLines()).noneMatch(it -> it.contains("fax.example.com"));
    }

    @Test
    void usesPlainPasswordWithBracesInMaven4() {
        Maven maven = Maven.in(noProject()).version(MAVEN_4).server("faxnummer", "acc12345", PLAIN_WITH_BRACES);

        assertThat(check(maven, PLAIN_WITH_BRACES).succeeded()).contains("are in order");
    }

    /** The manual says so. */
    @Test
    void endsMaven4AtUndecryptablePasswordOfUnusedServer() {
        Maven maven = Maven.in(noProject())
                .version(MAVEN_4)
                .server("unused", "somebody", Encrypted.of("x", directory).password())
                .server("faxnummer", "acc12345", PASSWORD);

        Build build = check(maven, PASSWORD);

        assertThat(build.exitCode()).as(build.console()).isEqualTo(2);
        assertThat(build.console()).contains("Could not decrypt password").doesNotContain("faxnummer-maven-plugin");
    }

    /** It takes neither the options of a build nor another place for its file. */
    private String mvnenc(String password) throws IOException, InterruptedException {
        Path input = Files.writeString(directory.resolve("password"), password + "\n");
        Path log = directory.resolve("mvnenc.log");
        Path home = Path.of(Maven.property("it.other-mavens"), "apache-maven-" + MAVEN_4);
        ProcessBuilder process = new ProcessBuilder(home.resolve("bin/mvnenc").toString(), "encrypt")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process.environment().put("JAVA_HOME", Maven.property("java.home"));
        process.environment().put("MAVEN_OPTS", "-Duser.home=" + directory);
        process.environment().put("MASTER_OF_TEST", MASTER);
        assertThat(process.start().waitFor()).isZero();
        Matcher encrypted = Pattern.compile("\\{\\[name=master[^}]+}").matcher(text(log));
        assertThat(encrypted.find()).isTrue();
        return encrypted.group();
    }

    private Maven maven4(Path security) {
        return Maven.in(noProject())
                .version(MAVEN_4)
                .settingsSecurity4(security)
                .variable("MASTER_OF_TEST", MASTER);
    }

    private void checkThroughProxy(String version, String password, Path settingsSecurity) {
        Path trust = directory.resolve("trust.p12");
        try (FaxnummerSandbox https =
                FaxnummerSandbox.builder().https(true).password(WITH_BRACES).start()) {
            ProxyIT.trust(https.certificate(), trust);
            Maven maven = Maven.in(noProject())
                    .version(version)
                    .jvmOption("-Djavax.net.ssl.trustStore=" + trust)
                    .jvmOption("-Djavax.net.ssl.trustStorePassword=changeit")
                    .server("faxnummer", https.login(), password)
                    .proxy(proxy.port(), "proxy-user", password, "")
                    .settingsSecurity(settingsSecurity);

            Build build = parameters(maven, "check")
                    .with("endpoint", https.endpoint())
                    .run();

            assertThat(build.succeeded()).contains("are in order");
            assertThat(proxy.requestLines())
                    .contains("CONNECT localhost:" + https.endpoint().getPort() + " HTTP/1.1");
        }
    }

    private Build check(Maven maven, String password) {
        try (FaxnummerSandbox account =
                FaxnummerSandbox.builder().login("acc12345").password(password).start()) {
            return parameters(maven, "check")
                    .with("endpoint", account.endpoint())
                    .run();
        }
    }

    private Maven parameters(Maven maven, String goal) {
        pdf(noProject().resolve("report.pdf"));
        return maven.goal(goal)
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com");
    }
}
