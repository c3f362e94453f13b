package io.github.faxnummer.jenkins.ledger;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.util.TextFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The jobs that the builds of a run start: parts of the run, each named as its job was when it was first started there. A job
 * stays the same part when it is renamed, moved, or deleted and created again, and so does another job that takes its name
 * during the run: that may be its successor, which must not send again. A name that a job had before the run makes no other job
 * the same part.
 *
 * <p>For each run and each job there is a file, which is rewritten when it is used, so that old ones can be told. That of a run
 * also names its builds that started others: as long as one of them is there, it may be repeated.
 */
final class RunParts {

    private static final Logger LOGGER = Logger.getLogger(RunParts.class.getName());
    private static final String FOLDER = "faxnummer-runs";

    /** In the directory of a job, which Jenkins moves with the job and deletes with it. */
    private static final String JOB_ID = "faxnummer-job-id.txt";

    /** No name of an item has it. */
    private static final String ID_PREFIX = "#";

    /** Of a build that belongs to the run, followed by the id of its job and its number. No name of an item has it. */
    private static final String BUILD_PREFIX = "@";

    private static final String SEPARATOR = "\t";

    /**
     * A part of a run.
     *
     * @param jobs by names and ids; the first one is its name
     */
    private record Part(List<String> jobs) {

        static Part of(String line) {
            return new Part(List.of(line.split(SEPARATOR)));
        }

        String name() {
            return jobs.get(0);
        }

        Part with(String job) {
            return jobs.contains(job)
                    ? this
                    : new Part(Stream.concat(jobs.stream(), Stream.of(job)).toList());
        }

        String line() {
            return String.join(SEPARATOR, jobs);
        }
    }

    private final Path folder;

    private RunParts(Path folder) {
        this.folder = folder;
    }

    /** Those of this controller. Callers take turns. */
    static RunParts get() {
        return new RunParts(Jenkins.get().getRootDir().toPath().resolve(FOLDER));
    }

    /** The name of the part that a job is, which a build starts; on record from now on. */
    String name(String run, Run<?, ?> starter, Job<?, ?> job) throws IOException {
        try {
            return noted(run, starter, job);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A build that repeats another one may itself be repeated when the other one is deleted. */
    void repeated(String run, Run<?, ?> build) throws IOException {
        try {
            if (Files.exists(file(run))) {
                List<Part> parts = new ArrayList<>(parts(run));
                write(run, parts, build);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String noted(String run, Run<?, ?> starter, Job<?, ?> job) throws IOException {
        String id = ID_PREFIX + idOf(job);
        String name = job.getFullName();
        note(job);
        List<Part> parts = new ArrayList<>(parts(run));
        int position = position(parts, it -> it.jobs().contains(id))
                .or(() -> position(parts, it -> it.jobs().contains(name)))
                .or(() -> position(parts, it -> hasLastName(it, name)))
                .orElse(parts.size());
        Part known = position < parts.size() ? parts.remove(position) : new Part(List.of(name));
        parts.add(position, known.with(id).with(name));
        write(run, parts, starter);
        return known.name();
    }

    private void write(String run, List<Part> parts, Run<?, ?> build) throws IOException {
        note(build.getParent());
        Part reference = new Part(List.of(BUILD_PREFIX + idOf(build.getParent()) + ID_PREFIX + build.getNumber()));
        write(
                file(run),
                Stream.concat(parts.stream().filter(it -> !it.equals(reference)), Stream.of(reference))
                        .map(Part::line)
                        .collect(Collectors.joining("\n")));
    }

    private static Optional<Integer> position(List<Part> parts, Predicate<Part> condition) {
        for (int i = 0; i < parts.size(); i++) {
            if (condition.test(parts.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Whether one of its jobs was renamed to a name, which is another job's now: so that one is deleted. */
    private boolean hasLastName(Part part, String name) {
        return part.jobs().stream().filter(it -> it.startsWith(ID_PREFIX)).anyMatch(it -> lines(file(it))
                .equals(List.of(name)));
    }

    private List<Part> parts(String run) {
        return lines(file(run)).stream().map(Part::of).toList();
    }

    /** By the id of a run, or of a job with its prefix. */
    private Path file(String id) {
        return folder.resolve(id + ".txt");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .filter(it -> !it.isEmpty())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(folder);
        new TextFile(file.toFile()).write(text);
    }

    private static TextFile idFile(Job<?, ?> job) {
        return new TextFile(new File(job.getRootDir(), JOB_ID));
    }

    private static String idOf(Job<?, ?> job) throws IOException {
        TextFile file = idFile(job);
        String known = file.exists() ? file.readTrim() : "";
        if (!known.isEmpty()) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        file.write(id);
        return id;
    }

    /** Keeps the name of a job after the job is deleted. */
    private void note(Job<?, ?> job) throws IOException {
        write(file(ID_PREFIX + idOf(job)), job.getFullName());
    }

    /** Removes what was last used before a time, and is of no build that may be repeated. Takes turns with the callers. */
    void clean(Instant before) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> listed = Files.list(folder)) {
            Map<Boolean, List<Path>> files = listed.collect(Collectors.partitioningBy(
                    it -> String.valueOf(it.getFileName()).startsWith(ID_PREFIX)));
            Set<Path> used = new HashSet<>();
            for (Path file : files.get(false)) {
                List<String> names = lines(file).stream()
                        .flatMap(it -> Part.of(it).jobs().stream())
                        .toList();
                if (isOld(file, before) && names.stream().noneMatch(this::isBuild)) {
                    Files.deleteIfExists(file);
                } else {
                    names.stream()
                            .filter(it -> it.startsWith(ID_PREFIX) || it.startsWith(BUILD_PREFIX))
                            .forEach(it -> used.add(jobFile(it)));
                }
            }
            for (Path file : files.get(true)) {
                if (!used.contains(file) && isOld(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isOld(Path file, Instant before) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(FileTime.from(before)) < 0;
    }

    /** Of a job's id, or of the job of a build. */
    private Path jobFile(String name) {
        return file(
                name.startsWith(BUILD_PREFIX)
                        ? ID_PREFIX + name.substring(BUILD_PREFIX.length(), name.lastIndexOf(ID_PREFIX))
                        : name);
    }

    /** Whether it is a build that is there. Its directory tells that without its being loaded. */
    private boolean isBuild(String name) {
        return name.startsWith(BUILD_PREFIX)
                && lines(jobFile(name)).stream()
                        .map(Jenkins.get()::getItemByFullName)
                        .anyMatch(it -> it instanceof Job<?, ?> job
                                && new File(job.getBuildDir(), name.substring(name.lastIndexOf(ID_PREFIX) + 1))
                                        .isDirectory());
    }

    /** Of jobs that were parts of a run. */
    @Extension
    public static final class Renamed extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            if (item instanceof Job<?, ?> job && idFile(job).exists()) {
                try {
                    get().note(job);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, e, () -> "The new name of " + item + " is not on record");
                }
            }
        }
    }
}
