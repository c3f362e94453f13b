package io.github.faxnummer.jenkins.report;

import static io.github.faxnummer.jenkins.config.Texts.orEmpty;

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
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Builds with unconfirmed faxes, until a user has looked them up, even if they are deleted before. Persisted. Builds
 * that send are remembered, too, so that those are found that a kill of the controller ended. Readers never wait for
 * the disk.
 */
@Extension
public final class UnconfirmedFaxes {

    private static final Logger LOGGER = Logger.getLogger(UnconfirmedFaxes.class.getName());

    /** No id of a build begins like this. */
    private static final String DELETED = "#deleted-";

    /** As it is saved: lists that a file does not have are null. */
    private static final class Builds {
        private @Nullable List<String> ids;
        private @Nullable List<String> running;
        private @Nullable List<Build> kept;
        private @Nullable List<Build> deleted;
    }

    /** What is kept of a build: its id, or a key of its own if it was deleted, and its faxes. */
    private static final class Build {
        private @Nullable String key;
        private @Nullable String name;
        private @Nullable List<Fax> faxes;

        private static Build of(String key, String name, List<KeptFax> faxes) {
            Build build = new Build();
            build.key = key;
            build.name = name;
            build.faxes = faxes.stream().map(Fax::of).collect(Collectors.toCollection(ArrayList::new));
            return build;
        }

        private List<KeptFax> faxes() {
            return faxes == null ? List.of() : faxes.stream().map(Fax::kept).toList();
        }
    }

    /** XStream cannot read records. */
    private static final class Fax {
        private @Nullable String document;
        private @Nullable String recipient;
        private @Nullable String reference;
        private @Nullable String since;
        private @Nullable String reason;

        private static Fax of(KeptFax kept) {
            Fax fax = new Fax();
            fax.document = kept.document();
            fax.recipient = kept.recipient();
            fax.reference = kept.reference();
            fax.since = kept.since();
            fax.reason = kept.reason();
            return fax;
        }

        private KeptFax kept() {
            return new KeptFax(
                    orEmpty(document), orEmpty(recipient), orEmpty(reference), orEmpty(since), orEmpty(reason));
        }
    }

    /** A build that was deleted. Its id may be that of another one meanwhile. */
    private record Deleted(String build, List<KeptFax> faxes) {}

