package io.github.faxnummer.order;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A document as users write it: a file, or an Ant pattern below a directory.
 *
 * @param directory relative to the base directory, or absolute; of a file its path
 * @param include the Ant pattern below the directory, with forward slashes; empty for a file
 */
public record DocumentPattern(String directory, Optional<String> include) {

    /** Splits at the last directory before the first wildcard, so that only this directory is scanned. */
    public static DocumentPattern of(String written) {
        String slashed = written.replace('\\', '/');
        int wildcard = Math.min(indexOf(slashed, '*'), indexOf(slashed, '?'));
        if (wildcard == slashed.length()) {
            return new DocumentPattern(written, Optional.empty());
        }
        int split = slashed.lastIndexOf('/', wildcard) + 1;
        return new DocumentPattern(slashed.substring(0, split), Optional.of(slashed.substring(split)));
    }

    /**
     * The file, or the directory to scan.
     *
     * @throws InvalidPathException if it is not a path on this system
     */
    public Path resolve(Path basedir) {
        return basedir.resolve(directory);
    }

    private static int indexOf(String text, char character) {
        int index = text.indexOf(character);
        return index < 0 ? text.length() : index;
    }
}
