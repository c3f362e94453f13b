package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ConnectProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and manual tell people to write does what they say. How blocks are marked is in docs/README.md. */
final class ManualIT extends MavenTestBase {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Figures and lists that programs make; there is nothing in them to be copied. */
    private static final Set<String> NOT_THE_MANUAL =
            Set.of("docs/benchmarks.md", "docs/licences.md", "docs/observed.md");

    private static final Set<String> WITHOUT_MARK = Set.of("text", "mermaid");

    /** Kinds that are run here, by language. */
    private static final Map<String, Set<String>> HERE = Map.of(
            "xml", Set.of("maven", "module", "settings"),
            "sh", Set.of("shell", "shell-sandbox", "gate"),
            "yaml", Set.of("ci"));

    /** Kinds that other tests run: ManualReportTest of the core, and the tests of the Jenkins plugin. */
    private static final Map<String, Set<String>> ELSEWHERE = Map.of(
            "json", Set.of("json-report"),
            "groovy", Set.of("jenkins-pipeline", "jenkins-library", "jenkins-failing", "jenkins-approval"),
            "yaml", Set.of("jenkins-casc"));

    private static final String LOGIN = "acc12345";
    private static final Pattern ENCRYPTED = Pattern.compile("\\{[^}$]+}");

    /** Where {@code mvn install} puts a plugin, so that {@code mvn faxnummer:send} finds it without a POM. */
    @BeforeAll
    static void registerPrefix() throws IOException {
        Path group = Path.of(Maven.property("it.repository"), "io", "github", "faxnummer");
        Files.writeString(group.resolve("maven-metadata-local.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <metadata>
                  <plugins>
                    <plugin>
                      <name>Faxnummer</name>
                      <prefix>faxnummer</prefix>
                      <artifactId>faxnummer-maven-plugin</artifactId>
                    </plugin>
                  </plugins>
                </metadata>
                """);
    }

    @Test
    void coversEverySnippet() {
        for (Snippet snippet : everyBlock()) {
            if (snippet.kind().isEmpty()) {
                assertThat(WITHOUT_MARK)
                        .as("%s has no mark, so its language must be one that is not run", snippet)
                        .contains(snippet.language());
            } else {
                assertThat(Stream.of(HERE, ELSEWHERE)
                                .flatMap(kinds -> kinds.getOrDefault(snippet.language(), Set.of()).stream()))
                        .as("kinds for the language of %s", snippet)
                        .contains(snippet.kind());
            }
        }
    }

    @Test
    void hasNoBrokenLinks() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)\\s]+)\\)");
        for (String file : files()) {
            Path path = ROOT.resolve(file);
            Matcher matcher = link.matcher(Files.readString(path));
            while (matcher.find()) {
                String target = matcher.group(1);
                if (target.startsWith("https://")) {
                    continue;
                }
                String[] parts = target.split("#", 2);
                Path to = parts[0].isEmpty() ? path : path.resolveSibling(parts[0]);
                assertThat(to).as("%s in %s", target, file).exists();
                if (parts.length == 2) {
                    assertThat(anchors(to)).as("%s in %s", target, file).contains(parts[1]);
                }
            }
        }
    }

    static Stream<Snippet> blocksToRun() {
        return everyBlock().stream()
                .filter(it -> HERE.getOrDefault(it.language(), Set.of()).contains(it.kind()));
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the manual's commands are for a Unix shell")
    @ParameterizedTest(name = "{0}")
    @MethodSource("blocksToRun")
    void runs(Snippet snippet) throws Exception {
        switch (snippet.kind()) {
            case "maven" -> {
                project(snippet);
                Maven maven = maven().to(sandbox);
                Stream.of(snippet.value("goal", "deploy").split(" ", -1)).forEach(maven::argument);
                check(snippet, maven.run());
            }
            case "module" -> module(snippet);
            case "settings" -> settings(snippet);
            case "shell" -> shell(snippet);
            case "shell-sandbox" -> withSandbox(snippet, snippet, "true");
            case "ci" -> ci(snippet);
            case "gate" -> gate(snippet);
            default -> throw new AssertionError(snippet.kind());
        }
    }

    /** A module that is listed first and that two others have to come before; one of these fails at first. */
    private void module(Snippet snippet) throws IOException {
        String parent = text(Path.of("src/test/resources/manual/pom.xml"));
        Path root = Files.createDirectories(noProject());
        List<String> modules = List.of("fax", "report", "integration-tests");
        Files.writeString(
                root.resolve("pom.xml"),
                parent.replace(
                        "<properties>",
                        modules.stream()
                                        .collect(Collectors.joining(
                                                "</module><module>", "<modules><module>", "</module></modules>"))
                                + "<properties>"));
        String check = """
                <packaging>pom</packaging>
                <build><plugins><plugin>
                  <groupId>io.github.faxnummer</groupId>
                  <artifactId>faxnummer-maven-plugin</artifactId>
                  <version>%s</version>
                  <executions><execution><phase>verify</phase><goals><goal>preview</goal></goals></execution></executions>
                  <configuration><documents>passed.pdf</documents></configuration>
                </plugin></plugins></build>""".formatted(Maven.property("it.version"));
        writeModule(root.resolve("fax"), snippet.text());
        writeModule(root.resolve("report"), "<artifactId>report</artifactId><packaging>pom</packaging>");
        writeModule(root.resolve("integration-tests"), "<artifactId>integration-tests</artifactId>" + check);
        pdf(root.resolve("report/target/pdf/report.pdf"));
        Maven maven = maven().to(sandbox).argument("deploy");

        assertThat(maven.run().failed()).contains("passed.pdf");
        assertThat(sandbox.requests()).isZero();

        pdf(root.resolve("integration-tests/passed.pdf"));
        check(snippet, maven.run());
    }

    private static void writeModule(Path folder, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent><groupId>it</groupId><artifactId>manual</artifactId><version>1.0</version></parent>
                  %s
                </project>
                """.formatted(text));
    }

    private void shell(Snippet snippet) throws Exception {
        files(noProject());
        if (snippet.has("project")) {
            project(example());
        }
        if (snippet.has("reports")) {
            send().run().succeeded();
        }
        if (snippet.has("sandbox")) {
            withSandbox(first("shell-sandbox", snippet.file()), snippet, snippet.text());
        } else if (snippet.has("https")) {
            withPrivateAuthority(snippet);
        } else {
            Maven maven = snippet.has("job") ? maven().variable("JOB_ID", submitted()) : maven();
            check(snippet, maven.to(sandbox).shell(snippet.text()).ended());
        }
    }

    /** Its server is trusted only after the steps of the block. */
    private void withPrivateAuthority(Snippet snippet) throws IOException, CertificateEncodingException {
        try (FaxnummerSandbox https = FaxnummerSandbox.builder()
                .https(true)
                .speed(1000)
                .password(PASSWORD)
                .start()) {
            String certificate =
                    Base64.getMimeEncoder().encodeToString(https.certificate().getEncoded());
            Files.writeString(
                    noProject().resolve("company-ca.pem"),
                    "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
            check(snippet, maven().to(https).shell(snippet.text()).ended(), https);
        }
    }

    /** Runs a block as long as the sandbox runs that another block starts, at a port that is free here. */
    private void withSandbox(Snippet server, Snippet snippet, String script) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(server.text()).contains("8025");
        Path other = Files.createDirectories(directory.resolve("sandbox"));
        RunningBuild running = Maven.in(other).shell("exec " + server.text().replace("8025", String.valueOf(port)));
        try {
            running.prints("any other +delivered");
            Maven maven = maven().with("pollInterval", "2s");
            check(
                    snippet,
                    maven.shell(script.replace("8025", String.valueOf(port))).ended());
        } finally {
            running.kill();
        }
    }

    /** Each is tried with a check of the account, which costs nothing. */
    private void settings(Snippet snippet) throws IOException {
        files(noProject());
        String text = snippet.text().strip();
        Maven maven = maven();
        if (text.startsWith("<proxy>")) {
            throughProxy(snippet, maven, text);
            return;
        }
        if (text.startsWith("<profile>")) {
            check(
                    snippet,
                    parameters(maven.setting(text).to(sandbox).goal("check")).run());
            return;
        }
        String password = content(text, "password");
        Matcher encrypted = ENCRYPTED.matcher(text);
        if (encrypted.find()) {
            password = PASSWORD;
            Encrypted secret = Encrypted.of(password, directory);
            maven.settingsSecurity(secret.settingsSecurity());
            text = encrypted.replaceFirst(Matcher.quoteReplacement(secret.password()));
        }
        try (FaxnummerSandbox account =
                FaxnummerSandbox.builder().login(LOGIN).password(password).start()) {
            maven.setting(text).with("endpoint", account.endpoint()).with("serverId", content(text, "id"));
            check(snippet, parameters(maven.goal("check")).run(), account);
        }
    }

    private void throughProxy(Snippet snippet, Maven maven, String text) throws IOException {
        Path store = directory.resolve("trust.p12");
        try (FaxnummerSandbox https = FaxnummerSandbox.builder()
                        .https(true)
                        .password(PASSWORD)
                        .start();
                ConnectProxy proxy =
                        new ConnectProxy(content(text, "username") + ":" + content(text, "password"), "")) {
            ProxyIT.trust(https.certificate(), store);
            maven.setting(text.replace(content(text, "host"), "127.0.0.1")
                            .replace(content(text, "port"), String.valueOf(proxy.port())))
                    .jvmOption("-Djavax.net.ssl.trustStore=" + store)
                    .jvmOption("-Djavax.net.ssl.trustStorePassword=changeit")
                    .goal("check")
                    .to(https);
            check(snippet, parameters(maven).run(), https);
            assertThat(proxy.requestLines())
                    .contains("CONNECT localhost:" + https.endpoint().getPort() + " HTTP/1.1");
        }
    }

    /** The commands of a CI server's file, with the account where its secrets put it. */
    private void ci(Snippet snippet) throws IOException {
        project(example());
        String commands = snippet.text()
                .lines()
                .map(line -> line.replaceFirst("^\\s*(- )?(run: )?", ""))
                .filter(line -> line.startsWith("mvn "))
                .collect(Collectors.joining("\n"));
        assertThat(commands).isNotEmpty();
        assertThat(snippet.text()).contains("FAXNUMMER_LOGIN", "FAXNUMMER_PASSWORD");
        Maven maven = maven().with("endpoint", sandbox.endpoint())
                .with("pollInterval", "2s")
                .variable("FAXNUMMER_LOGIN", sandbox.login())
                .variable("FAXNUMMER_PASSWORD", PASSWORD);
        check(snippet, maven.shell(commands).ended());
        Matcher kept = Pattern.compile("target/fax-reports/[\\w.-]*").matcher(snippet.text());
        while (kept.find()) {
            assertThat(noProject().resolve(kept.group())).exists();
        }
    }

    /** What builds this very project cannot be run from within; {@code .ci/run} runs it. */
    private static void gate(Snippet snippet) throws IOException {
        String gate = Files.readString(ROOT.resolve(".ci/run"));
        snippet.text()
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .forEach(command -> assertThat(gate).contains(command));
    }

    private void check(Snippet snippet, Build build) {
        check(snippet, build, sandbox);
    }

    private void check(Snippet snippet, Build build, FaxnummerSandbox at) {
        assertThat(build.exitCode() == 0).as("%s\n%s", snippet, build.console()).isEqualTo(!snippet.has("fails"));
        for (String text : snippet.value("prints", "").split("\\|", -1)) {
            assertThat(build.console()).as("%s", snippet).contains(text);
        }
        int before = snippet.has("reports") || snippet.has("job") ? 1 : 0;
        assertThat(at.faxes())
                .as("%s\n%s", snippet, build.console())
                .hasSize(before + Integer.parseInt(snippet.value("faxes", "0")));
        if (snippet.has("makes")) {
            for (String file : snippet.value("makes", "").split(" ", -1)) {
                assertThat(noProject().resolve(file)).as("%s", snippet).exists();
            }
        }
    }

    private Maven maven() {
        return Maven.in(noProject());
    }

    private Maven send() {
        return parameters(maven().to(sandbox).goal("send"));
    }

    private static Maven parameters(Maven maven) {
        return maven.with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com");
    }

    /** The job of a fax that was submitted before. */
    private String submitted() {
        send().with("wait", false).run().succeeded();
        return sandbox.faxes().get(0).jobId();
    }

    /** A project with what the block shows of its POM, and with what it faxes. */
    private void project(Snippet snippet) throws IOException {
        files(noProject());
        String text = snippet.text().strip();
        boolean profile = text.startsWith("<profile>");
        Files.writeString(
                noProject().resolve("pom.xml"),
                Files.readString(Path.of("src/test/resources/manual/pom.xml"))
                        .replace(profile ? "<!-- profiles -->" : "<!-- plugins -->", text));
    }

    private static void files(Path folder) {
        for (String file : List.of(
                "report.pdf",
                "target/report.pdf",
                "target/pdf/compliance-report.pdf",
                "target/reports/audit.pdf",
                "target/reports/draft-audit.pdf",
                "other/terms.pdf")) {
            pdf(folder.resolve(file));
        }
    }

    /** The POM of the README. */
    private static Snippet example() {
        return first("maven", "README.md");
    }

    private static Snippet first(String kind, String file) {
        return Snippet.of(ROOT, file).stream()
                .filter(it -> it.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String content(String xml, String element) {
        Matcher matcher =
                Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(xml);
        assertThat(matcher.find()).as("%s in %s", element, xml).isTrue();
        return matcher.group(1);
    }

    private static List<Snippet> everyBlock() {
        return files().stream().flatMap(file -> Snippet.of(ROOT, file).stream()).toList();
    }

    private static List<String> files() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md"),
                            docs.map(it -> "docs/" + it.getFileName())
                                    .filter(it -> it.endsWith(".md") && !NOT_THE_MANUAL.contains(it))
                                    .sorted())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As the usual Markdown viewers name headings. */
    private static List<String> anchors(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
