package io.github.faxnummer.jenkins.ledger;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.ledger.RunIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which builds are one run: a build and those that repeat it by Replay, Rebuild, a restart from a stage or Naginator. A build
 * that another one started belongs to the run of that one, as a {@linkplain RunParts part}, so that a repeated build does not
 * send by its children what it does not send itself. The builds of a matrix are one run, too.
 */
@Extension
public final class RunIdentities extends RunListener<Run<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(RunIdentities.class.getName());

    /** What the number of the repeated build is called, by the name of the cause's class: its plugin may not be there. */
    private static final Map<String, String> REPEATED_NUMBER = Map.of(
            "org.jenkinsci.plugins.workflow.cps.replay.ReplayCause", "getOriginalNumber",
            "org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause",
                    "getOriginRunNumber",
            "com.chikli.hudson.plugin.naginator.NaginatorCause", "getSourceBuildNumber");

    private static final String REBUILD = "com.sonyericsson.rebuild.RebuildCause";

    /** A build that a build repeats; null if it is deleted. */
    private record Repeated(String name, @Nullable Run<?, ?> run) {}

    public static RunIdentities get() {
        return ExtensionList.lookupSingleton(RunIdentities.class);
    }

    /**
     * The run that a build belongs to.
     *
     * @throws AbortException if the build repeats one that is deleted: what that one sent is not known
     */
    public RunIdentity of(Run<?, ?> build) throws IOException {
        return new RunIdentity("jenkins " + id(build), build.getFullDisplayName(), Optional.empty(), Optional.empty());
    }

    /** As long as the repeated build is there. */
    @Override
    public void onStarted(Run<?, ?> build, TaskListener listener) {
        if (repeated(build).isPresent()) {
            try {
                id(build);
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.FINE, e, () -> "The run of " + build + " is not known");
            }
        }
    }

    /** Forgets the parts of runs that ended before a time, unless a build of theirs can still be repeated. */
    synchronized void clean(Instant before) throws IOException {
        RunParts.get().clean(before);
    }

    private synchronized String id(Run<?, ?> build) throws IOException {
        RunId known = build.getAction(RunId.class);
        if (known != null) {
            return known.id();
        }
        String id = newId(build);
        build.addAction(new RunId(id));
        build.save();
        return id;
    }

    private String newId(Run<?, ?> build) throws IOException {
        Run<?, ?> whole = CombinedBuild.of(build);
        if (!whole.equals(build)) {
            return id(whole);
        }
        Optional<Repeated> repeated = repeated(build);
        if (repeated.isPresent()) {
            Run<?, ?> original = repeated.get().run();
            if (original == null) {
                throw new AbortException(
                        Messages.RunIdentities_deleted(repeated.get().name()));
            }
            String id = id(original);
            RunParts.get().repeated(id, build);
            return id;
        }
        Optional<Run<?, ?>> starter = starter(build);
        if (starter.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        String run = id(starter.get());
        return UUID.nameUUIDFromBytes((run + "\n" + RunParts.get().name(run, starter.get(), build.getParent()))
                        .getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * A rebuild also has the causes of the build that it repeats, whose own original may be deleted. Of several rebuilds
     * in one, none may be of a deleted build.
     */
    private static Optional<Repeated> repeated(Run<?, ?> build) {
        List<Repeated> rebuilt = build.getCauses().stream()
                .filter(it -> it.getClass().getName().equals(REBUILD))
                .flatMap(it -> repeated(build, it).stream())
                .toList();
        Optional<Repeated> deleted =
                rebuilt.stream().filter(it -> it.run() == null).findFirst();
        return deleted.or(() -> rebuilt.stream().findFirst()).or(() -> build.getCauses().stream()
                .flatMap(it -> repeated(build, it).stream())
                .findFirst());
    }

    private static Optional<Repeated> repeated(Run<?, ?> build, Cause cause) {
        String type = cause.getClass().getName();
        if (type.equals(REBUILD) && cause instanceof Cause.UpstreamCause upstream) {
            return Optional.of(new Repeated(
                    upstream.getUpstreamProject() + " #" + upstream.getUpstreamBuild(), upstream.getUpstreamRun()));
        }
        return Optional.ofNullable(REPEATED_NUMBER.get(type)).map(getter -> {
            int number = number(cause, getter);
            return new Repeated("#" + number, build.getParent().getBuildByNumber(number));
        });
    }

    private static int number(Cause cause, String getter) {
        try {
            return ((Number) cause.getClass().getMethod(getter).invoke(cause)).intValue();
        } catch (ReflectiveOperationException | RuntimeException e) {
            // A later version of its plugin: no build has this number, so nothing is sent by mistake.
            LOGGER.log(Level.WARNING, e, () -> "Cannot tell which build is repeated: " + cause);
            return 0;
        }
    }

    /** The only one that started it; of several none says which run it is. */
    private static Optional<Run<?, ?>> starter(Run<?, ?> build) {
        List<Cause.UpstreamCause> upstream = build.getCauses().stream()
                .filter(Cause.UpstreamCause.class::isInstance)
                .map(Cause.UpstreamCause.class::cast)
                .toList();
        return upstream.size() == 1 ? Optional.ofNullable(upstream.get(0).getUpstreamRun()) : Optional.empty();
    }
}
