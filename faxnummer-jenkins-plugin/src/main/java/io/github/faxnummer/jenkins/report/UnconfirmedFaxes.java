package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Builds with unconfirmed faxes, until a user has looked them up. Persisted. */
@Extension
public final class UnconfirmedFaxes {

    private static final Logger LOGGER = Logger.getLogger(UnconfirmedFaxes.class.getName());

    /** As it is saved: in a file without ids, they are null. */
    private static final class Builds {
        private List<String> ids = new ArrayList<>();
    }

    public static UnconfirmedFaxes get() {
        return ExtensionList.lookupSingleton(UnconfirmedFaxes.class);
    }

    synchronized void add(Run<?, ?> run) {
        try {
            Builds builds = load();
            if (!builds.ids.contains(run.getExternalizableId())) {
                builds.ids.add(run.getExternalizableId());
                file().write(builds);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remember that faxes of " + run + " are unconfirmed");
        }
    }

    /** The builds that still exist, oldest first. */
    public synchronized List<Run<?, ?>> builds() throws IOException {
        List<Run<?, ?>> builds = new ArrayList<>();
        for (String id : load().ids) {
            Run<?, ?> run = find(id);
            if (run != null) {
                builds.add(run);
            }
        }
        return builds;
    }

    /** A person has looked up the faxes of a build. */
    synchronized void remove(String id) throws IOException {
        Builds builds = load();
        if (builds.ids.remove(id)) {
            file().write(builds);
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

    private static Builds load() throws IOException {
        return file().exists() && file().read() instanceof Builds saved && saved.ids != null ? saved : new Builds();
    }

    private static XmlFile file() {
        return new XmlFile(
                Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), UnconfirmedFaxes.class.getName() + ".xml"));
    }
}
