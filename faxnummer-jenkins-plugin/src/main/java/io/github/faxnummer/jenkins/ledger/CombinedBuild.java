package io.github.faxnummer.jenkins.ledger;

import hudson.model.AbstractBuild;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;

/** A build that consists of builds of its parts, as that of a matrix project does of one for each configuration. */
public final class CombinedBuild {

    private CombinedBuild() {}

    /** The build that another one is a part of, or that one itself. A promotion is no part of the build that it promotes. */
    static Run<?, ?> of(Run<?, ?> build) {
        if (build instanceof AbstractBuild<?, ?> part) {
            Run<?, ?> whole = part.getRootBuild();
            if (whole != null && isPart(build, whole)) {
                return whole;
            }
        }
        return build;
    }

    private static boolean isPart(Run<?, ?> build, Run<?, ?> whole) {
        return build.getParent()
                .getParent()
                .getFullName()
                .equals(whole.getParent().getFullName());
    }

    /** Whether two builds are the same, or parts of the same. */
    public static boolean isShared(Run<?, ?> build, Run<?, ?> other) {
        return isSame(of(build), of(other));
    }

    /** Identifies the build that another one is a part of, or that one itself. */
    public static String id(Run<?, ?> build) {
        return of(build).getExternalizableId();
    }

    /** Jenkins may load one twice. */
    private static boolean isSame(Run<?, ?> build, Run<?, ?> other) {
        return build.getExternalizableId().equals(other.getExternalizableId());
    }

    /** The builds that are parts of the same build as one of them, or that one alone. */
    public static List<Run<?, ?>> parts(Run<?, ?> build) {
        Run<?, ?> whole = of(build);
        List<Run<?, ?>> parts = new ArrayList<>(List.of(build));
        if (!isSame(whole, build) && whole.getParent() instanceof ItemGroup<?> group) {
            for (Object item : group.getItems()) {
                Run<?, ?> part = item instanceof Job<?, ?> job ? job.getBuildByNumber(whole.getNumber()) : null;
                if (part != null && !isSame(part, build) && isSame(of(part), whole)) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }
}
