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
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** The Maven goal as a user runs it: whole processes of Maven. */
final class MavenGoal {

    private static final String SEND = "io.github.faxnummer:faxnummer-maven-plugin:0.1.0-SNAPSHOT:send";
    private static final String HELP = "org.apache.maven.plugins:maven-help-plugin:3.5.1:help";
    private static final int DOCUMENTS = 1000;
    private static final int RUNS_OF_ONE = Benchmarks.RUNS + 2;
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
            List<Taken> taken = interleaved(1, RUNS_OF_ONE, lines);
            Taken help = taken.get(0);
            rows.add(toHelp(
                    "`faxnummer:send` of one page, final at the first question, without the 2 s until then",
                    taken.get(1).minus(FIRST_QUESTION),
                    help,
                    1.2));
            rows.add(toHelp("the same without transmission report", taken.get(2).minus(FIRST_QUESTION), help, 1.15));
            rows.add(toHelp("with `wait=false`", taken.get(3), help, 1.25));
            rows.add(toHelp("with `wait=false`, without transmission report", taken.get(4), help, 1.25));
            rows.add(Row.withoutBar(
                    "with `dryRun`: Maven, parameters and preflight",
                    taken.get(5).toString(),
                    "`help:help`: " + help,
                    Samples.number(taken.get(5).seconds().median()
                                    / help.seconds().median())
                            + "×"));
            int ofHelp = classes(maven(HELP));
            for (List<String> line : List.of(atOnce, atOnceNoPdf)) {
                int ours = classes(line);
                rows.add(Row.atMost(
                        line == atOnce ? "classes loaded" : "classes loaded without transmission report",
                        String.valueOf(ours),
                        "`help:help`: " + ofHelp,
                        (double) ours / ofHelp,
                        1.5,
                        "×"));
            }
        }
        return rows;
    }

    private static Row toHelp(String what, Taken ours, Taken help, double bar) {
        return Row.atMost(
                what,
                ours.toString(),
                "`help:help`: " + help,
                ours.seconds().median() / help.seconds().median(),
                bar,
                "×");
    }

    /** What processes of one program took. */
    private record Taken(Samples seconds, Samples cpu, Samples megabytes) {

        static Taken of(List<Command.Run> runs) {
            return new Taken(
                    new Samples(runs.stream().map(Command.Run::seconds).toList()),
                    new Samples(runs.stream().map(Command.Run::cpu).toList()),
                    new Samples(runs.stream().map(Command.Run::megabytes).toList()));
        }

        Taken minus(double wait) {
            return new Taken(
                    new Samples(seconds.values().stream().map(it -> it - wait).toList()), cpu, megabytes);
        }

        @Override
        public String toString() {
            return "%s, CPU %s s, %s MB"
                    .formatted(seconds.in("s"), Samples.number(cpu.median()), Samples.number(megabytes.median()));
        }
    }

    /** Records a send in a new JVM and returns a page that shows where its threads were. */
    static Path flameGraph() throws Exception {
        Path document = Pdfs.report(Benchmarks.work("one-page.pdf"), 1, "Compliance report");
        Path recording = Benchmarks.work("send.jfr");
        Path page = Benchmarks.work("send-flame-graph.html");
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> line = send(sandbox, document.toString(), "wait=false");
            // The first one fills Maven's repository.
            Command.run(environment(), line);
            String record =
                    "-XX:StartFlightRecording=settings=profile,jdk.ExecutionSample#period=1ms,filename=" + recording;
            Command.run(Map.of("MAVEN_SKIP_RC", "true", "MAVEN_OPTS", record), line);
        }
        Arguments arguments = new Arguments(
                "--inverted", "--threads", "--simple", "--norm", "--title", "send of one page, wait=false");
        JfrToFlame.convert(recording.toString(), page.toString(), arguments);
        return page;
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
        String faxes = "maxFaxes=" + DOCUMENTS;
        String pages = "maxTotalPages=" + DOCUMENTS;
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> curl = List.of("bash", loop.toString(), sandbox.endpoint(), folder.toString());
            List<Taken> taken = interleaved(
                    0,
                    Benchmarks.RUNS,
                    List.of(
                            curl,
                            send(sandbox, all, faxes, pages, "wait=false", "transmissionReport=false"),
                            send(sandbox, all, faxes, pages, "wait=false"),
                            send(
                                    sandbox,
                                    all,
                                    faxes,
                                    pages,
                                    "wait=false",
                                    "transmissionReport=false",
                                    "maxConcurrentSubmissions=1")));
            Taken curls = taken.get(0);
            List<String> what = List.of(
                    "1000 documents to one recipient, 8 submissions at a time, without transmission report",
                    "the same with transmission report",
                    "one submission at a time, without transmission report");
            for (int i = 0; i < what.size(); i++) {
                Taken ours = taken.get(i + 1);
                rows.add(Row.atMost(
                        what.get(i),
                        ours.toString(),
                        "loop over curl: " + curls,
                        ours.seconds().median() / curls.seconds().median(),
                        1,
                        "×"));
            }
        }
        return rows;
    }

    /**
     * Alternates the programs, so that a slow minute affects all; the first rounds, which fill caches, may be left out.
     */
    private static List<Taken> interleaved(int uncounted, int times, List<List<String>> lines) throws Exception {
        List<List<Command.Run>> runs = new ArrayList<>();
        lines.forEach(line -> runs.add(new ArrayList<>()));
        for (int turn = 0; turn < uncounted + times; turn++) {
            for (int i = 0; i < lines.size(); i++) {
                Command.Run run = Command.run(environment(), lines.get(i));
                if (turn >= uncounted) {
                    runs.get(i).add(run);
                }
            }
        }
        return runs.stream().map(Taken::of).toList();
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
