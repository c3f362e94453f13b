package io.github.faxnummer.benchmarks;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.SandboxMain;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The Maven goal as a user runs it: whole processes of Maven. */
final class MavenGoal {

    private static final String SEND = "io.github.faxnummer:faxnummer-maven-plugin:0.1.0-SNAPSHOT:send";
    private static final String HELP = "org.apache.maven.plugins:maven-help-plugin:3.5.1:help";
    private static final int DOCUMENTS = 1000;
    private static final int RUNS_OF_ONE = 7;
    private static final double FIRST_QUESTION = 2;

    private MavenGoal() {}

    /** The sandbox in a separate process. */
    private record Sandbox(Process process, BufferedReader out, String endpoint) implements AutoCloseable {
        static Sandbox start() throws IOException {
            Process process = new ProcessBuilder(
                            Command.java(List.of("-Xmx1g"), SandboxMain.class, "--speed", "100000"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = String.valueOf(out.readLine());
            return new Sandbox(process, out, line.replaceAll("^endpoint +", ""));
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            out.close();
        }
    }

    static List<Row> oneFax() throws Exception {
        Path document = Pdfs.report(Benchmarks.work("one-page.pdf"), 1, "Compliance report");
        List<Row> rows = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> noWait = send(sandbox, document.toString(), "wait=false");
            List<String> noPdf = send(sandbox, document.toString(), "wait=false", "transmissionReport=false");
            List<String> atOnce = send(sandbox, document.toString(), "pollInterval=2s");
            List<String> atOnceNoPdf =
                    send(sandbox, document.toString(), "pollInterval=2s", "transmissionReport=false");
            List<String> dryRun = send(sandbox, document.toString(), "dryRun=true");
            List<List<String>> lines = List.of(maven(HELP), atOnce, atOnceNoPdf, noWait, noPdf, dryRun);
            List<Samples> times = interleaved(1, RUNS_OF_ONE, lines);
            Samples help = times.get(0);
            String reference = "`help:help`: " + help.in("s");
            rows.add(toHelp(
                    "`faxnummer:send` of one page, final at the first question, without the 2 s until then",
                    minus(times.get(1), FIRST_QUESTION),
                    help,
                    reference));
            rows.add(toHelp(
                    "the same without transmission report", minus(times.get(2), FIRST_QUESTION), help, reference));
            rows.add(toHelp("with `wait=false`", times.get(3), help, reference));
            rows.add(toHelp("with `wait=false`, without transmission report", times.get(4), help, reference));
            rows.add(Row.withoutBar(
                    "with `dryRun`: Maven, parameters and preflight",
                    times.get(5).in("s"),
                    reference,
                    Samples.number(times.get(5).median() / help.median()) + "×"));
            int ofHelp = classes(maven(HELP));
            for (List<String> line : List.of(atOnce, atOnceNoPdf)) {
                int ours = classes(line);
                rows.add(Row.withoutBar(
                        line == atOnce ? "classes loaded" : "classes loaded without transmission report",
                        String.valueOf(ours),
                        "`help:help`: " + ofHelp,
                        Samples.number((double) ours / ofHelp) + "×"));
            }
        }
        return rows;
    }

    private static Row toHelp(String what, Samples ours, Samples help, String reference) {
        return Row.atMost(what, ours.in("s"), reference, ours.median() / help.median(), 1.35, "×");
    }

