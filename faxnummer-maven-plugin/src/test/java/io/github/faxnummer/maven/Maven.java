package io.github.faxnummer.maven;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.maven.shared.invoker.CommandLineConfigurationException;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.MavenCommandLineBuilder;

/** A command line of Maven, and what goes with it. The Invoker writes it. */
final class Maven {

    private static final Path USER_REPOSITORY = Path.of(property("it.user-repository"));

    private static final boolean ON_WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private static final Pattern CI_VARIABLE = Pattern.compile(
            "CI(_.*)?|(GITHUB|GITLAB|RUNNER|JENKINS|BITBUCKET|CIRCLE|BUILDKITE|TRAVIS|TEAMCITY|DRONE)_.*"
                    + "|CIRCLECI|BUILDKITE|TRAVIS|DRONE|TF_BUILD");

    private static final List<String> JVM_OPTIONS = List.of(
            "-Duser.language=en",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private final Path directory;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<String> servers = new ArrayList<>();
    private final List<String> proxies = new ArrayList<>();
    private final List<String> profiles = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();
    private Path home = Path.of(property("it.maven"));
    private Path jdk = Path.of(property("java.home"));
    private Path input = nothing().toPath();
    private Path settingsSecurity;
    private boolean resident = !System.getProperty("it.resident", "true").equals("false");

    private Maven(Path directory) {
        this.directory = directory;
        this.settingsSecurity = directory.resolve("no-settings-security.xml");
        argument("-B");
        argument("-ntp");
        argument("-Dstyle.color=never");
        argument("-Dfaxnummer.version=" + property("it.version"));
        argument("-Dmaven.repo.local=" + property("it.repository"));
        // Not in the home of the user who runs the tests.
        with("ledgerDirectory", directory.resolve("ledger-of-test").toAbsolutePath());
    }

    /** A Maven that is started in this directory. */
    static Maven in(Path directory) {
        return new Maven(directory);
    }

    Maven version(String version) {
        home = Path.of(property("it.other-mavens"), "apache-maven-" + version);
        return this;
    }

    /** Runs in the JVM of this installation. */
    Maven jdk(Path home) {
        jdk = home;
        return this;
    }

    /** What the process reads. */
    Maven input(Path file) {
        input = file;
        return this;
    }

    /** A goal of this plugin, as somebody writes it who has declared the plugin nowhere. */
    Maven goal(String name) {
        return argument("io.github.faxnummer:faxnummer-maven-plugin:" + property("it.version") + ":" + name);
    }

    Maven argument(String argument) {
        arguments.add(argument);
        return this;
    }

    /** A parameter of this plugin, given on the command line. */
    Maven with(String parameter, Object value) {
        return argument("-Dfaxnummer." + parameter + "=" + value);
    }

    Maven jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    Maven variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Runs in GitHub Actions, in the run with this id. */
    Maven gitHubRun(String id) {
        return variable("GITHUB_ACTIONS", "true")
                .variable("GITHUB_SERVER_URL", "https://github.example.com")
                .variable("GITHUB_REPOSITORY", "owner/project")
                .variable("GITHUB_RUN_ID", id);
    }

    /** Sends to the sandbox, with the account it knows. */
    Maven to(FaxnummerSandbox sandbox) {
        return to(sandbox, sandbox.endpoint().getPort());
    }

    /** The same through a port of this machine that leads there. */
    Maven to(FaxnummerSandbox sandbox, int port) {
        String endpoint =
                sandbox.endpoint().toString().replace(":" + sandbox.endpoint().getPort(), ":" + port);
        return server("faxnummer", sandbox.login(), sandbox.password())
                .with("endpoint", endpoint)
                .with("pollInterval", "2s");
    }

    Maven server(String id, String user, String password) {
        servers.add("<server><id>%s</id><username>%s</username><password>%s</password></server>"
                .formatted(id, xml(user), xml(password)));
        return this;
    }

    Maven proxy(int port, String user, String password, String nonProxyHosts) {
        proxies.add("""
                <proxy><id>it</id><active>true</active><protocol>http</protocol><host>127.0.0.1</host><port>%d</port>\
                <username>%s</username><password>%s</password><nonProxyHosts>%s</nonProxyHosts></proxy>""".formatted(port, user, xml(password), nonProxyHosts));
        return this;
    }

    /** A {@code <server>}, {@code <proxy>} or {@code <profile>} of {@code settings.xml}, as somebody wrote it. */
    Maven setting(String element) {
        (element.startsWith("<proxy>") ? proxies : element.startsWith("<profile>") ? profiles : servers).add(element);
        return this;
    }

    /** A parameter of this plugin, in the active profile of {@code settings.xml}. */
    Maven profile(String parameter, String value) {
        properties.add("<faxnummer.%1$s>%2$s</faxnummer.%1$s>".formatted(parameter, xml(value)));
        return this;
    }

    /** A file of Maven 4, beside which that of Maven 3 counts for nothing. */
    Maven settingsSecurity4(Path file) {
        return argument("-Dmaven.settings.security=" + file);
    }

    Maven settingsSecurity(Path file) {
        settingsSecurity = file;
        return this;
    }

    /** Runs in a process of its own, as a user's {@code mvn} does. */
    Maven ownProcess() {
        resident = false;
        return this;
    }

    /** Builds in a {@link ResidentMaven}, unless only a process of its own is as the test wants it. */
    Build run() {
        boolean ordinary =
                isOfTests() && jvmOptions.isEmpty() && input.equals(nothing().toPath());
        return resident && ordinary && ResidentMaven.canRun(home) ? runResident() : start().ended();
    }

    private Build runResident() {
        Path log = log();
        try {
            Map<String, String> environment = new HashMap<>(System.getenv());
            setVariables(environment);
            List<String> words = commandLine();
            Files.createFile(log);
            int exitCode = ResidentMaven.build(
                    home, jvmOptions(), directory, environment, words.subList(1, words.size()), log);
            return new Build(exitCode, Files.readString(log));
        } catch (IOException | CommandLineConfigurationException e) {
            throw new AssertionError("Maven failed, see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private boolean isOfTests() {
        return home.equals(Path.of(property("it.maven"))) && jdk.equals(Path.of(property("java.home")));
    }

    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        if (isOfTests() && Files.exists(ClassArchive.file())) {
            options.add("-XX:SharedArchiveFile=" + ClassArchive.file());
        }
        options.addAll(jvmOptions);
        return options;
    }

    RunningBuild start() {
        try {
            return start(commandLine());
        } catch (IOException | CommandLineConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a shell script in which {@code mvn} is this Maven with all that this command line has. */
    RunningBuild shell(String script) {
        try {
            Path bin = Files.createDirectories(directory.resolve("bin-of-test"));
            Path mvn = bin.resolve("mvn");
            String words = commandLine().stream()
                    .map(word -> "'" + word.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" "));
            Files.writeString(mvn, """
                    #!/bin/sh
                    MAVEN_OPTS="$OPTIONS_OF_TEST $MAVEN_OPTS"
                    export MAVEN_OPTS
                    exec %s "$@"
                    """.formatted(words));
            Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
            variable("OPTIONS_OF_TEST", String.join(" ", jvmOptions()));
            variable("MAVEN_OPTS", "");
            variable("PATH", bin + File.pathSeparator + System.getenv("PATH"));
            return start(List.of("sh", "-e", "-u", "-c", script));
        } catch (IOException | CommandLineConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private RunningBuild start(List<String> commandLine) {
        try {
            Path log = log();
            ProcessBuilder process = new ProcessBuilder(commandLine)
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            setVariables(process.environment());
            return new RunningBuild(process.start(), log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void setVariables(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("FAXNUMMER_") || name.startsWith("MAVEN_") || name.startsWith("M2_"));
        // The tests' builds are no builds of the CI system that runs the tests.
        environment.keySet().removeIf(CI_VARIABLE.asMatchPredicate());
        environment.put("MAVEN_SKIP_RC", "true");
        environment.put("MAVEN_OPTS", String.join(" ", jvmOptions()));
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.putAll(variables);
    }

    private Path log() {
        return directory.resolve("build-" + UUID.randomUUID() + ".log").toAbsolutePath();
    }

    private List<String> commandLine() throws CommandLineConfigurationException, IOException {
        // Where Maven finds it, it looks no further for the root of the project.
        Files.createDirectories(directory.resolve(".mvn"));
        Path settings = directory.resolve("settings-of-test.xml");
        Files.writeString(settings, settings(), StandardCharsets.UTF_8);
        InvocationRequest request = new DefaultInvocationRequest()
                .setMavenHome(home.toFile())
                .setBaseDirectory(directory.toFile())
                .setUserSettingsFile(settings.toFile())
                .addArg("-Dsettings.security=" + settingsSecurity);
        arguments.forEach(request::addArg);
        // Without the shell round it, which would quote what is no shell's business and outlive a kill.
        List<String> words = new ArrayList<>();
        words.add(home.resolve("bin").resolve(ON_WINDOWS ? "mvn.cmd" : "mvn").toString());
        words.addAll(List.of(new MavenCommandLineBuilder().build(request).getArguments()));
        return words;
    }

    /** What the user has already is not downloaded again. */
    private String settings() {
        String repository = """
                <id>user-repository</id><url>%s</url><snapshots><enabled>false</enabled></snapshots>\
                <releases><checksumPolicy>ignore</checksumPolicy></releases>""".formatted(xml(USER_REPOSITORY.toUri().toString()));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <settings>
                  <pluginGroups><pluginGroup>io.github.faxnummer</pluginGroup></pluginGroups>
                  <servers>%s</servers>
                  <proxies>%s</proxies>
                  <profiles>%s<profile><id>it</id>
                    <properties>%s</properties>
                    <repositories><repository>%s</repository></repositories>
                    <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>it</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        String.join("", servers),
                        String.join("", proxies),
                        String.join("", profiles),
                        String.join("", properties),
                        repository,
                        repository);
    }

    private static File nothing() {
        return new File(ON_WINDOWS ? "NUL" : "/dev/null");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new AssertionError("The build has to set " + name);
        }
        return value;
    }
}
