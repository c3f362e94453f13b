package io.github.faxnummer.sandbox.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Selects the fault of the next request: first the queued faults, then the default fault, then the fault of the number. */
public final class FaultPlan {
    private final Optional<Fault> defaultFault;
    private final Deque<Fault> submissions = new ArrayDeque<>();
    private final Deque<Fault> statusRequests = new ArrayDeque<>();

    public FaultPlan(Optional<Fault> defaultFault) {
        this.defaultFault = defaultFault;
    }

    public synchronized void failNext(List<Fault> faults) {
        submissions.addAll(faults);
    }

    public synchronized void failNextStatus(List<Fault> faults) {
        statusRequests.addAll(faults);
    }

    /** Whether the body of the next request stays unread. Called more than once for a request. */
    public synchronized boolean leavesBodyUnread() {
        return submissions.peek() == Fault.CLOSED_BEFORE_BODY
                || statusRequests.peek() == Fault.CLOSED_BEFORE_BODY
                || defaultFault.filter(Fault.CLOSED_BEFORE_BODY::equals).isPresent();
    }

    /** Removes the fault that left a body unread. */
    public synchronized void removeUnreadBody() {
        if (submissions.peek() == Fault.CLOSED_BEFORE_BODY) {
            submissions.remove();
        } else if (statusRequests.peek() == Fault.CLOSED_BEFORE_BODY) {
            statusRequests.remove();
        }
    }

    public synchronized Optional<Fault> forRequest(ApiRequest request) {
        return switch (request.command()) {
            case FaxService.SEND_FAX ->
                Optional.ofNullable(submissions.poll())
                        .or(() -> defaultFault)
                        .or(() -> TestNumber.of(request.destination()).flatMap(TestNumber::fault));
            case FaxService.GET_SENT_FAX_STATUS -> Optional.ofNullable(statusRequests.poll());
            default -> Optional.empty();
        };
    }
}
