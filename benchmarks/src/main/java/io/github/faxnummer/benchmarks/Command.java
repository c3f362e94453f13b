package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs in separate processes. */
final class Command {

    private static final List<String> TIMED = List.of(
            "bash",
            "-c",
            "times=$1 out=$2; shift 2; TIMEFORMAT='%R %U %S'; { time \"$@\" >\"$out\" 2>&1; } 2>\"$times\"");

    private static int number;

    private Command() {}

    /** Seconds that the process and its children took, and their output. */
    record Run(double seconds, double cpu, String output) {}

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
        int exit = builder.start().waitFor();
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
                output);
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
