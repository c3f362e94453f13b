package io.github.faxnummer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A thousand Pipelines that wait in one Jenkins controller. The Jenkins module measures; this class reads its figures.
 */
final class Pipelines {

    private static final int PIPELINES = 1000;
    private static final Pattern MISSING =
            Pattern.compile("(Non-resolvable parent POM|Could not (find|resolve|transfer) artifact)[^(\n]*");
    private static final Path RESULTS = Path.of("faxnummer-jenkins-plugin", "target", "pipelines-benchmark.txt");
    private static final Path STAGED =
            Path.of("faxnummer-maven-plugin", "target", "maven", "apache-maven-3.9.16", "bin", "mvn");

    private Pipelines() {}

    static List<Row> measure() throws IOException, InterruptedException {
        Files.deleteIfExists(RESULTS);
        try {
            Command.run(List.of(
                    Files.exists(STAGED) ? STAGED.toAbsolutePath().toString() : "mvn",
                    "-B",
                    "-ntp",
                    "-f",
                    Path.of("pom.xml").toAbsolutePath().toString(),
                    "-Pjenkins",
                    "-pl",
                    "faxnummer-jenkins-plugin",
                    "-am",
                    "-Dfaxnummer.skipTests=true",
                    "-Dfuzz.skip=true",
                    "-Dsurefire.failIfNoSpecifiedTests=false",
                    "-Dtest=PipelinesBenchmark",
                    "verify"));
        } catch (IOException e) {
            Matcher missing = MISSING.matcher(String.valueOf(e.getMessage()));
            if (!missing.find()) {
                throw e;
            }
            System.err.println("!!!!!!!! NOT MEASURED, for Jenkins' artifacts cannot be resolved here: "
                    + missing.group().strip());
            return List.of();
        }
        Samples all = kilobytes("heap");
        Samples sleep = kilobytes("heap.sleep");
        Samples fax = kilobytes("heap.fax");
        Samples beyond = new Samples(IntStream.range(0, fax.values().size())
                .mapToObj(i -> fax.values().get(i) - sleep.values().get(i))
                .toList());
        List<Row> rows = new ArrayList<>();
        rows.add(Row.atMost(
                "%,d Pipelines waiting in one controller: threads".formatted(PIPELINES),
                "%.0f, after a restart %.0f; at first up to %.0f and %.0f"
                        .formatted(
                                max("threads"),
                                max("threads.restarted"),
                                max("threads.most"),
                                max("threads.most.restarted")),
                "one for each: " + PIPELINES,
                Math.max(max("threads"), max("threads.restarted")),
                4,
                ""));
        rows.add(Row.atMost(
                "heap after a collection, for each Pipeline beyond what `sleep` takes",
                beyond.in("KB"),
                "the same Pipeline in `sleep`: " + all.in("KB"),
                beyond.median(),
                4,
                " KB"));
        rows.add(Row.atMost(
                "connections for questions until the restart",
                Samples.number(max("connections")),
                "one for each: " + PIPELINES,
                max("connections"),
                1,
                ""));
        rows.add(steady("begun together", figures("rates")));
        rows.add(steady("after a restart, as they come back and for a minute more", figures("rates.restarted")));
        return rows;
    }

    private static Samples kilobytes(String name) throws IOException {
        return new Samples(figures(name).stream().map(Double::parseDouble).toList());
    }

    private static Row steady(String when, List<String> runs) {
        List<Double> max = new ArrayList<>();
        List<Double> mean = new ArrayList<>();
        for (String run : runs) {
            int[] rates = Arrays.stream(run.split(" ", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            max.add((double) Arrays.stream(rates).max().orElse(0));
            mean.add(Arrays.stream(rates).average().orElse(0));
        }
        Samples busiest = new Samples(max);
        return Row.atMost(
                "requests in the busiest second, for each 100 Pipelines, " + when,
                busiest.in("in the busiest second") + ", " + new Samples(mean).in("in an average one"),
                "all at once: " + PIPELINES,
                100 * busiest.median() / PIPELINES,
                10,
                "");
    }

    private static double max(String name) throws IOException {
        return figures(name).stream().mapToDouble(Double::parseDouble).max().orElseThrow();
    }

    /** The figures of all runs with this name. */
    private static List<String> figures(String name) throws IOException {
        return Files.readAllLines(RESULTS).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }
}
