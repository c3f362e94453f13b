package io.github.faxnummer.maven;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Stream;

/**
 * A process that keeps Maven in memory and makes one build after another, as Maven's daemon and IDEs do. A build in it
 * takes a quarter of the processor time of one in a new process, and fails if it depends on what an earlier one left.
 */
final class ResidentMaven {

    /** Limits the memory of a process: each build loads the classes of its plugins again. */
    private static final int BUILDS = 30;

    private static final BlockingDeque<ResidentMaven> IDLE = new LinkedBlockingDeque<>();

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private int builds;

    private ResidentMaven(Path home, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Maven.property("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Xmx512m");
        // Its standard output is for the answers.
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+DisplayVMOutputToStderr"));
        // The environment changes with each build.
        command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        command.add("-cp");
        command.add(classPath(home));
        command.add(ResidentMain.class.getName());
        command.add(home.toString());
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        answers = new DataInputStream(process.getInputStream());
    }

    /** Begins as that of the script {@code mvn}: otherwise the archive of classes could not be used. */
    private static String classPath(Path home) throws IOException {
        try (Stream<Path> boot = Files.list(home.resolve("boot"))) {
            Path launcher = boot.filter(it -> it.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            Path tests = Path.of(ResidentMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return launcher + File.pathSeparator + tests;
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether this Maven can be kept in memory; Maven 4 has another main class. */
    static boolean canRun(Path home) {
        return MavenTestBase.text(home.resolve("bin/m2.conf")).contains("main is org.apache.maven.cli.MavenCli ");
    }

    /** Makes a build in an idle process, or in a new one, and returns its exit code. */
    static int build(
            Path home,
            List<String> jvmOptions,
            Path directory,
            Map<String, String> environment,
            List<String> arguments,
            Path log)
            throws IOException, InterruptedException {
        ResidentMaven idle = IDLE.pollFirst();
        ResidentMaven maven = idle == null ? new ResidentMaven(home, jvmOptions) : idle;
        maven.request(directory, environment, arguments, log);
        int exitCode = maven.answer();
        maven.builds++;
        if (maven.builds < BUILDS) {
            IDLE.addFirst(maven);
        } else {
            maven.requests.close();
        }
        return exitCode;
    }

    private void request(Path directory, Map<String, String> environment, List<String> arguments, Path log)
            throws IOException {
        requests.write(1);
        requests.writeUTF(directory.toString());
        requests.writeUTF(log.toString());
        requests.writeInt(environment.size());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            requests.writeUTF(variable.getKey());
            requests.writeUTF(variable.getValue());
        }
        requests.writeInt(arguments.size());
        for (String argument : arguments) {
            requests.writeUTF(argument);
        }
        requests.flush();
    }

    private int answer() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(RunningBuild.TIMEOUT);
        while (answers.available() < Integer.BYTES && process.isAlive()) {
            if (Instant.now().isAfter(end)) {
                process.destroyForcibly();
                throw new IOException("Maven did not end");
            }
            Thread.sleep(5);
        }
        return answers.readInt();
    }
}
