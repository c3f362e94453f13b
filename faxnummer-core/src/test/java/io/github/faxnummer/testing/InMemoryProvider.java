package io.github.faxnummer.testing;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider without a network. Answers each submission and each poll as a test decides, and records them. */
public final class InMemoryProvider implements FaxProvider {

    public static final StatusResult NOT_FOUND =
            new StatusResult.Refused(new Rejection(FailureReason.OTHER, "Job not found"));

    private final Function<FaxRequest, SubmissionResult> submissions;
    private final Function<JobId, StatusResult> statuses;
    private final List<FaxRequest> submitted = new CopyOnWriteArrayList<>();
    private final List<JobId> polled = new CopyOnWriteArrayList<>();

    public InMemoryProvider(
            Function<FaxRequest, SubmissionResult> submissions, Function<JobId, StatusResult> statuses) {
        this.submissions = submissions;
        this.statuses = statuses;
    }

    /** A provider that is only polled. */
    public static InMemoryProvider polled(Function<JobId, StatusResult> statuses) {
        return new InMemoryProvider(
                fax -> {
                    throw new UnsupportedOperationException();
                },
                statuses);
    }

    /** The faxes that were submitted, in their order. */
    public List<FaxRequest> submitted() {
        return submitted;
    }

    /** The jobs that were polled, in their order. */
    public List<JobId> polled() {
        return polled;
    }

    @Override
    public SubmissionResult submit(FaxRequest fax) {
        if (!fax.permit().isGranted()) {
            return new SubmissionResult.NotSent(Message.of("delivery.interrupted"), false);
        }
        submitted.add(fax);
        return submissions.apply(fax);
    }

    @Override
    public StatusResult status(JobId job) {
        polled.add(job);
        return statuses.apply(job);
    }

    @Override
    public Optional<Message> checkAccount() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
