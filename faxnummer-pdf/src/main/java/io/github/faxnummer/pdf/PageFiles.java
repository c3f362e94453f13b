package io.github.faxnummer.pdf;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a page names. Only those in its own folder and below are read, nothing through links or a network. */
final class PageFiles {

    private static final Pattern BASE64 = Pattern.compile("data:[^,]*+(?<=;base64),", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final ResourceBudget budget;
    private final Set<String> missing = new LinkedHashSet<>();
    private double total;

    PageFiles(Path folder, ResourceBudget budget) {
        this.folder = folder;
        this.budget = budget;
    }

    /** What was asked for and not read. */
    Set<String> missing() {
        return missing;
    }

    void addMissing(String reference) {
        missing.add(reference.length() > 60 ? reference.substring(0, 60) + "…" : reference);
    }

    /** The file that a reference in a file of the page means, if it may be read. */
    Optional<Path> find(Path from, String reference) {
        try {
            // What a reference of Windows means depends on the browser.
            URI uri = new URI(reference.strip().replace(" ", "%20").replace("|", "%7C"));
            String path = uri.getPath();
            if (uri.getScheme() == null && uri.getRawAuthority() == null && path != null && path.indexOf('\\') < 0) {
                Path named = from.resolveSibling(path).toAbsolutePath().normalize();
                Path real = folder.toRealPath();
                // A look at a place elsewhere may already be a connection, to a server or an automounter.
                if (named.startsWith(real)
                        || named.startsWith(folder.toAbsolutePath().normalize())) {
                    Path file = named.toRealPath();
                    if (file.startsWith(real) && Files.isRegularFile(file)) {
                        return Optional.of(file);
                    }
                }
            }
        } catch (URISyntaxException | InvalidPathException | IOException e) {
            // Reported as missing.
        }
        addMissing(reference);
        return Optional.empty();
    }

    /** The bytes of a file, or of a picture that is written into the page itself. */
    Optional<byte[]> read(Path from, String reference) {
        if (reference.regionMatches(true, 0, "data:", 0, 5)) {
            Matcher data = BASE64.matcher(reference);
            try {
                if (data.lookingAt()) {
                    return Optional.of(Base64.getMimeDecoder().decode(reference.substring(data.end())));
                }
            } catch (IllegalArgumentException e) {
                // Reported as missing.
            }
            // Others are drawings in SVG.
            addMissing(reference);
            return Optional.empty();
        }
        return find(from, reference).flatMap(this::read);
    }

    Optional<byte[]> read(Path file) {
        try {
            total += Files.size(file);
            // Each becomes text or a picture, which is counted when it is decoded.
            budget.requireMemory(total, "files of the page");
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            addMissing(String.valueOf(file.getFileName()));
            return Optional.empty();
        }
    }
}
