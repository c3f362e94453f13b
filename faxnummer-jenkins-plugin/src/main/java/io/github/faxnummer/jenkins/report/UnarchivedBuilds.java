package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Builds with reports that may not be in the archive yet. Persisted, so that those are archived that a step could not archive,
 * or whose controller ended before; without it, all builds would have to be searched for them.
 */
@Extension
public final class UnarchivedBuilds {

    private static final Logger LOGGER = Logger.getLogger(UnarchivedBuilds.class.getName());

    /** As it is saved. */
    private static final class Saved {
        private @Nullable List<String> builds;
    }

    // Guarded by this, which is not held while reports are archived. The oldest, or least recently tried, one is first.
    private final Set<String> builds = load();

    static UnarchivedBuilds get() {
        return ExtensionList.lookupSingleton(UnarchivedBuilds.class);
    }

    /** To be called before a report of the build says that it is to be archived. */
    synchronized void add(Run<?, ?> build) {
        if (builds.add(build.getExternalizableId())) {
            save();
        }
    }

    synchronized List<String> list() {
        return List.copyOf(builds);
    }

    private synchronized void remove(Collection<String> ids) {
        if (builds.removeAll(ids)) {
            save();
        }
    }

    /** One that fails again and again does not keep others back. */
    private synchronized void putLast(String id) {
        if (builds.remove(id)) {
            builds.add(id);
        }
    }

    private synchronized void map(UnaryOperator<@Nullable String> ids) {
        Set<String> mapped = new LinkedHashSet<>();
        for (String id : builds) {
            String changed = ids.apply(id);
            if (changed != null) {
                mapped.add(changed);
            }
        }
        if (!mapped.equals(builds)) {
            builds.clear();
            builds.addAll(mapped);
            save();
        }
    }

    private void save() {
        try {
            Saved saved = new Saved();
            saved.builds = new ArrayList<>(builds);
            file().write(saved);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot remember which builds have reports that are not archived", e);
        }
    }

    private static Set<String> load() {
        try {
            if (file().exists() && file().read() instanceof Saved saved && saved.builds != null) {
                return new LinkedHashSet<>(saved.builds);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read which builds have reports that are not archived", e);
        }
        return new LinkedHashSet<>();
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), UnarchivedBuilds.class.getName() + ".xml"));
    }

    /** Archives what is not in the archive: after a start of Jenkins, and then every hour. */
    @Extension
    public static final class Work extends AsyncPeriodicWork {

        /** In a row; then the archive is taken for unreachable, and the next hour is waited for. */
        private static final int MAX_FAILURES = 3;

        private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

        public Work() {
            super("Archiving of fax reports");
        }

        @Override
        public long getRecurrencePeriod() {
            return HOUR;
        }

        /** Pipelines that are resumed archive their own reports first. */
        @Override
        public long getInitialDelay() {
            return 2 * MIN;
        }

        @Override
        protected Level getNormalLoggingLevel() {
            return Level.FINE;
        }

        @Override
        protected void execute(TaskListener listener) {
            if (FaxnummerConfiguration.get().archiveFolder().isEmpty()) {
                return;
            }
            UnarchivedBuilds unarchived = get();
            List<String> done = new ArrayList<>();
            long begin = System.nanoTime();
            int failures = 0;
            for (String id : unarchived.list()) {
                if (failures == MAX_FAILURES || System.nanoTime() - begin > MAX_NANOS || Thread.interrupted()) {
                    break;
                }
                Run<?, ?> build = find(id);
                if (build == null) {
                    done.add(id);
                    continue;
                }
                // Asked before: a step that ends meanwhile has its report looked at the next time.
                boolean isRunning = build.isBuilding();
                ReportArchiving.get().archiveUnlessRunning(build);
                if (!ReportArchiving.unarchived(build).isEmpty()) {
                    failures++;
                    unarchived.putLast(id);
                } else {
                    failures = 0;
                    if (!isRunning) {
                        done.add(id);
                    }
                }
            }
            unarchived.remove(done);
        }

        private static @Nullable Run<?, ?> find(String id) {
            try {
                return Run.fromExternalizableId(id);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    /** Keeps the list true when jobs are renamed, moved or deleted. */
    @Extension
    public static final class Jobs extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            String job = oldFullName + "#";
            get().map(it -> it.startsWith(job) ? newFullName + "#" + it.substring(job.length()) : it);
        }

        @Override
        public void onDeleted(Item item) {
            String job = item.getFullName() + "#";
            String folder = item.getFullName() + "/";
            get().map(it -> it.startsWith(job) || it.startsWith(folder) ? null : it);
        }
    }

    /** Keeps the list true when builds are deleted. */
    @Extension
    public static final class Ends extends RunListener<Run<?, ?>> {
        @Override
        public void onDeleted(Run<?, ?> run) {
            get().remove(List.of(run.getExternalizableId()));
        }
    }
}
