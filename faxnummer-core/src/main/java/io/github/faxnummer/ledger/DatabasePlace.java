package io.github.faxnummer.ledger;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the database of a JDBC URL keeps its rows. */
final class DatabasePlace {

    private static final String H2 = "jdbc:h2:";
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String FILE = "file:";
    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\].*|[A-Za-z]:[/\\\\].*");
    private static final Pattern H2_IN_HOME = Pattern.compile("~[/\\\\].*");
    private static final Pattern H2_SERVER = Pattern.compile("(?:tcp|ssl):(?://)?[^/]*/(.*)");
    private static final Pattern H2_FILE_SYSTEM =
            Pattern.compile("(?:(?:file|nio|nioMapped|async|retry|split(?::[0-9]+)?):)*(.*)");
    private static final Pattern H2_MEMORY = Pattern.compile("(?:mem|memFS|memLZ|nioMemFS|nioMemLZ):.*");
    private static final Pattern SQLITE_MEMORY = Pattern.compile("(?i)[?&](?:mode=memory|vfs=memdb)");

    private DatabasePlace() {}

    /** Whether it is the same for each process of the machine, and outlasts them. */
    static boolean isLasting(String url) {
        if (url.startsWith(H2)) {
            return isLastingH2(nameOfH2(url));
        }
        return !url.startsWith(SQLITE) || isLastingSqlite(url.substring(SQLITE.length()));
    }

    /** The path of a database that is a file of this machine, if it is absolute. */
    static Optional<Path> file(String url) {
        String path = "";
        if (url.startsWith(H2)) {
            path = withoutFileSystem(nameOfH2(url));
        } else if (url.startsWith(SQLITE)) {
            path = withoutScheme(url.substring(SQLITE.length())).split("[?]", 2)[0];
        }
        try {
            return ABSOLUTE.matcher(path).matches() ? Optional.of(Path.of(path)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String nameOfH2(String url) {
        return url.substring(H2.length()).split(";", 2)[0];
    }

    private static String withoutScheme(String name) {
        return name.startsWith(FILE) ? name.substring(FILE.length()) : name;
    }

    private static boolean isLastingH2(String name) {
        Matcher server = H2_SERVER.matcher(name);
        if (server.matches()) {
            return !H2_MEMORY.matcher(withoutFileSystem(server.group(1))).matches();
        }
        String path = withoutFileSystem(name);
        return ABSOLUTE.matcher(path).matches() || H2_IN_HOME.matcher(path).matches();
    }

    private static String withoutFileSystem(String name) {
        return H2_FILE_SYSTEM.matcher(name).replaceFirst("$1");
    }

    private static boolean isLastingSqlite(String name) {
        return ABSOLUTE.matcher(withoutScheme(name)).matches()
                && !SQLITE_MEMORY.matcher(name).find();
    }
}
