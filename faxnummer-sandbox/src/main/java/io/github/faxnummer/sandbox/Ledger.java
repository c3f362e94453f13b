package io.github.faxnummer.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/** What the sandbox remembers: the faxes it accepted, and what reached it whatever became of it. */
final class Ledger {
    private static final int REQUESTS_KEPT = 100;

    /**
     * What reached the sandbox for one number.
     *
     * @param submissions SendFax requests, whatever became of them
     * @param accepted how many of them became faxes
     * @param troubles why clients got no good answer, and how often
     */
    record Tally(String number, int submissions, int accepted, Map<String, Integer> troubles) {}

    /** The same document to the same number. */
    private record Parcel(String number, ByteString pdf) {}

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<Parcel, Integer> parcels = new HashMap<>();
    private final Map<String, Integer> submissions = new LinkedHashMap<>();
    private final Map<String, Integer> accepted = new HashMap<>();
    private final Map<String, Map<String, Integer>> troubles = new HashMap<>();
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
        parcels.merge(parcel(job), 1, Integer::sum);
        accepted.merge(TestNumber.international(job.fax().destination()), 1, Integer::sum);
    }

    /** The client of this submission got no good answer. */
    synchronized void trouble(ApiRequest submission, String trouble) {
        troubles.computeIfAbsent(TestNumber.international(submission.destination()), number -> new LinkedHashMap<>())
                .merge(trouble, 1, Integer::sum);
    }

    /** How often the document of this fax was accepted for its number. */
    synchronized int copies(Job job) {
        return parcels.getOrDefault(parcel(job), 0);
    }

    synchronized List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /** In the order in which the numbers were first submitted to. */
    synchronized List<Tally> tallies() {
        List<Tally> tallies = new ArrayList<>();
        submissions.forEach((number, count) -> tallies.add(new Tally(
                number,
                count,
                accepted.getOrDefault(number, 0),
                new LinkedHashMap<>(troubles.getOrDefault(number, Map.of())))));
        return Collections.unmodifiableList(tallies);
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

    private static Parcel parcel(Job job) {
        return new Parcel(
                TestNumber.international(job.fax().destination()), job.fax().pdf());
    }
}
