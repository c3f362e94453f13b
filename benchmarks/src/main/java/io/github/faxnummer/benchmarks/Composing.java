package io.github.faxnummer.benchmarks;

import io.github.faxnummer.pdf.Composer;
import io.github.faxnummer.pdf.CoverSheet;
import io.github.faxnummer.pdf.PageHeader;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What it takes to make a fax of several documents, and to lay out HTML beside Chromium. */
final class Composing {

    private static final int WARM_UP = 30;
    private static final int TIMES = 5;
    private static final int PARTS = 4;
    private static final int PAGES = 20;
    private static final int HTML_PAGES = 10;
    private static final List<PageHeader> HEADERS =
            Collections.nCopies(PAGES, new PageHeader(List.of("Example Ltd", "2026-11-30", "B-1")));

    private Composing() {}

    /** Makes something of the files, and writes it. */
    private interface Work {
        void run(List<Path> files, Path made) throws IOException;
    }

    /** The works of one process, in the order in which it prints their milliseconds. */
    private static final Map<String, List<Work>> WORKS = Map.of(
            "pdf", List.of(Composing::coverAndPages, Composing::headers),
            "html", List.of(Composing::html));

    static List<Row> measure() throws Exception {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= PARTS; i++) {
            parts.add(Pdfs.report(Benchmarks.work("part-" + i + ".pdf"), PAGES / PARTS, "Report " + i)
                    .toString());
        }
        String page = Files.writeString(Benchmarks.work("report.html"), html()).toString();
        Map<String, List<Double>> measured = new HashMap<>();
        for (int round = 0; round <= Benchmarks.RUNS; round++) {
            double chromium = Command.run(List.of(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--no-pdf-header-footer",
                            "--user-data-dir=" + Benchmarks.work("chromium-" + round),
                            "--print-to-pdf=" + Benchmarks.work("chromium.pdf"),
                            Path.of(page).toUri().toString()))
                    .seconds();
            double cold = Command.run(process("html", 1, List.of(page))).seconds();
            double advised = Command.run(process("html", 1, List.of(page), "-XX:TieredStopAtLevel=1"))
                    .seconds();
            List<String> html = run("html", List.of(page));
            List<String> pdf = run("pdf", parts);
            // The first round only fills the caches of the machine.
            if (round > 0) {
                add(measured, "chromium", chromium);
                add(measured, "cold", cold);
                add(measured, "advised", advised);
                for (int i = WARM_UP; i < WARM_UP + TIMES; i++) {
                    add(measured, "warm", Double.parseDouble(html.get(i)) / 1000);
                    String[] values = pdf.get(i).split(" ", -1);
                    add(measured, "cover", Double.parseDouble(values[0]));
                    add(measured, "headers", Double.parseDouble(values[1]));
                }
            }
        }
        Samples chromium = new Samples(measured.getOrDefault("chromium", List.of()));
        Samples cold = new Samples(measured.getOrDefault("cold", List.of()));
        Samples advised = new Samples(measured.getOrDefault("advised", List.of()));
        Samples warm = new Samples(measured.getOrDefault("warm", List.of()));
        Samples cover = new Samples(measured.getOrDefault("cover", List.of()));
        Samples headers = new Samples(measured.getOrDefault("headers", List.of()));
        String print = "Chromium's print: " + chromium.in("s");
        return List.of(
                Row.atMost(
                        "cover page and 20 pages of 4 PDFs in one, warm JVM",
                        cover.in("ms"),
                        "–",
                        cover.median(),
                        150,
                        " ms"),
                Row.withoutBar("stationery and 20 pages of 4 PDFs in one, warm JVM", headers.in("ms"), "–", "–"),
                Row.atMost("HTML of 10 pages, new process", cold.in("s"), print, cold.median(), 3, " s"),
                Row.atMost(
                        "HTML of 10 pages, new process with the option that `docs/maven.md` advises",
                        advised.in("s"),
                        print,
                        advised.median(),
                        3,
                        " s"),
                Row.atMost("HTML of 10 pages, warm JVM", warm.in("s"), print, warm.median(), 0.3, " s"),
                Row.atMost(
                        "HTML of 10 pages, warm JVM and Chromium",
                        warm.in("s"),
                        print,
                        warm.median() / chromium.median(),
                        1 / 3.0,
                        "×"));
    }

    private static void add(Map<String, List<Double>> measured, String what, double value) {
        measured.computeIfAbsent(what, it -> new ArrayList<>()).add(value);
    }

    private static List<String> run(String work, List<String> files) throws IOException, InterruptedException {
        return Command.run(process(work, WARM_UP + TIMES, files))
                .output()
                .lines()
                .filter(it -> it.matches("[0-9. ]+"))
                .toList();
    }

    private static List<String> process(String work, int times, List<String> files, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of(work, String.valueOf(times), Benchmarks.work("made.pdf").toString()));
        arguments.addAll(files);
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Djava.awt.headless=true");
        return Command.java(all, Composing.class, arguments.toArray(String[]::new));
    }

    /** Does the works the given number of times and prints the milliseconds of each. */
    public static void main(String[] arguments) throws Exception {
        List<Work> works = WORKS.getOrDefault(arguments[0], List.of());
        Path made = Path.of(arguments[2]);
        List<Path> files = List.of(arguments).subList(3, arguments.length).stream()
                .map(Path::of)
                .toList();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            List<String> line = new ArrayList<>();
            for (Work work : works) {
                long begin = System.nanoTime();
                work.run(files, made);
                line.add(String.valueOf(Math.round((System.nanoTime() - begin) / 1e4) / 100.0));
            }
            System.out.println(String.join(" ", line));
        }
    }

    private static void coverAndPages(List<Path> files, Path made) throws IOException {
        try (Composer composer = composer(files)) {
            composer.addCover(new CoverSheet(
                    "Fax",
                    List.of(
                            new CoverSheet.Row("To", "Erika Example\nDistrict court"),
                            new CoverSheet.Row("From", "Example Ltd"),
                            new CoverSheet.Row("Pages", "21")),
                    "Please confirm."));
            save(composer, made);
        }
    }

    private static void headers(List<Path> files, Path made) throws IOException {
        try (Composer composer = composer(files)) {
            composer.addHeaders(HEADERS);
            save(composer, made);
        }
    }

    private static void html(List<Path> files, Path made) throws IOException {
        try (Composer composer = composer(files)) {
            save(composer, made);
        }
    }

    private static Composer composer(List<Path> files) throws IOException {
        Composer composer = new Composer(PdfLimits.DEFAULT);
        for (Path file : files) {
            composer.add(file);
        }
        return composer;
    }

    private static void save(Composer composer, Path made) throws IOException {
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(made))) {
            composer.save(output);
        }
    }

    /** A test report with a table on each page. */
    private static String html() {
        StringBuilder html = new StringBuilder("<!doctype html><meta charset=utf-8><title>Tests</title><style>"
                + "@page { size: A4 } h2 { page-break-before: always } table { border-collapse: collapse; width: 100% }"
                + " td, th { border: 1px solid #999; padding: 2px 6px } tr:nth-child(even) { background: #eee }"
                + " .failed { color: #c00; font-weight: bold }</style><h1>Test report</h1>");
        for (int page = 1; page <= HTML_PAGES; page++) {
            html.append(page == 1 ? "<h3>" : "<h2>").append("Suite ").append(page);
            html.append(page == 1 ? "</h3>" : "</h2>");
            html.append("<p>All suites ran on one machine, one after another.</p><table>"
                    + "<tr><th>Test</th><th>Result</th><th>Time</th><th>Message</th></tr>");
            int suite = page;
            IntStream.rangeClosed(1, 25)
                    .forEach(i -> html.append("<tr><td>com.example.shop.OrderTest.adds" + suite + "Up" + i + "</td><td")
                            .append(i % 9 == 0 ? " class=failed>failed" : ">passed")
                            .append("</td><td>0.0" + i + " s</td><td>")
                            .append(i % 9 == 0 ? "expected 3 but was 4" : "")
                            .append("</td></tr>"));
            html.append("</table>");
        }
        return html.toString();
    }
}
