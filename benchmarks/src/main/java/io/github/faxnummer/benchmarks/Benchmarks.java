package io.github.faxnummer.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Measures all subjects, or those with the given numbers, and writes their tables into {@code docs/benchmarks.md}; with
 * {@code --quick} measures a few and compares them with what is written there; with {@code --flame-graph} records a send
 * and prints the page that shows it.
 */
public final class Benchmarks {

    /** Number of measurements of whole processes. */
    static final int RUNS = Integer.getInteger("benchmarks.runs", 5);

    static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    private static final Path PAGE = Path.of("docs", "benchmarks.md");
    private static final Path WORK = Path.of("benchmarks", "target", "work").toAbsolutePath();
    private static final String BEGIN = "<!-- written by benchmarks/run -->";
    private static final String END = "<!-- until here -->";

    private static final String HEADING = "### ";

    /** Compares with the figures of the page instead of writing them. */
    private static final String QUICK = "--quick";

    private static final String FLAME_GRAPH = "--flame-graph";

    /** What a change of the code that sends or draws is most likely to be felt in. */
    private static final List<String> OF_QUICK = List.of("2", "6", "7");

    /** The subject of one table. */
    @FunctionalInterface
    private interface Subject {
        List<Row> measure() throws Exception;
    }

    private Benchmarks() {}

    public static void main(String[] numbers) throws Exception {
        Map<String, Subject> subjects = new LinkedHashMap<>();
        subjects.put("1. Upload", Upload::measure);
        subjects.put("2. One fax from Maven", MavenGoal::oneFax);
        subjects.put("3. Decoding", Decoding::measure);
        subjects.put("4. Polling", Polling::measure);
        subjects.put("5. Concurrent deliveries", ConcurrentDeliveries::measure);
        subjects.put("6. A thousand documents", MavenGoal::thousandDocuments);
        subjects.put("7. PDF rendering", PdfRendering::measure);
        subjects.put("8. A thousand Pipelines", Pipelines::measure);
        subjects.put("9. Content fingerprint", Fingerprints::measure);
        subjects.put("10. Ledger", LedgerCost::measure);
        subjects.put("11. Composing", Composing::measure);
        subjects.put("12. Signing", Signing::measure);
        List<String> titles = List.copyOf(subjects.keySet());
        Files.createDirectories(WORK);
        if (List.of(numbers).equals(List.of(FLAME_GRAPH))) {
            System.out.println(MavenGoal.flameGraph());
            return;
        }
        boolean isQuick = List.of(numbers).equals(List.of(QUICK));
        List<String> wanted = isQuick
                ? OF_QUICK.stream().map(it -> title(it, titles)).toList()
                : numbers.length == 0
                        ? titles
                        : Arrays.stream(numbers).map(it -> title(it, titles)).toList();
        for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
            String title = subject.getKey();
            if (!wanted.contains(title)) {
                continue;
            }
            System.err.println(title);
            StringBuilder rows = new StringBuilder();
            for (Row row : subject.getValue().measure()) {
                if (isQuick) {
                    System.out.print(row.comparedWith(committed(title, row.what())));
                    continue;
                }
                System.err.print(row);
                rows.append(row);
            }
            if (!rows.isEmpty()) {
                String when = "Measured on " + LocalDate.now(ZoneOffset.UTC) + ": " + machine() + ".";
                write(title, when + "\n\n" + Row.HEAD + rows, titles);
            }
        }
    }

    private static String title(String number, List<String> titles) {
        return titles.stream()
                .filter(it -> it.startsWith(number + ". "))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No subject " + number));
    }

    /** The ratio that the page has for the row; empty if it has none. */
    private static Optional<String> committed(String title, String what) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(it -> !it.equals(HEADING + title))
                .filter(it -> it.startsWith("| " + what + " |"))
                .map(it -> it.split("\\|", -1)[4].strip())
                .findFirst();
    }

    /** A file in the folder of this measurement. */
    static Path work(String name) {
        return WORK.resolve(name);
    }

    /** The other subjects keep their last figures, with day and machine. */
    private static void write(String title, String measured, List<String> titles) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IOException(PAGE + " has no place for the tables");
        }
        Map<String, String> sections = new HashMap<>();
        for (String section : page.substring(begin, end).split("(?m)^" + HEADING, -1)) {
            String[] parts = section.split("\n", 2);
            sections.put(parts[0], parts[parts.length - 1].strip());
        }
        sections.put(title, measured.strip());
        String tables = titles.stream()
                .filter(sections::containsKey)
                .map(it -> HEADING + it + "\n\n" + sections.get(it) + "\n\n")
                .collect(Collectors.joining());
        Files.writeString(PAGE, page.substring(0, begin) + "\n\n" + tables + page.substring(end));
    }

    private static String machine() throws IOException, InterruptedException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", "");
        return "%s, %d cores, %d GB; %s %s; JDK %s; Maven %s; %s; poppler %s"
                .formatted(
                        processor,
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(Long.parseLong(memory) / 1048576.0),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        firstLine("mvn", "-version")
                                .replaceAll("\\x1b\\[[0-9;]*m", "")
                                .replaceAll("^Apache Maven ", ""),
                        firstLine("curl", "--version").replaceAll(" \\(.*", ""),
                        firstLine("pdfinfo", "-v").replaceAll("^pdfinfo version ", ""));
    }

    private static String firstLine(String... words) throws IOException, InterruptedException {
        return Command.run(List.of(words)).output().lines().findFirst().orElse("");
    }
}
