package io.github.faxnummer.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link DecodingBenchmark}. */
final class Decoding {

    private Decoding() {}

    static List<Row> measure() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecodingBenchmark.class.getName())
                        .output(Benchmarks.work("jmh.log").toString())
                        // Otherwise, garbage of earlier responses is collected while the last ones are decoded.
                        .shouldDoGC(true)
                        .build())
                .run();
        Map<Integer, Samples> ours = new TreeMap<>();
        Map<Integer, Samples> theirs = new TreeMap<>();
        for (RunResult result : results) {
            List<Double> values = new ArrayList<>();
            result.getAggregatedResult().getBenchmarkResults();
            result.getBenchmarkResults()
                    .forEach(fork -> fork.getIterationResults()
                            .forEach(it -> values.add(it.getPrimaryResult().getScore())));
            int entries = Integer.parseInt(result.getParams().getParam("entries"));
            (result.getParams().getBenchmark().endsWith("decode") ? ours : theirs).put(entries, new Samples(values));
        }
        List<Row> rows = new ArrayList<>();
        ours.forEach((entries, samples) -> {
            Samples split = theirs.getOrDefault(entries, new Samples(List.of()));
            rows.add(Row.atMost(
                    "decoding an answer with %,d entries of four fields".formatted(entries),
                    samples.in("ms"),
                    "splitting it into lines: " + split.in("ms"),
                    samples.median() / split.median(),
                    4,
                    "×"));
        });
        Samples few = ours.getOrDefault(10_000, new Samples(List.of()));
        Samples many = ours.getOrDefault(100_000, new Samples(List.of()));
        rows.add(Row.atMost(
                "100,000 entries compared with 10,000, for each entry",
                Samples.number(many.median() / 100) + " µs",
                Samples.number(few.median() / 10) + " µs",
                many.median() / few.median() / 10,
                1.5,
                "×"));
        return rows;
    }
}
