package io.github.faxnummer.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A network that fails, in a process of its own: core's {@code ToxicProxyMain}, whose documentation tells what it says. */
final class ToxicNetwork implements AutoCloseable {

    private static final String ALL = String.valueOf(Long.MAX_VALUE);

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final int port;

    /** @param toxics what happens to the first connections, one for each; nothing to the others */
    ToxicNetwork(int target, List<String> toxics) {
        try {
            process = new ProcessBuilder(
                            Path.of(Maven.property("java.home"), "bin", "java").toString(),
                            "-cp",
                            Maven.property("it.core-tests"),
                            "io.github.faxnummer.kit.ToxicProxyMain")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        port = Integer.parseInt(ask("open " + target + " " + String.join(" ", toxics)));
    }

    static String clean() {
        return toxic(ALL, ALL, "CLOSED");
    }

    /** So many bytes of the client get through; then the connection is CLOSED, RESET or HELD. */
    static String up(long bytes, String end) {
        return toxic(String.valueOf(bytes), ALL, end);
    }

    /** So many bytes of the server get through; then the connection is CLOSED, RESET or HELD. */
    static String down(long bytes, String end) {
        return toxic(ALL, String.valueOf(bytes), end);
    }

    /** So many milliseconds pass before anything gets through. */
    static String delayed(int millis) {
        return String.join(":", ALL, ALL, "CLOSED", String.valueOf(millis), "65536", "0");
    }

    /** A few bytes at a time. */
    static String slow(int bytes) {
        return String.join(":", ALL, ALL, "CLOSED", "20", String.valueOf(bytes), "1");
    }

    private static String toxic(String up, String down, String end) {
        return String.join(":", up, down, end, "0", "65536", "0");
    }

    int port() {
        return port;
    }

    int held() {
        return Integer.parseInt(ask("held " + port));
    }

    /** What clients were given on each connection that is not reset, as far as it has ended or is held. */
    List<String> delivered() {
        return Arrays.stream(ask("delivered " + port).split(" ", -1))
                .filter(it -> !it.isEmpty())
                .map(it -> new String(Base64.getDecoder().decode(it.substring(it.indexOf(':') + 1)), UTF_8))
                .toList();
    }

    private synchronized String ask(String command) {
        try {
            commands.write(command.strip() + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the toxic proxy has ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
