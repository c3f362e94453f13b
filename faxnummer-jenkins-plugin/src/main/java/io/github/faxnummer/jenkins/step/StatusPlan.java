package io.github.faxnummer.jenkins.step;

import static io.github.faxnummer.jenkins.config.Texts.or;

import hudson.AbortException;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.Lists;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a step says about faxes that were submitted earlier. */
public record StatusPlan(String id, FaxStatusStep step, Run<?, ?> run) {

    public DeliveryRecord prepare(DeliveryStore store, Instant now) throws AbortException {
        List<Problem> problems = new ArrayList<>();
        Validated<List<JobId>> jobs = JobId.check(Lists.entries(or(step.getJobId(), "")));
        problems.addAll(jobs.problems());
        String credentialsId =
                or(step.getCredentialsId(), FaxnummerConfiguration.get().getCredentialsId());
        Endpoint endpoint = SendPlan.destination(credentialsId, step.getTimeout(), run, problems)
                .endpoint();
        if (!problems.isEmpty()) {
            throw SendPlan.invalid(Messages.StatusPlan_invalid(), problems);
        }
        return new DeliveryRecord(
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
                OnceSettings.OFF,
                JobCorrelation.sentBefore(
                        store.all().records(),
                        Delivery.following(
                                jobs.value().orElseThrow(),
                                now,
                                Duration.ofMinutes(step.getTimeout()),
                                SendPlan.schedule())));
    }
}
