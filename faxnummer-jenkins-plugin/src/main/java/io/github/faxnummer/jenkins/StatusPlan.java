package io.github.faxnummer.jenkins;

import hudson.AbortException;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a step says about faxes that were submitted earlier. */
record StatusPlan(String id, FaxStatusStep step, Run<?, ?> run) {

    DeliveryRecord prepare(DeliveryStore store, Instant now) throws AbortException {
        List<Problem> problems = new ArrayList<>();
        List<JobId> jobs = jobs(SendPlan.or(step.getJobId(), ""), problems);
        String credentialsId = SendPlan.or(
                step.getCredentialsId(), FaxnummerConfiguration.get().getCredentialsId());
        Endpoint endpoint = SendPlan.endpointAndAccount(credentialsId, step.getTimeout(), run, problems);
        if (!problems.isEmpty()) {
            throw SendPlan.invalid(Messages.StatusPlan_invalid(), problems);
        }
        return new DeliveryRecord(
                DeliveryRecord.FORMAT,
                id,
                DeliveryRecord.Kind.STATUS,
                now,
                endpoint.url(),
                credentialsId,
                Workspace.NONE,
                step.isWait(),
                step.isFailOnError(),
                step.isFailOnTimeout(),
                step.isFailOnMissingPages(),
                "",
                false,
                false,
                Followed.sentBefore(
                        store.all().records(),
                        Delivery.following(jobs, now, Duration.ofMinutes(step.getTimeout()), SendPlan.schedule())));
    }

    static List<JobId> jobs(String written, List<Problem> problems) {
        List<JobId> jobs = new ArrayList<>();
        for (String id : Lists.entries(written)) {
            String advice = id.isEmpty() ? "input.entry.blank" : "input.job-id";
            JobId.of(id).ifPresentOrElse(jobs::add, () -> problems.add(new Problem("jobId", id, Message.of(advice))));
        }
        if (jobs.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem("jobId", "", Message.of("input.job-id.none")));
        }
        return jobs;
    }
}
