package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.SequentialExecutionQueue;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.jenkins.delivery.FaxListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.displayurlapi.DisplayURLProvider;

/** A check of a build's commit, where a plugin such as GitHub Checks publishes them: all its faxes, without numbers. */
@Extension(optional = true)
public final class FaxChecks extends FaxListener {

    private static final Logger LOGGER = Logger.getLogger(FaxChecks.class.getName());

    /** Rules of a repository name it as a required check, so it is the same in all languages. */
    private static final String NAME = "Faxes";

    /** One after the other, so that the last one has the newest state. Publishing may take long and must not delay faxes. */
    private final SequentialExecutionQueue queue = new SequentialExecutionQueue(Computer.threadPoolForRemoting);

    @Override
    public void finished(Run<?, ?> run, Delivery delivery) {
        queue.execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                publish(run);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot publish the check of " + run);
            }
        });
    }

    private static void publish(Run<?, ?> run) {
        FaxDeliveriesAction action = run.getAction(FaxDeliveriesAction.class);
        if (action == null) {
            return;
        }
        FaxTotals faxes = action.totals();
        ChecksPublisherFactory.fromRun(run, TaskListener.NULL)
                .publish(new ChecksDetails.ChecksDetailsBuilder()
                        .withName(NAME)
                        .withStatus(ChecksStatus.COMPLETED)
                        .withConclusion(conclusion(faxes))
                        .withDetailsURL(DisplayURLProvider.get().getRunURL(run))
                        .withOutput(new ChecksOutput.ChecksOutputBuilder()
                                .withTitle(faxes.getSummary())
                                .withSummary(faxes.getSummary())
                                .build())
                        .build());
    }

    /** What is not finished is neither good nor bad. */
    private static ChecksConclusion conclusion(FaxTotals faxes) {
        if (faxes.getFaxes() > 0 && faxes.getDelivered() == faxes.getFaxes()) {
            return ChecksConclusion.SUCCESS;
        }
        return faxes.getUnderWay() > 0 && faxes.getDelivered() + faxes.getUnderWay() == faxes.getFaxes()
                ? ChecksConclusion.NEUTRAL
                : ChecksConclusion.FAILURE;
    }
}
