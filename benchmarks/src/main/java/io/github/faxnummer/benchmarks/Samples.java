package io.github.faxnummer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements of one figure, in one unit. */
record Samples(List<Double> values) {

    /** Something to be measured. */
    @FunctionalInterface
    interface Measurement {
        double once() throws Exception;
    }

    static Samples of(int times, Measurement measurement) throws Exception {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            values.add(measurement.once());
        }
        return new Samples(values);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Median and, in brackets, the extremes. */
    String in(String unit) {
        List<Double> sorted = values.stream().sorted().toList();
        return "%s %s (%s–%s)"
                .formatted(number(median()), unit, number(sorted.get(0)), number(sorted.get(sorted.size() - 1)));
    }

    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == Math.rint(size) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