    static List<Row> thousandDocuments() throws Exception {
        Path folder = Files.createDirectories(Benchmarks.work("thousand"));
        for (int i = 1; i <= DOCUMENTS; i++) {
            Path file = folder.resolve("report-%04d.pdf".formatted(i));
            if (!Files.exists(file)) {
                Pdfs.report(file, 1, "Compliance report " + i);
            }
        }
        Path loop = Benchmarks.work("loop.sh");
        Files.writeString(loop, """
                set -e
                for file in "$2"/*.pdf; do
                  curl -sS --fail -F sProductLogin=%s -F sProductCode=%s -F sCommand=SendFax -F sDestination=%s \\
                    -F sEmail=ci@example.org -F mimeType=application/pdf -F sFaxFileName="${file##*/}" \\
                    -F "sFax=@$file;type=application/pdf" "$1" | grep -q WR_Status=ok
                done
                """.formatted(
                FaxnummerSandbox.DEFAULT_LOGIN, FaxnummerSandbox.DEFAULT_PASSWORD, TestNumber.DELIVERED.number()));
        List<Row> rows = new ArrayList<>();
        String all = folder.resolve("*.pdf").toString();
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> curl = List.of("bash", loop.toString(), sandbox.endpoint(), folder.toString());
            List<Samples> times = interleaved(
                    0,
                    Benchmarks.RUNS,
                    List.of(
                            curl,
                            send(sandbox, all, "wait=false", "transmissionReport=false"),
                            send(sandbox, all, "wait=false"),
                            send(
                                    sandbox,
                                    all,
                                    "wait=false",
                                    "transmissionReport=false",
                                    "maxConcurrentSubmissions=1")));
            String reference = "loop over curl: " + times.get(0).in("s");
            List<String> what = List.of(
                    "1000 documents to one recipient, 8 submissions at a time, without transmission report",
                    "the same with transmission report",
                    "one submission at a time, without transmission report");
            for (int i = 0; i < what.size(); i++) {
                Samples ours = times.get(i + 1);
                rows.add(Row.atMost(
                        what.get(i),
                        ours.in("s"),
                        reference,
                        ours.median() / times.get(0).median(),
                        1,
                        "×"));
            }
        }
        return rows;
    }

    /**
     * Alternates the programs, so that a slow minute affects all; the first rounds, which fill caches, may be left out.
     */
    private static List<Samples> interleaved(int uncounted, int times, List<List<String>> lines) throws Exception {
        List<List<Double>> taken = new ArrayList<>();
        lines.forEach(line -> taken.add(new ArrayList<>()));
        for (int turn = 0; turn < uncounted + times; turn++) {
            for (int i = 0; i < lines.size(); i++) {
                double seconds = Command.run(environment(), lines.get(i)).seconds();
                if (turn >= uncounted) {
                    taken.get(i).add(seconds);
                }
            }
        }
        return taken.stream().map(Samples::new).toList();
    }

    private static Samples minus(Samples samples, double seconds) {
        return new Samples(
                samples.values().stream().map(value -> value - seconds).toList());
    }

    private static int classes(List<String> line) throws Exception {
        Path log = Benchmarks.work("classes.log");
        Command.run(
                Map.of("MAVEN_SKIP_RC", "true", "MAVEN_OPTS", "-Xlog:class+load:file=" + log + "::filecount=0"), line);
        try (var lines = Files.lines(log)) {
            return (int) lines.filter(it -> it.contains(" source: ")).count();
        }
    }

    private static List<String> send(Sandbox sandbox, String documents, String... parameters) throws IOException {
        List<String> line = new ArrayList<>(maven(SEND));
        List<String> all = new ArrayList<>(List.of(
                "endpoint=" + sandbox.endpoint(),
                "documents=" + documents,
                "recipients=" + TestNumber.DELIVERED.number(),
                "email=ci@example.org",
                "once=off",
                "reportDirectory=" + Benchmarks.work("reports")));
        all.addAll(Arrays.asList(parameters));
        all.forEach(parameter -> line.add("-Dfaxnummer." + parameter));
        return line;
    }

    /** A Maven with its own local repository, which finds everything else in the user's. */
    private static List<String> maven(String goal) throws IOException {
        Path settings = Benchmarks.work("settings.xml");
        String user = Path.of(System.getProperty("user.home", ""), ".m2", "repository")
                .toUri()
                .toString();
        String repository = "<id>user</id><url>" + user + "</url><snapshots><enabled>false</enabled></snapshots>"
                + "<releases><checksumPolicy>ignore</checksumPolicy></releases>";
        Files.writeString(
                settings, """
                <settings>
                  <servers><server><id>faxnummer</id><username>%s</username><password>%s</password></server></servers>
                  <profiles><profile><id>benchmark</id>
                    <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>benchmark</activeProfile></activeProfiles>
                </settings>
                """.formatted(FaxnummerSandbox.DEFAULT_LOGIN, FaxnummerSandbox.DEFAULT_PASSWORD, repository));
        return List.of(
                "mvn",
                "-B",
                "-ntp",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local="
                        + Path.of("benchmarks", "target", "repository").toAbsolutePath(),
                goal);
    }

    private static Map<String, String> environment() {
        return Map.of("MAVEN_SKIP_RC", "true", "MAVEN_OPTS", "");
    }
}
