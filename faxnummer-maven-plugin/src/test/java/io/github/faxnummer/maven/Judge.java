package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.ReceivedFax;
import io.github.faxnummer.sandbox.TestNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a build kept the promise, however it ended: never twice, never lost, never a false OK, never a secret shown.
 *
 * @param reports the folder of its reports
 */
record Judge(FaxnummerSandbox sandbox, Path reports) {

    /** What {@code fax-report.json} says of a fax. */
    record Reported(String document, String recipient, String outcome, String jobId) {
        boolean is(ReceivedFax fax) {
            return document.equals(fax.fileName()) && recipient.equals(fax.destination());
        }
    }

    private static final Pattern TRANSMISSION = Pattern.compile(
            "\"document\" : \"(.*?)\".*?\"recipient\" : \"(.*?)\".*?\"outcome\" : \"(.*?)\"", Pattern.DOTALL);
    private static final Pattern JOB_ID = Pattern.compile("faxsend-acc00000-[0-9a-f]{20}");
    private static final Pattern WHOLE_ANSWER = Pattern.compile(
            "HTTP/1\\.1 [^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*?Content-Length: (\\d+)\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n");

    List<Reported> reported() {
        Path file = reports.resolve("fax-report.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Reported> all = new ArrayList<>();
        for (String part : MavenTestBase.text(file).split("(?=\"document\" : )", -1)) {
            Matcher transmission = TRANSMISSION.matcher(part);
            if (transmission.find()) {
                Matcher jobId = JOB_ID.matcher(part);
                all.add(new Reported(
                        transmission.group(1),
                        transmission.group(2),
                        transmission.group(3),
                        jobId.find() ? jobId.group() : ""));
            }
        }
        return all;
    }

    List<String> outcomes() {
        return reported().stream().map(Reported::outcome).toList();
    }

    /** Of a build that ended or was killed, with what it printed. */
    void judge(String console) {
        assertThat(console).doesNotContain(sandbox.password());
        Set<String> seen = new HashSet<>();
        Set<String> asked = sandbox.requestFields().stream()
                .map(it -> it.getOrDefault("sJobUUID", ""))
                .collect(Collectors.toSet());
        List<Reported> reported = reported();
        for (ReceivedFax fax : sandbox.faxes()) {
            assertThat(seen.add(fax.fileName() + fax.destination()))
                    .as("accepted once: %s", fax)
                    .isTrue();
            Optional<Reported> it =
                    reported.stream().filter(each -> each.is(fax)).findFirst();
            assertThat(it).as("reported: %s", fax).isPresent();
            assertThat(it.get().outcome()).as("reported of %s", fax).isNotIn("PLANNED", "NOT_SENT", "REJECTED");
            // Who asks for a job knows its id, and has told before.
            if (asked.contains(fax.jobId())) {
                assertThat(it.get().jobId()).isEqualTo(fax.jobId());
                assertThat(console).contains(fax.jobId());
            }
        }
        for (Reported it : reported) {
            if (!it.jobId().isEmpty()) {
                assertThat(sandbox.fax(it.jobId())).as("job of %s", it).isPresent();
                assertThat(console).contains(it.jobId());
            }
            if (it.outcome().startsWith("DONE")) {
                assertThat(sandbox.status(it.jobId())).isEqualTo(it.outcome());
            }
        }
        if (console.contains("BUILD SUCCESS")) {
            assertThat(reported)
                    .isNotEmpty()
                    .allMatch(it -> it.outcome().equals("DONE-OK"))
                    .noneMatch(it -> it.recipient().equals(TestNumber.PAGE_MISSING.number()));
        }
        othersSayNothingElse(reported);
    }

    /** People and CI servers read the other reports: they are as new as the one for programs, or not there. */
    private void othersSayNothingElse(List<Reported> reported) {
        try (Stream<Path> files = Files.exists(reports) ? Files.list(reports) : Stream.empty()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.equals("TEST-fax.xml") || name.equals("fax-report.md")) {
                    String text = MavenTestBase.text(file);
                    reported.forEach(it -> assertThat(text).as(name).contains(it.outcome()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a build that was not killed: job ids in answers that came through whole are told. */
    void nothingIsLost(String console, List<String> delivered) {
        for (String stream : delivered) {
            Matcher answer = WHOLE_ANSWER.matcher(stream);
            if (answer.find() && stream.length() >= answer.end() + Integer.parseInt(answer.group(1))) {
                Matcher id = JOB_ID.matcher(stream);
                while (id.find()) {
                    assertThat(console).contains(id.group());
                    assertThat(reported()).anyMatch(it -> it.jobId().equals(id.group()));
                }
            }
        }
    }

    static Set<String> jobIdsIn(String console) {
        return JOB_ID.matcher(console).results().map(it -> it.group()).collect(Collectors.toSet());
    }
}
