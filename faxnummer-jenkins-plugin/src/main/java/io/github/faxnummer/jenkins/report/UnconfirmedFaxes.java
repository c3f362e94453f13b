package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Builds with unconfirmed faxes, until a user has looked them up. Persisted. Builds
 * that send are remembered, too, so that those are found that a kill of the controller ended. Readers never wait for
 * the disk.
 */
@Extension
public final class UnconfirmedFaxes {

    private static final Logger LOGGER = Logger.getLogger(UnconfirmedFaxes.class.getName());

    /** As it is saved: lists that a file does not have are null. */
    private static final class Builds {
        private @Nullable List<String> ids;
        private @Nullable List<String> running;
    }

    /**
     * What is known.
     *
     * @param unconfirmed ids of builds, oldest first
     * @param running ids of builds that send
     * @param isRead whether the file could be read; if not, it is not written before it can be, or is deleted
     */
    private record State(Set<String> unconfirmed, Set<String> running, boolean isRead) {

        State {
            unconfirmed = new LinkedHashSet<>(unconfirmed);
            running = new LinkedHashSet<>(running);
        }

        State mapped(UnaryOperator<@Nullable String> ids) {
            return new State(mapped(unconfirmed, ids), mapped(running, ids), isRead);
        }

        State with(State other) {
            State joined = new State(other.unconfirmed, other.running, true);
            joined.unconfirmed.addAll(unconfirmed);
            joined.running.addAll(running);
            return joined;
        }

        private static Set<String> mapped(Set<String> ids, UnaryOperator<@Nullable String> map) {
            Set<String> mapped = new LinkedHashSet<>();
            for (String id : ids) {
                String changed = map.apply(id);
                if (changed != null) {
                    mapped.add(changed);
                }
            }
            return mapped;
        }
    }

    private volatile State state = load();

    public static UnconfirmedFaxes get() {
        return ExtensionList.lookupSingleton(UnconfirmedFaxes.class);
    }

    /** A build is about to send. */
    void begin(Run<?, ?> run) {
        String id = run.getExternalizableId();
        if (!state.running().contains(id)) {
            update("Cannot remember that faxes of " + run + " are sent", it -> {
                it.running().add(id);
                return it;
            });
        }
    }

    /** A delivery has ended. */
    void end(Run<?, ?> run, DeliveryRecord record) {
        String id = run.getExternalizableId();
        if (isUnconfirmed(record.delivery()) && !state.unconfirmed().contains(id)) {
            update("Cannot remember that faxes of " + run + " are unconfirmed", it -> {
                it.unconfirmed().add(id);
                return it;
            });
        }
        if (!run.isBuilding()) {
            check(run);
        }
    }

    /** Finds out again whether a build has unconfirmed faxes. */
    void check(Run<?, ?> run) {
        String id = run.getExternalizableId();
        DeliveryStore.Kept kept = DeliveryStore.of(run).all();
        JobCorrelation followed = JobCorrelation.in(kept.records());
        // What cannot be read may have been sent.
        boolean isUnconfirmed = !kept.unreadable().isEmpty()
                || kept.records().stream().anyMatch(it -> {
                    // Of what is being submitted while a step waits, that step will tell.
                    boolean isLive = DeliveryService.get().find(it.id()).isPresent();
                    Delivery known = isLive ? it.delivery() : it.delivery().recovered();
                    return known.transmissions().stream().anyMatch(fax -> isUnconfirmed(fax, followed));
                });
        boolean isRunning = run.isBuilding();
        if (isUnconfirmed != state.unconfirmed().contains(id)
                || isRunning != state.running().contains(id)) {
            update("Cannot remember whether faxes of " + run + " are unconfirmed", it -> {
                set(it.unconfirmed(), id, isUnconfirmed);
                set(it.running(), id, isRunning);
                return it;
            });
        }
    }

    private static void set(Set<String> ids, String id, boolean isIn) {
        if (isIn) {
            ids.add(id);
        } else {
            ids.remove(id);
        }
    }

    private static boolean isUnconfirmed(Delivery delivery) {
        return delivery.transmissions().stream().anyMatch(UnconfirmedFaxes::isUnconfirmed);
    }

    /** Whether it is not known whether it was sent, and no person has looked it up. */
    static boolean isUnconfirmed(Transmission fax) {
        return fax.outcome() == Outcome.UNKNOWN && !(fax.progress() instanceof TransmissionState.LookedUp);
    }

    /** The same of a fax that another step of the build may have followed. */
    static boolean isUnconfirmed(Transmission fax, JobCorrelation followed) {
        return isUnconfirmed(fax) && isUnconfirmed(followed.newest(fax));
    }

