package io.github.faxnummer.jenkins.delivery;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import jenkins.util.Listeners;

/**
 * Tells other plugins about faxes. An implementation is an {@code @Extension}:
 *
 * <pre>{@code
 * @Extension
 * public final class FaxAudit extends FaxListener {
 *     @Override
 *     public void submitted(Run<?, ?> run, Transmission fax) {
 *         audit(run.getFullDisplayName(), fax.recipient(), fax.jobId());
 *     }
 * }
 * }</pre>
 *
 * <p>Methods run in threads that deliver faxes, so they return quickly. What they throw is logged and hinders no fax. After a
 * restart of the controller, an event can come a second time.
 */
public abstract class FaxListener implements ExtensionPoint {

    /** The provider has accepted a fax: it has a job id, and is on its way. */
    public void submitted(Run<?, ?> run, Transmission fax) {}

    /**
     * No step waits for these faxes any more: they are finished, or the step did not want to wait, or the build was aborted.
     * The outcome of each says which.
     */
    public void finished(Run<?, ?> run, Delivery delivery) {}

    static void fireSubmitted(Run<?, ?> run, Transmission fax) {
        Listeners.notify(FaxListener.class, true, it -> it.submitted(run, fax));
    }

    static void fireFinished(Run<?, ?> run, Delivery delivery) {
        Listeners.notify(FaxListener.class, true, it -> it.finished(run, delivery));
    }
}