    /**
     * What is known.
     *
     * @param unconfirmed by ids of builds, oldest first, their unconfirmed faxes, as far as they can be read
     * @param running ids of builds that send
     * @param deleted builds that were deleted before their faxes were looked up, by keys that no build has
     * @param isRead whether the file could be read; if not, it is not written before it can be, or is deleted
     */
    private record State(
            Map<String, List<KeptFax>> unconfirmed, Set<String> running, Map<String, Deleted> deleted, boolean isRead) {

        State {
            unconfirmed = new LinkedHashMap<>(unconfirmed);
            running = new LinkedHashSet<>(running);
            deleted = new LinkedHashMap<>(deleted);
        }

        State mapped(UnaryOperator<@Nullable String> ids) {
            Map<String, List<KeptFax>> builds = new LinkedHashMap<>();
            unconfirmed.forEach((id, faxes) -> {
                String changed = ids.apply(id);
                if (changed != null) {
                    builds.put(changed, faxes);
                }
            });
            return new State(builds, mapped(running, ids), deleted, isRead);
        }

        State with(State other) {
            State joined = new State(other.unconfirmed, other.running, other.deleted, true);
            joined.unconfirmed.putAll(unconfirmed);
            joined.running.addAll(running);
            joined.deleted.putAll(deleted);
            return joined;
        }

        /** What is known of these builds outlives them. */
        State withDeleted(Predicate<String> ids) {
            State after = mapped(it -> ids.test(it) ? null : it);
            unconfirmed.forEach((id, faxes) -> {
                if (ids.test(id)) {
                    after.deleted.put(DELETED + UUID.randomUUID(), new Deleted(id, faxes));
                }
            });
            return after;
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
        if (isUnconfirmed(record.delivery())) {
            String id = run.getExternalizableId();
            List<KeptFax> faxes = kept(run);
            if (!faxes.equals(state.unconfirmed().get(id))) {
                update("Cannot remember that faxes of " + run + " are unconfirmed", it -> {
                    it.unconfirmed().put(id, faxes);
                    return it;
                });
            }
        }
        if (!run.isBuilding()) {
            check(run);
        }
    }

    /** Finds out again whether a build has unconfirmed faxes. */
    void check(Run<?, ?> run) {
        String id = run.getExternalizableId();
        List<KeptFax> faxes = kept(run);
        // What cannot be read may have been sent.
        boolean isUnconfirmed =
                !faxes.isEmpty() || !DeliveryStore.of(run).all().unreadable().isEmpty();
        boolean isRunning = run.isBuilding();
        if (!Objects.equals(isUnconfirmed ? faxes : null, state.unconfirmed().get(id))
                || isRunning != state.running().contains(id)) {
            update("Cannot remember whether faxes of " + run + " are unconfirmed", it -> {
                if (isUnconfirmed) {
                    it.unconfirmed().put(id, faxes);
                } else {
                    it.unconfirmed().remove(id);
                }
                set(it.running(), id, isRunning);
                return it;
            });
        }
    }

    private static List<KeptFax> kept(Run<?, ?> run) {
        return LookUps.open(run).stream().map(KeptFax::of).toList();
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
        State known = state;
        return known.unconfirmed().size() + known.deleted().size();
    }

    /** Whether there may be more builds than {@link #builds} tells. */
    public boolean isUnreadable() {
        return !state.isRead() && file().exists();
    }

    /** The builds, oldest first. Loads them, as far as Jenkins has not. */
    public List<Run<?, ?>> builds() {
        List<Run<?, ?>> builds = new ArrayList<>();
        for (String id : state.unconfirmed().keySet()) {
            Run<?, ?> run = find(id);
            if (run != null) {
                builds.add(run);
            }
        }
        return builds;
    }

    /** What is known of a build without reading its records; empty if that is not known. */
    List<KeptFax> known(Run<?, ?> run) {
        return state.unconfirmed().getOrDefault(run.getExternalizableId(), List.of());
    }

    /** Listed builds that were deleted, or that Jenkins does not have, such as those of a job that it could not load. */
    List<MissingBuild> missing() {
        State known = state;
        List<MissingBuild> missing = new ArrayList<>();
        known.deleted()
                .forEach((key, deleted) -> missing.add(new MissingBuild(key, deleted.build(), true, deleted.faxes())));
        known.unconfirmed().forEach((id, faxes) -> {
            if (find(id) == null) {
                missing.add(new MissingBuild(id, id, false, faxes));
            }
        });
        return missing;
    }

    /** A person knows of the faxes of a build, or of one that was deleted. Whether it was listed. */
    boolean forget(String key) {
        boolean isListed =
                state.unconfirmed().containsKey(key) || state.deleted().containsKey(key);
        if (isListed || state.running().contains(key)) {
            update("Cannot forget " + key, known -> {
                known.deleted().remove(key);
                return known.mapped(it -> it.equals(key) ? null : it);
            });
        }
        return isListed;
    }

    /** Jenkins deletes builds by itself, too, so that a person must be able to learn of their faxes afterwards. */
    private void deleted(String what, Predicate<String> ids) {
        State known = state;
        known.unconfirmed().forEach((id, faxes) -> {
            if (ids.test(id)) {
                LOGGER.log(
                        Level.WARNING,
                        "{0} is deleted and has unconfirmed faxes, which stay listed: {1}",
                        new Object[] {id, faxes.stream().map(KeptFax::inLog).collect(Collectors.joining(", "))});
            }
        });
        if (Stream.concat(known.unconfirmed().keySet().stream(), known.running().stream())
                .anyMatch(ids)) {
            update("Cannot remember the unconfirmed faxes of " + what, it -> it.withDeleted(ids));
        }
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
        State next = change.apply(new State(known.unconfirmed(), known.running(), known.deleted(), known.isRead()));
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
            builds.ids = new ArrayList<>(next.unconfirmed().keySet());
            builds.running = new ArrayList<>(next.running());
            builds.kept = saved(next.unconfirmed().entrySet(), it -> Build.of(it.getKey(), it.getKey(), it.getValue()));
            builds.deleted = saved(
                    next.deleted().entrySet(),
                    it -> Build.of(
                            it.getKey(), it.getValue().build(), it.getValue().faxes()));
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
            Map<String, List<KeptFax>> unconfirmed = new LinkedHashMap<>();
            texts(saved.ids).forEach(it -> unconfirmed.put(it, List.of()));
            builds(saved.kept).forEach(it -> unconfirmed.replace(orEmpty(it.key), it.faxes()));
            Map<String, Deleted> deleted = new LinkedHashMap<>();
            builds(saved.deleted)
                    .forEach(it -> deleted.put(orEmpty(it.key), new Deleted(orEmpty(it.name), it.faxes())));
            return new State(unconfirmed, texts(saved.running), deleted, true);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read which faxes are unconfirmed", e);
            return new State(Map.of(), Set.of(), Map.of(), false);
        }
    }

    /** Its job could not be loaded, so what became of its faxes is for a person to find out. */
    private void leftBehind(String id) {
        update("Cannot remember that faxes of " + id + " are unconfirmed", it -> {
            set(it.running(), id, false);
            it.unconfirmed().putIfAbsent(id, List.of());
            return it;
        });
    }

    private static Set<String> texts(@Nullable List<String> texts) {
        return texts == null ? Set.of() : texts.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <T> List<Build> saved(Collection<T> known, Function<T, Build> build) {
        return known.stream().map(build).collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Build> builds(@Nullable List<Build> builds) {
        return builds == null ? List.of() : builds;
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
            String job = item.getFullName() + "#";
            String folder = item.getFullName() + "/";
            get().deleted(item.getFullName(), it -> it.startsWith(job) || it.startsWith(folder));
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
            get().deleted(run.toString(), run.getExternalizableId()::equals);
        }
    }
}
