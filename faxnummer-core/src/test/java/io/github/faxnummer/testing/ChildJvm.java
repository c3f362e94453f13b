package io.github.faxnummer.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of its own, with the class path of the tests. */
public final class ChildJvm {

    /** How it ended, and what it wrote to its console. */
    public record Ended(int exitCode, String output) {}

    private final Class<?> main;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private String input = "";

    private ChildJvm(Class<?> main) {
        this.main = main;
    }

    public static ChildJvm of(Class<?> main) {
        return new ChildJvm(main);
    }

    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    public ChildJvm arguments(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    public ChildJvm input(String text) {
        input = text;
        return this;
    }

    /** The input is not given to it, and its errors go where this JVM's go. */
    public Process start() {
        try {
            return new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Ended run() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command()).redirectErrorStream(true).start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            return new Ended(ended ? process.exitValue() : -1, output);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
