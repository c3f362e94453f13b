package io.github.faxnummer.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Measures all rows, or those whose numbers it is given, and writes the table of {@code docs/benchmarks.md}. */
public final class Benchmarks {

    /** How often everything is measured that whole processes do. */
    static final int RUNS = 5;

    static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    private static final Path PAGE = Path.of("docs", "benchmarks.md");
    private static final Path WORK = Path.of("benchmarks", "target", "work").toAbsolutePath();
    private static final Path RESULTS = Path.of("benchmarks", "target", "results");
    private static final String BEGIN = "<!-- written by benchmarks/run -->";
    private static final String END = "<!-- until here -->";

    /** One of the table's subjects. */
    @FunctionalInterface
    private interface Subject {
        List<Row> measure() throws Exception;
    }

    private Benchmarks() {}

    public static void main(String[] numbers) throws Exception {
        Map<String, Subject> subjects = new LinkedHashMap<>();
        subjects.put("1", Upload::measure);
        subjects.put("2", Goal::oneFax);
        subjects.put("3", Decoding::measure);
        subjects.put("4", Questions::measure);
        subjects.put("5", Crowd::measure);
        subjects.put("6", Goal::thousandDocuments);
        subjects.put("7", Paper::measure);
        subjects.put("8", Pipelines::measure);
        List<String> wanted = numbers.length == 0 ? List.copyOf(subjects.keySet()) : List.of(numbers);
        Files.createDirectories(WORK);
        Files.createDirectories(RESULTS);
        for (String number : wanted) {
            Subject subject = Optional.ofNullable(subjects.get(number))
                    .orElseThrow(() -> new IllegalArgumentException("No row " + number));
            System.err.println("Row " + number);
            StringBuilder lines = new StringBuilder();
            for (Row row : subject.measure()) {
                System.err.print(row);
                lines.append(row);
            }
            Files.writeString(RESULTS.resolve(number + ".md"), lines);
            write(subjects.keySet());
        }
    }

    /** A file of the measurement's own. */
    static Path work(String name) {
        return WORK.resolve(name);
    }

    private static void write(Iterable<String> numbers) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder(BEGIN)
                .append("\n\nMeasured on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(".\n\n")
                .append(machine())
                .append('\n')
                .append(Row.HEAD);
        for (String number : numbers) {
            Path rows = RESULTS.resolve(number + ".md");
            if (Files.exists(rows)) {
                table.append(Files.readString(rows));
            }
        }
        table.append('\n');
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(PAGE + " has no place for the table");
        }
        Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    }

    private static String machine() throws IOException, InterruptedException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", "");
        return """
                | machine | |
                |---|---|
                | processor | %s, %d cores, %d GB |
                | system | %s %s |
                | JDK | %s |
                | Maven | %s |
                | curl | %s |
                | poppler | %s |
                """.formatted(
                processor,
                Runtime.getRuntime().availableProcessors(),
                Math.round(Long.parseLong(memory) / 1048576.0),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                firstLine("mvn", "-version").replaceAll("\\x1b\\[[0-9;]*m", "").replaceAll("^Apache Maven ", ""),
                firstLine("curl", "--version").replaceAll(" \\(.*?\\)", ""),
                firstLine("pdfinfo", "-v").replaceAll("^pdfinfo version ", ""));
    }

    private static String firstLine(String... words) throws IOException, InterruptedException {
        return Command.run(List.of(words)).output().lines().findFirst().orElse("");
    }
}
