package io.github.faxnummer.sandbox.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import okio.ByteString;

/** The accepted faxes and all requests that were received, rejected and faulted ones included. */
public final class RequestLog {
    private static final int MAX_REQUESTS = 100;

    /**
     * The requests for one number.
     *
     * @param submissions all SendFax requests
     * @param accepted the accepted ones
     * @param failures why clients received no regular response, and how often
     */
    public record Tally(String number, int submissions, int accepted, Map<String, Integer> failures) {}

    /** The same document to the same number. */
    private record DocumentKey(String number, ByteString pdf) {}

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<DocumentKey, Integer> documents = new HashMap<>();
    private final Map<String, Integer> submissions = new LinkedHashMap<>();
    private final Map<String, Integer> accepted = new HashMap<>();
    private final Map<String, Map<String, Integer>> failures = new HashMap<>();
    private final Deque<Map<String, String>> requests = new ArrayDeque<>();
    private int statusRequests;

    public synchronized void addRequest(ApiRequest request) {
        requests.addLast(request.fields());
        if (requests.size() > MAX_REQUESTS) {
            requests.removeFirst();
        }
        switch (request.command()) {
            case FaxService.SEND_FAX ->
                submissions.merge(TestNumber.international(request.destination()), 1, Integer::sum);
            case FaxService.GET_SENT_FAX_STATUS -> statusRequests++;
            default -> {}
        }
    }

    /** Adds the job of an accepted fax, which is made from the number of earlier ones to its destination. */
    public synchronized void addJob(ReceivedFax fax, IntFunction<Job> factory) {
        String destination = TestNumber.international(fax.destination());
        Job job = factory.apply(accepted.getOrDefault(destination, 0));
        jobs.put(fax.jobId(), job);
        documents.merge(documentKey(job), 1, Integer::sum);
        accepted.merge(destination, 1, Integer::sum);
    }

    /** Records that the client of this submission received no regular response. */
    public synchronized void addFailure(ApiRequest submission, String failure) {
        failures.computeIfAbsent(TestNumber.international(submission.destination()), number -> new LinkedHashMap<>())
                .merge(failure, 1, Integer::sum);
    }

    /** The number of times that the document of this fax was accepted for its number. */
    public synchronized int copies(Job job) {
        return documents.getOrDefault(documentKey(job), 0);
    }

    public synchronized List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /** In the order in which the numbers were first submitted to. */
    public synchronized List<Tally> tallies() {
        List<Tally> tallies = new ArrayList<>();
        submissions.forEach((number, count) -> tallies.add(new Tally(
                number,
                count,
                accepted.getOrDefault(number, 0),
                new LinkedHashMap<>(failures.getOrDefault(number, Map.of())))));
        return Collections.unmodifiableList(tallies);
    }

    public synchronized Optional<Job> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    public synchronized List<ReceivedFax> faxes() {
        return jobs.values().stream().map(Job::fax).toList();
    }

    public synchronized int submissions() {
        return submissions.values().stream().mapToInt(Integer::intValue).sum();
    }

    public synchronized int submissions(String destination) {
        return submissions.getOrDefault(TestNumber.international(destination), 0);
    }

    public synchronized int statusRequests() {
        return statusRequests;
    }

    public synchronized List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    private static DocumentKey documentKey(Job job) {
        return new DocumentKey(
                TestNumber.international(job.fax().destination()), job.fax().pdf());
    }
}