    /** How many builds have unconfirmed faxes. */
    public int count() {
        return state.unconfirmed().size();
    }

    /** Whether there may be more builds than {@link #builds} tells. */
    public boolean isUnreadable() {
        return !state.isRead() && file().exists();
    }

    /** The builds, oldest first. Loads them, as far as Jenkins has not. */
    public List<Run<?, ?>> builds() {
        List<Run<?, ?>> builds = new ArrayList<>();
        for (String id : state.unconfirmed()) {
            Run<?, ?> run = find(id);
            if (run != null) {
                builds.add(run);
            }
        }
        return builds;
    }

    /** Ids of listed builds that Jenkins does not have, such as those of a job that it could not load. */
    List<String> missing() {
        return state.unconfirmed().stream().filter(it -> find(it) == null).toList();
    }

    /** A build was deleted, or a person knows of its faxes. Whether it was listed. */
    boolean remove(String id) {
        boolean isListed = state.unconfirmed().contains(id);
        if (isListed || state.running().contains(id)) {
            update("Cannot forget " + id, known -> known.mapped(it -> it.equals(id) ? null : it));
        }
        return isListed;
    }

    private void removeAll(Item item) {
        String job = item.getFullName() + "#";
        String folder = item.getFullName() + "/";
        update(
                "Cannot forget the builds of " + item.getFullName(),
                known -> known.mapped(it -> it.startsWith(job) || it.startsWith(folder) ? null : it));
    }

    private void rename(String before, String after) {
        String job = before + "#";
        update(
                "Cannot follow " + before + " to " + after,
                known -> known.mapped(it -> it.startsWith(job) ? after + "#" + it.substring(job.length()) : it));
    }

    private synchronized void update(String failure, UnaryOperator<State> change) {
        State known = state;
        if (!known.isRead()) {
            State read = load();
            known = read.isRead() ? known.with(read) : known;
        }
        State next = change.apply(new State(known.unconfirmed(), known.running(), known.isRead()));
        if (next.equals(state)) {
            return;
        }
        state = next;
        if (!next.isRead()) {
            LOGGER.log(Level.WARNING, () -> failure + ": " + file() + " cannot be read");
            return;
        }
        try {
            Builds builds = new Builds();
            builds.ids = new ArrayList<>(next.unconfirmed());
            builds.running = new ArrayList<>(next.running());
            file().write(builds);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> failure);
        }
    }

    /** Null: its build was deleted. */
    private static @Nullable Run<?, ?> find(String id) {
        try {
            return Run.fromExternalizableId(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static State load() {
        try {
            Builds saved = file().exists() && file().read() instanceof Builds builds ? builds : new Builds();
            return new State(texts(saved.ids), texts(saved.running), true);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read which faxes are unconfirmed", e);
            return new State(Set.of(), Set.of(), false);
        }
    }

    /** Its job could not be loaded, so what became of its faxes is for a person to find out. */
    private void leftBehind(String id) {
        update("Cannot remember that faxes of " + id + " are unconfirmed", it -> {
            set(it.running(), id, false);
            set(it.unconfirmed(), id, true);
            return it;
        });
    }

    private static Set<String> texts(@Nullable List<String> texts) {
        return texts == null ? Set.of() : texts.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), UnconfirmedFaxes.class.getName() + ".xml"));
    }

    /** Keeps the list true when jobs are renamed, moved or deleted, and when Jenkins starts. */
    @Extension
    public static final class Jobs extends ItemListener {

        /** Builds that do not go on after a restart leave what they were submitting. */
        @Override
        public void onLoaded() {
            UnconfirmedFaxes faxes = get();
            for (String id : faxes.state.running()) {
                Run<?, ?> run = find(id);
                if (run == null) {
                    faxes.leftBehind(id);
                } else if (!run.isBuilding()) {
                    faxes.check(run);
                }
            }
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().rename(oldFullName, newFullName);
        }

        @Override
        public void onDeleted(Item item) {
            get().removeAll(item);
        }
    }

    /** Keeps the list true when builds end or are deleted. */
    @Extension
    public static final class Ends extends RunListener<Run<?, ?>> {

        /** A build may end without its step, as by a hard kill. */
        @Override
        public void onFinalized(Run<?, ?> run) {
            UnconfirmedFaxes faxes = get();
            if (faxes.state.running().contains(run.getExternalizableId())) {
                faxes.check(run);
            }
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            get().remove(run.getExternalizableId());
        }
    }
}
