package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs in separate processes. */
final class Command {

    private static final List<String> TIMED = List.of(
            "bash",
            "-c",
            "times=$1 out=$2; shift 2; TIMEFORMAT='%R %U %S'; { time \"$@\" >\"$out\" 2>&1; } 2>\"$times\"");

    private static int number;

    private Command() {}

    /**
     * What the process and its children took, and their output.
     *
     * @param megabytes the most memory that one of them had, looked at ten times a second
     */
    record Run(double seconds, double cpu, double megabytes, String output) {}

    static Run run(List<String> words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    /** Runs a program in an empty folder. It must succeed. */
    static Run run(Map<String, String> environment, List<String> words) throws IOException, InterruptedException {
        Path times = Benchmarks.work("process-" + ++number + ".times");
        Path out = Benchmarks.work("process-" + number + ".log");
        List<String> line = new ArrayList<>(TIMED);
        line.addAll(List.of("time", times.toString(), out.toString()));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        builder.directory(Files.createDirectories(Benchmarks.work("empty")).toFile());
        Process process = builder.start();
        double peak = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, megabytes(process));
        }
        int exit = process.exitValue();
        String output = Files.readString(out);
        if (exit != 0) {
            throw new IOException(words + " ended with " + exit + ":\n" + output);
        }
        String[] figures = Files.readString(times).strip().split(" ", -1);
        Files.delete(times);
        Files.delete(out);
        return new Run(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]),
                peak,
                output);
    }

    private static double megabytes(Process process) {
        return process.descendants()
                .mapToDouble(it -> megabytes(Path.of("/proc", String.valueOf(it.pid()), "status")))
                .max()
                .orElse(0);
    }

    private static double megabytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(it -> it.startsWith("VmHWM:"))
                    .mapToDouble(it -> Double.parseDouble(it.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // It has just ended.
            return 0;
        }
    }

    /** A JVM with this program's class path. */
    static List<String> java(List<String> options, Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", Benchmarks.CLASS_PATH, main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }
}
