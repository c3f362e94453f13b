package io.github.faxnummer.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which fault strikes next: first those ordered for single requests, then the standing one, then the number's. */
final class FaultPlan {
    private final Optional<Fault> standing;
    private final Deque<Fault> submissions = new ArrayDeque<>();
    private final Deque<Fault> statusRequests = new ArrayDeque<>();

    FaultPlan(Optional<Fault> standing) {
        this.standing = standing;
    }

    synchronized void failNext(List<Fault> faults) {
        submissions.addAll(faults);
    }

    synchronized void failNextStatus(List<Fault> faults) {
        statusRequests.addAll(faults);
    }

    /** Whether the body of the coming request stays unread. It is asked more than once for one request. */
    synchronized boolean leavesBodyUnread() {
        return submissions.peek() == Fault.CLOSED_BEFORE_BODY
                || statusRequests.peek() == Fault.CLOSED_BEFORE_BODY
                || standing.filter(Fault.CLOSED_BEFORE_BODY::equals).isPresent();
    }

    /** Uses up the fault that left a body unread. */
    synchronized void bodyLeftUnread() {
        if (submissions.peek() == Fault.CLOSED_BEFORE_BODY) {
            submissions.remove();
        } else if (statusRequests.peek() == Fault.CLOSED_BEFORE_BODY) {
            statusRequests.remove();
        }
    }

    synchronized Optional<Fault> forRequest(ApiRequest request) {
        return switch (request.command()) {
            case FaxService.SEND_FAX ->
                Optional.ofNullable(submissions.poll())
                        .or(() -> standing)
                        .or(() -> TestNumber.of(request.destination()).flatMap(TestNumber::fault));
            case FaxService.GET_SENT_FAX_STATUS -> Optional.ofNullable(statusRequests.poll());
            default -> Optional.empty();
        };
    }
}
