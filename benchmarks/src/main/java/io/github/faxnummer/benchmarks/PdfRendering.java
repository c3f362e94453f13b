package io.github.faxnummer.benchmarks;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.PageImageSource;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares preflight and preview with poppler-utils. */
final class PdfRendering {

    private static final int PAGES = 100;
    private static final int WARM_UP = 20;

    private static final Set<Work> CHECKED = EnumSet.of(Work.PREFLIGHT, Work.DRAWN_PREFLIGHT, Work.ALL);

    private PdfRendering() {}

    /** The operations, in the order of the table. */
    private enum Work {
        PREFLIGHT("preflight of 100 pages", "pdfinfo; pdffonts; pdfimages -list; pdftotext"),
        DRAWN_PREFLIGHT(
                "the same, beside programs that draw the pages, too",
                "pdfinfo; pdffonts; pdfimages -list; pdftotext; pdftoppm -r 204 -mono"),
        PREVIEW("preview of 100 pages into PNG and TIFF files, compared with bare bitmaps", "pdftoppm -r 204 -mono"),
        REPORTS("JSON, JUnit, Markdown and PDF report with its first page", "pdftoppm -r 204 -mono -l 1"),
        ALL("all three", "pdfinfo; pdffonts; pdfimages -list; pdftotext; pdftoppm -r 204 -mono");

        final String what;
        final String reference;

        Work(String what, String reference) {
            this.what = what;
            this.reference = reference;
        }
    }

    static List<Row> measure() throws Exception {
        Path file = Pdfs.report(Benchmarks.work("100-pages.pdf"), PAGES, "Compliance report");
        Path folder = Files.createDirectories(Benchmarks.work("paper"));
        List<Row> rows = new ArrayList<>();
        for (Work work : Work.values()) {
            List<Double> cold = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int i = 0; i <= Benchmarks.RUNS; i++) {
                double poppler = poppler(work, file, folder);
                double ours = Command.run(Command.java(
                                List.of(), PdfRendering.class, file.toString(), folder.toString(), work.name(), "1"))
                        .seconds();
                if (i > 0) {
                    theirs.add(poppler);
                    cold.add(ours);
                }
            }
            Samples warm = new Samples(Command.run(Command.java(
                            List.of(),
                            PdfRendering.class,
                            file.toString(),
                            folder.toString(),
                            work.name(),
                            String.valueOf(WARM_UP + Benchmarks.RUNS)))
                    .output()
                    .lines()
                    .skip(WARM_UP)
                    .map(Double::parseDouble)
                    .toList());
            Samples poppler = new Samples(theirs);
            Samples process = new Samples(cold);
            String reference = "`" + work.reference + "`: " + poppler.in("s");
            rows.add(Row.atMost(
                    work.what + ", whole process",
                    process.in("s"),
                    reference,
                    process.median() / poppler.median(),
                    3,
                    "×"));
            rows.add(Row.atMost(
                    work.what + ", in a warm JVM", warm.in("s"), reference, warm.median() / poppler.median(), 3, "×"));
        }
        return rows;
    }

    private static double poppler(Work work, Path file, Path folder) throws Exception {
        double seconds = 0;
        for (String command : work.reference.split("; ", -1)) {
            List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
            line.add(file.toString());
            if (line.get(0).startsWith("pdfto")) {
                line.add(folder.resolve("poppler").toString());
            }
            seconds += Command.run(line).seconds();
        }
        return seconds;
    }

    /** Runs one operation the given number of times and prints the seconds of each. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Work work = Work.valueOf(arguments[2]);
        Document document = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            long begin = System.nanoTime();
            // A separate process has just done it.
            if (i > 0 && CHECKED.contains(work)) {
                document = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
            }
            if (work == Work.PREVIEW || work == Work.ALL) {
                new Preview(PdfLimits.DEFAULT).write(file, folder, "report");
            }
            if (work == Work.REPORTS || work == Work.ALL) {
                report(document, folder);
            }
            System.out.println((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void report(Document document, Path folder) throws IOException {
        Instant start = Instant.parse("2026-07-01T10:00:00Z");
        FaxOrder order = new FaxOrder(
                List.of(document), List.of(new FaxNumber("00493023125016")), "ci@example.org", "CI", "", "");
        Delivery delivery = Delivery.of(order, start, Duration.ofMinutes(30), PollingSchedule.DEFAULT)
                .markSubmitting(0, start)
                .applySubmission(0, new SubmissionResult.Accepted(new JobId("job-1"), Map.of()), start);
        DeliveryReport report =
                new DeliveryReport(delivery, "1", start, start.plusSeconds(60), new DeliveryText(Locale.ENGLISH));
        new ReportFiles(folder).write(report.with(PageImageSource.drawn(PdfLimits.DEFAULT)), ReportFormats.all());
    }
}
