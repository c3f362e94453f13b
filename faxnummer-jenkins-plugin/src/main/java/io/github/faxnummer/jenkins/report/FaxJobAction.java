package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import jenkins.model.TransientActionFactory;

/** The faxes of a job's last builds, on its page. */
public final class FaxJobAction extends InvisibleAction {

    private static final int MAX_BUILDS = 20;

    private final Job<?, ?> job;

    FaxJobAction(Job<?, ?> job) {
        this.job = job;
    }

    /** A build with faxes. */
    public record Build(Run<?, ?> run, FaxTotals faxes) {

        public Run<?, ?> getRun() {
            return run;
        }

        public FaxTotals getFaxes() {
            return faxes;
        }
    }

    /** Of the last builds those with faxes, newest first. */
    public List<Build> getBuilds() {
        List<Build> builds = new ArrayList<>();
        Run<?, ?> run = job.getLastBuild();
        for (int i = 0; i < MAX_BUILDS && run != null; i++) {
            FaxDeliveriesAction action = run.getAction(FaxDeliveriesAction.class);
            if (action != null) {
                builds.add(new Build(run, action.totals()));
            }
            run = run.getPreviousBuild();
        }
        return builds;
    }

    /** The same as a chart, with sums. */
    public FaxTrend trend(List<Build> builds) {
        return new FaxTrend(builds);
    }

    /** Adds it to every job; where there are no faxes, it shows nothing. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            return Set.of(new FaxJobAction((Job<?, ?>) job));
        }
    }
}
