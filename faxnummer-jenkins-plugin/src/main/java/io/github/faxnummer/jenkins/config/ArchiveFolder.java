package io.github.faxnummer.jenkins.config;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** Where an administrator wants finished reports to be kept. Nothing is created by a check. */
final class ArchiveFolder {

    private static final String ARCHIVE = "archive";

    private ArchiveFolder() {}

    /** Checks what does not depend on whether a network drive is there at the moment. */
    static Validated<Path> check(String written) {
        Path folder;
        try {
            folder = Path.of(written.strip());
        } catch (InvalidPathException e) {
            return invalid(written, Message.of("input.path", e.getReason()));
        }
        if (!folder.isAbsolute()) {
            return invalid(written, Message.of("input.archive.absolute"));
        }
        Path real = real(folder);
        Path home = Jenkins.get().getRootDir().toPath();
        if (real(home).startsWith(real)) {
            return invalid(written, Message.of("input.archive.around-jenkins", home));
        }
        Optional<Path> taken =
                takenByJenkins(home).filter(it -> real.startsWith(real(it))).findFirst();
        return taken.isPresent()
                ? invalid(written, Message.of("input.archive.in-jenkins", taken.get()))
                : Validated.valid(folder);
    }

    /** Checks whether a report could be added now. */
    static Validated<Path> checkWritable(String written) {
        Validated<Path> checked = check(written);
        if (checked.value().isEmpty()) {
            return checked;
        }
        Path existing = existing(checked.value().get());
        if (!Files.isDirectory(existing)) {
            return invalid(written, Message.of("input.archive.no-folder", existing));
        }
        return Files.isWritable(existing)
                ? checked
                : invalid(written, Message.of("input.archive.not-writable", existing));
    }

    /** Builds and workspaces are deleted, copies of documents at the next start; what is user content everybody may read. */
    private static Stream<Path> takenByJenkins(Path home) {
        Jenkins jenkins = Jenkins.get();
        return Stream.concat(
                Stream.of("jobs", "workspace", "userContent", "faxnummer-uploads", "faxnummer-ledger", "faxnummer-runs")
                        .map(home::resolve),
                Stream.of(jenkins.getRawBuildsDir(), jenkins.getRawWorkspaceDir())
                        .flatMap(it -> root(it, home).stream()));
    }

    /** The folder that all jobs share of a pattern such as <code>/builds/${ITEM_FULL_NAME}</code>. */
    private static Optional<Path> root(String pattern, Path home) {
        String expanded = pattern.replace("${JENKINS_HOME}", home.toString());
        int variable = expanded.indexOf("${");
        String fixed = variable < 0 ? expanded : expanded.substring(0, variable);
        String folder = fixed.substring(0, fixed.lastIndexOf('/') + 1);
        // A pattern that begins with the job's folder is in the folder of all jobs.
        return folder.length() > 1 ? Optional.of(Path.of(folder)) : Optional.empty();
    }

    private static Path existing(Path folder) {
        Path existing = folder;
        for (Path parent = folder.getParent();
                parent != null && !Files.exists(existing);
                parent = existing.getParent()) {
            existing = parent;
        }
        return existing;
    }

    /** Links are followed, as far as the path exists. */
    private static Path real(Path path) {
        Path normal = path.toAbsolutePath().normalize();
        Path existing = existing(normal);
        try {
            return existing.toRealPath().resolve(existing.relativize(normal)).normalize();
        } catch (IOException e) {
            return normal;
        }
    }

    private static Validated<Path> invalid(String written, Message advice) {
        return Validated.invalid(ARCHIVE, written, advice);
    }
}
