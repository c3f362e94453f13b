package io.github.faxnummer.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that are real peers in tests: PHP, nginx. Where they are missing, tests say so loudly. */
public final class Php {

    private static final int TRIES = 5;
    private static final long START_SECONDS = 30;

    private Php() {}

    /**
     * What a script prints.
     *
     * @param script without {@code <?php}
     * @param input what the script reads from its standard input
     */
    public static String run(String script, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program("php"), "-n", "-d", "display_errors=stderr", "-r", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("php failed");
        }
        return output;
    }

    /** Where the program is; where it cannot be had, the test is skipped, and the build's output says so. */
    static String program(String name) {
        Optional<Path> program = Stream.concat(
                        Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(":")),
                        // Where Debian has nginx; not in the path of everybody.
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            System.err.println(
                    "!!!!!!!! " + name + " is not installed: a test against a real " + name + " was skipped !!!!!!!!");
        }
        Assumptions.assumeTrue(program.isPresent(), name + " is not installed");
        return program.orElseThrow().toString();
    }

    /** A server and the loopback port on which it answers. */
    record Server(Process process, int port) {}

    /** Starts a server on a free port and waits until it answers; another process may be faster to take the port. */
    static Server start(Path log, IntFunction<List<String>> command) throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Process process = new ProcessBuilder(command.apply(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (answers(process, port)) {
                return new Server(process, port);
            }
            stop(process);
            failures.add(Files.readString(log));
        }
        throw new IOException("no start: " + failures);
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(Process process, int port) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS); System.nanoTime() < end; ) {
            if (!process.isAlive()) {
                return false;
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return process.isAlive();
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        return false;
    }
}
