package io.github.faxnummer.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sandbox remembers: the faxes it accepted, and what reached it whatever became of it. */
final class Ledger {
    private static final int REQUESTS_KEPT = 100;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> submissions = new HashMap<>();
    private final Deque<Map<String, String>> requests = new ArrayDeque<>();
    private int statusRequests;

    synchronized void request(ApiRequest request) {
        requests.addLast(request.fields());
        if (requests.size() > REQUESTS_KEPT) {
            requests.removeFirst();
        }
        switch (request.command()) {
            case FaxService.SEND_FAX ->
                submissions.merge(TestNumber.international(request.destination()), 1, Integer::sum);
            case FaxService.GET_SENT_FAX_STATUS -> statusRequests++;
            default -> {}
        }
    }

    synchronized void accept(Job job) {
        jobs.put(job.fax().jobId(), job);
    }

    synchronized Optional<Job> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    synchronized List<ReceivedFax> faxes() {
        return jobs.values().stream().map(Job::fax).toList();
    }

    synchronized int submissions() {
        return submissions.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized int submissions(String destination) {
        return submissions.getOrDefault(TestNumber.international(destination), 0);
    }

    synchronized int statusRequests() {
        return statusRequests;
    }

    synchronized List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }
}
