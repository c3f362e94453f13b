package io.github.faxnummer.maven;

import java.io.IOException;
import java.nio.file.Path;

/** Paths without symbolic links, also of files that do not exist yet. */
final class RealPath {

    private RealPath() {}

    /** The path with the links in the part of it that exists resolved. */
    static Path of(Path path) {
        Path absolute = path.toAbsolutePath();
        for (Path existing = absolute; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath()
                        .resolve(existing.relativize(absolute))
                        .normalize();
            } catch (IOException e) {
                // Its parent may exist.
            }
        }
        return absolute.normalize();
    }
}
