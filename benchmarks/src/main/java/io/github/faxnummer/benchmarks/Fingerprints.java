package io.github.faxnummer.benchmarks;

import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preflight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Compares the content fingerprint with the checksum of the file and with the preflight. */
final class Fingerprints {

    private static final int[] PAGES = {1, 20, 100};
    private static final int WARM_UP = 20;

    private Fingerprints() {}

    private interface Work {
        void run(Path file) throws IOException;
    }

    static List<Row> measure() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int pages : PAGES) {
            Path file = Pdfs.report(Benchmarks.work("fingerprint-" + pages + ".pdf"), pages, "Compliance report");
            List<List<Double>> first = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<List<Double>> warm = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < Benchmarks.RUNS; i++) {
                List<String> lines = Command.run(Command.java(
                                List.of(), Fingerprints.class, file.toString(), String.valueOf(WARM_UP + 1)))
                        .output()
                        .lines()
                        .toList();
                add(first, lines.get(0));
                add(warm, lines.get(WARM_UP));
            }
            rows.addAll(rows(pages + (pages == 1 ? " page" : " pages") + ", warm JVM", warm));
            rows.addAll(
                    rows(pages + (pages == 1 ? " page" : " pages") + ", first in a JVM, after the preflight", first));
        }
        return rows;
    }

    private static void add(List<List<Double>> measured, String line) {
        String[] values = line.split(" ", -1);
        for (int i = 0; i < values.length; i++) {
            measured.get(i).add(Double.parseDouble(values[i]));
        }
    }

    private static List<Row> rows(String what, List<List<Double>> measured) {
        Samples preflight = new Samples(measured.get(0));
        Samples fingerprint = new Samples(measured.get(1));
        Samples checksum = new Samples(measured.get(2));
        return List.of(
                row(what, fingerprint, "SHA-256 of the file", checksum),
                row(what, fingerprint, "preflight", preflight));
    }

    private static Row row(String what, Samples ours, String name, Samples theirs) {
        String ratio = Samples.number(ours.median() / theirs.median()) + "×";
        return Row.withoutBar("fingerprint of " + what, ours.in("ms"), name + ": " + theirs.in("ms"), ratio);
    }

    /** Does all three the given number of times and prints the milliseconds of each. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        List<Work> works = List.of(
                it -> new Preflight(PdfLimits.DEFAULT).check(it),
                it -> ContentFingerprint.of(it, PdfLimits.DEFAULT),
                Fingerprints::checksum);
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            List<String> line = new ArrayList<>();
            for (Work work : works) {
                long begin = System.nanoTime();
                work.run(file);
                line.add(String.valueOf((System.nanoTime() - begin) / 1e6));
            }
            System.out.println(String.join(" ", line));
        }
    }

    private static void checksum(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
