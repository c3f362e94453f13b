package io.github.faxnummer.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real database server of this machine with an empty database of its own; tests are skipped aloud without one. */
final class DatabaseServer implements AutoCloseable {

    private static final long START_SECONDS = 60;

    private final Path folder;
    private final List<String> command;
    private final int port;
    private final String url;
    private Process process;

    private DatabaseServer(Path folder, List<String> command, int port, String url) {
        this.folder = folder;
        this.command = command;
        this.port = port;
        this.url = url;
        process = start();
    }

    static DatabaseServer postgres() throws IOException, InterruptedException {
        Path initdb = program(
                "initdb",
                "PostgreSQL",
                Stream.of("18", "17", "16", "15", "14").map(it -> "/usr/lib/postgresql/" + it + "/bin"));
        Path server = initdb.resolveSibling("postgres");
        if (Files.isSymbolicLink(initdb)) {
            server = initdb.toRealPath().resolveSibling("postgres");
        }
        Path folder = Files.createTempDirectory("ledger-postgres");
        // It refuses to run as root; Debian's package comes with a user.
        List<String> asUser = List.of();
        if (isRoot()) {
            asUser = List.of("runuser", "-u", "postgres", "--");
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(concat(
                asUser,
                initdb.toRealPath().toString(),
                "-D",
                data.toString(),
                "-U",
                "fax",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C"));
        int port = freePort();
        return new DatabaseServer(
                folder,
                concat(
                        asUser,
                        server.toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=on",
                        "-c",
                        "synchronous_commit=on"),
                port,
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=fax");
    }

    static DatabaseServer mariadb() throws IOException, InterruptedException {
        Path install = program("mariadb-install-db", "MariaDB", Stream.of("/usr/bin"));
        Path server = program("mariadbd", "MariaDB", Stream.of("/usr/sbin"));
        Path folder = Files.createTempDirectory("ledger-mariadb");
        Path data = folder.resolve("data");
        String user = "--user=" + System.getProperty("user.name");
        run(List.of(
                install.toString(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        int port = freePort();
        return new DatabaseServer(
                folder,
                List.of(
                        server.toString(),
                        "--no-defaults",
                        user,
                        "--datadir=" + data,
                        "--socket=" + folder.resolve("s"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-buffer-pool-size=16M"),
                port,
                "jdbc:mariadb://127.0.0.1:" + port + "/ledger?createDatabaseIfNotExist=true&user=root");
    }

    String url() {
        return url;
    }

    /** The same database through a proxy. */
    String url(int proxy) {
        return url.replace(":" + port + "/", ":" + proxy + "/");
    }

    int port() {
        return port;
    }

    /** Ends it as a power failure would. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            Thread.sleep(20);
        }
    }

    void restart() {
        process = start();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Process start() {
        try {
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!isReady()) {
                if (!started.isAlive() || System.nanoTime() > until) {
                    throw new IOException("The server did not start: " + Files.readString(folder.resolve("log")));
                }
                Thread.sleep(50);
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A server that recovers after a crash listens long before it answers. */
    private boolean isReady() {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Path program(String name, String product, Stream<String> folders) {
        Optional<Path> program = folders.map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            System.out.println("!!!!!!!! " + product + " IS NOT INSTALLED: its ledger tests are skipped !!!!!!!!");
        }
        Assumptions.assumeTrue(program.isPresent(), product + " is not installed");
        return program.get();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> concat(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
