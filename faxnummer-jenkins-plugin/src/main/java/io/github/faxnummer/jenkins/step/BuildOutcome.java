package io.github.faxnummer.jenkins.step;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.report.FaxResult;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.report.BuildConclusion;
import io.github.faxnummer.report.DeliveryText;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** What the end of a delivery means for the build, on its console. */
final class BuildOutcome {

    private BuildOutcome() {}

    /**
     * The result, unless the build has to fail.
     *
     * @param problem why it has to fail although nothing is wrong with the faxes
     */
    static FaxResult of(DeliveryRecord record, Optional<Message> problem, TaskListener listener) throws AbortException {
        DeliveryText text = new DeliveryText(Locale.getDefault());
        PrintStream console = listener.getLogger();
        Delivery delivery = record.delivery();
        if (record.dryRun()) {
            delivery.transmissions().forEach(it -> console.println(text.line(it)));
            console.println(Message.of("build.dry-run").in(text.locale()));
            return new FaxResult(record);
        }
        text.table(delivery).forEach(console::println);
        text.notes(delivery, record.started()).forEach(console::println);
        FailurePolicy policy =
                new FailurePolicy(record.failOnError(), record.failOnTimeout(), record.failOnMissingPages());
        BuildConclusion conclusion = record.kind() == DeliveryRecord.Kind.STATUS
                ? BuildConclusion.ofFollowed(delivery, policy, text)
                : BuildConclusion.ofSent(delivery, policy, text);
        if (conclusion.failure().isPresent()) {
            throw new AbortException(conclusion.failure().get());
        }
        conclusion.warning().ifPresent(console::println);
        conclusion.note().ifPresent(console::println);
        if (problem.isPresent()) {
            throw new AbortException(problem.get().in(text.locale()));
        }
        return new FaxResult(record);
    }

    /** Prints what continues at the provider although no step waits for it. */
    static void aborted(DeliveryRecord record, TaskListener listener) {
        PrintStream console = listener.getLogger();
        new DeliveryText(Locale.getDefault()).table(record.delivery()).forEach(console::println);
        for (Transmission it : record.delivery().transmissions()) {
            if (it.outcome() == Outcome.SUBMITTED) {
                console.println(Messages.BuildOutcome_stillUnderWay(it.jobId().orElseThrow()));
            }
        }
    }

    /**
     * What an earlier run of the controller left: what was being submitted then is unknown, and never submitted again.
     */
    static DeliveryRecord resumed(DeliveryRecord kept, TaskListener listener) {
        DeliveryText text = new DeliveryText(Locale.getDefault());
        Delivery recovered = kept.delivery().recovered();
        PrintStream console = listener.getLogger();
        if (!kept.isEnough()) {
            console.println(Messages.BuildOutcome_resumed());
        }
        for (int i = 0; i < recovered.transmissions().size(); i++) {
            Transmission it = recovered.transmissions().get(i);
            if (!it.equals(kept.delivery().transmissions().get(i))) {
                console.println(text.line(it));
            }
        }
        return kept.with(recovered);
    }
}
