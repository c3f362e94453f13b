package io.github.faxnummer.report.format;

import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.pdf.PdfReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one place where report formats are registered. */
public final class ReportFormats {

    /** {@code fax-report.json}: all data, for programs. */
    public static final ReportFormat JSON = new JsonReport();

    /** {@code TEST-fax.xml}: a test case for each transmission. */
    public static final ReportFormat JUNIT = new JUnitReport();

    /** {@code fax-report.md}: a summary for pull requests. */
    public static final ReportFormat MARKDOWN = new MarkdownReport();

    /** {@code fax-report.pdf}: the transmission report. */
    public static final ReportFormat PDF = new PdfReport(JSON);

    private static final List<ReportFormat> ALL = List.of(JSON, JUNIT, MARKDOWN, new CsvReport(), PDF);

    private ReportFormats() {}

    /** All formats, in the order in which they are written: the fastest and most important one first. */
    public static List<ReportFormat> all() {
        return ALL;
    }

    /**
     * The formats of these names, in the order of the names.
     *
     * @throws IllegalArgumentException if there is no format of a name
     */
    public static List<ReportFormat> named(String... names) {
        return Stream.of(names).map(ReportFormats::named).toList();
    }

    /** The format whose files have this name. */
    public static Optional<ReportFormat> ofFile(String fileName) {
        return ALL.stream().filter(it -> it.fileName().equals(fileName)).findFirst();
    }

    private static ReportFormat named(String name) {
        return ALL.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown report format '" + name + "'; known are "
                        + ALL.stream().map(ReportFormat::name).collect(Collectors.joining(", "))));
    }
}
