package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.testing.FaultyNetwork.Delivered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the promise was kept: never twice, never lost, never a false OK, never a secret shown.
 *
 * @param console what people were told
 */
public record InvariantChecker(FaxnummerSandbox sandbox, List<String> console) {

    private static final Pattern WHOLE_ANSWER = Pattern.compile(
            "HTTP/1\\.1 [^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*?Content-Length: (\\d+)\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n");
    private static final Pattern JOB_ID = Pattern.compile("faxsend-acc00000-[0-9a-f]{20}");

    /** What somebody is told of a fax who looks while it is under way. */
    public record Reported(
            String document, String recipient, String outcome, String jobId, List<String> candidateJobIds) {

        /** The job's id, and what may be it. */
        public List<String> jobIds() {
            return Stream.concat(Stream.of(jobId), candidateJobIds.stream())
                    .filter(it -> !it.isEmpty())
                    .toList();
        }

        /** By {@code fax-report.json}. */
        public static List<Reported> by(JsonNode report) {
            List<Reported> all = new ArrayList<>();
            for (JsonNode it : report.path("transmissions")) {
                all.add(new Reported(
                        it.path("document").asText(),
                        it.path("recipient").asText(),
                        it.path("outcome").asText(),
                        it.path("jobId").asText(),
                        texts(it.path("candidateJobIds"))));
            }
            return all;
        }

        public static List<Reported> by(Delivery delivery) {
            return delivery.transmissions().stream()
                    .map(it -> new Reported(
                            it.documentName(),
                            it.recipient(),
                            it.outcome().label(),
                            it.jobId().map(JobId::value).orElse(""),
                            it.candidateJobIds().stream().map(JobId::value).toList()))
                    .toList();
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(it -> texts.add(it.asText()));
            return texts;
        }
    }

    /**
     * At the end.
     *
     * @param seen answers that the program cannot have missed
     */
    public void atEnd(Delivery delivery, List<Delivered> seen) {
        atEnd(delivery, jobIdsIn(seen));
    }

    /**
     * At the end.
     *
     * @param reported job ids that the program cannot have missed
     */
    public void atEnd(Delivery delivery, Set<String> reported) {
        Map<String, ReceivedFax> accepted = neverTwice(delivery);
        for (Transmission it : delivery.transmissions()) {
            assertThat(it.outcome().isFinal()).as("final: %s", it).isTrue();
            Optional<ReceivedFax> fax = Optional.ofNullable(accepted.get(it.documentName() + it.recipient()));
            if (fax.isPresent()) {
                assertThat(it.outcome()).as("accepted: %s", it).isNotIn(Outcome.NOT_SENT, Outcome.REJECTED);
            }
            if (it.outcome() == Outcome.DONE_OK || it.outcome() == Outcome.DONE_ERROR) {
                assertThat(sandbox.status(it.jobId().orElseThrow().value()))
                        .as("status of %s", it)
                        .isEqualTo(it.outcome().label());
            }
            it.jobId().ifPresent(id -> {
                String given = fax.orElseThrow().jobId();
                if (it.outcome() == Outcome.DONE_OK || it.outcome() == Outcome.DONE_ERROR) {
                    assertThat(id.value()).isEqualTo(given);
                } else {
                    // A response that ends with its connection may be truncated: CutOffTest.
                    assertThat(given).startsWith(id.value());
                }
                assertThat(console).as("console").anyMatch(line -> line.contains(id.value()));
            });
            it.candidateJobIds()
                    .forEach(id -> assertThat(console).as("console").anyMatch(line -> line.contains(id.value())));
            boolean isTold = it.jobId().isPresent() || !it.candidateJobIds().isEmpty();
            if (fax.isPresent() && !isTold && !isTimeout(it)) {
                assertThat(reported)
                        .as("job ids that came back")
                        .doesNotContain(fax.get().jobId());
            }
        }
        assertThat(String.join("\n", console)).doesNotContain(sandbox.password());
    }

    /**
     * After a life of the program, however it ended: who reads its report does not take a fax for one that did not
     * leave.
     */
    public void afterRun(List<Reported> reported) {
        Map<String, String> outcomes = new HashMap<>();
        Map<String, List<String>> jobIds = new HashMap<>();
        for (Reported it : reported) {
            outcomes.put(it.document() + it.recipient(), it.outcome());
            jobIds.put(it.document() + it.recipient(), it.jobIds());
        }
        Set<String> polled = sandbox.requestFields().stream()
                .map(it -> it.getOrDefault("sJobUUID", ""))
                .collect(Collectors.toSet());
        for (ReceivedFax fax : sandbox.faxes()) {
            String key = fax.fileName() + fax.destination();
            assertThat(outcomes.get(key))
                    .as("reported of %s", fax)
                    .isNotNull()
                    .isNotIn(Outcome.PLANNED.label(), Outcome.NOT_SENT.label(), Outcome.REJECTED.label());
            if (Outcome.DONE_OK.label().equals(outcomes.get(key))) {
                assertThat(sandbox.status(fax.jobId())).as("status of %s", fax).isEqualTo(Outcome.DONE_OK.label());
            }
            // Who asks for a job knows its id, and has told before.
            if (polled.contains(fax.jobId())) {
                assertThat(jobIds.get(key)).as("reported of %s", fax).contains(fax.jobId());
                assertThat(console).as("console").anyMatch(line -> line.contains(fax.jobId()));
            }
        }
    }

    /** What the provider accepted, by document and recipient. */
    public Map<String, ReceivedFax> neverTwice(Delivery delivery) {
        for (FaxNumber recipient : delivery.order().numbers()) {
            assertThat(sandbox.submissions(recipient.digits()))
                    .as("submissions to %s", recipient.digits())
                    .isLessThanOrEqualTo(delivery.order().documents().size());
        }
        return acceptedOnce();
    }

    /** What the provider accepted, by document and recipient, none of it twice. */
    public Map<String, ReceivedFax> acceptedOnce() {
        Map<String, ReceivedFax> accepted = new HashMap<>();
        for (ReceivedFax fax : sandbox.faxes()) {
            assertThat(accepted.put(fax.fileName() + fax.destination(), fax))
                    .as("accepted twice: %s", fax)
                    .isNull();
        }
        return accepted;
    }

    private static boolean isTimeout(Transmission transmission) {
        return transmission.progress() instanceof TransmissionState.Unknown unknown
                && unknown.why().key().equals("network.timeout");
    }

    /** The job ids in answers that came through whole; readable only without TLS. */
    public static Set<String> jobIdsIn(List<Delivered> seen) {
        Set<String> ids = new LinkedHashSet<>();
        for (Delivered delivered : seen) {
            String stream = delivered.text();
            Matcher answer = WHOLE_ANSWER.matcher(stream);
            int next = 0;
            while (answer.find(next)) {
                next = answer.end() + Integer.parseInt(answer.group(1));
                if (next > stream.length()) {
                    break;
                }
                ids.addAll(jobIdsIn(stream.substring(answer.end(), next)));
            }
        }
        return ids;
    }

    /** The job ids in a text. */
    public static Set<String> jobIdsIn(String text) {
        return JOB_ID.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
