package io.github.faxnummer.converter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A run of a program that ends within bounds, together with every process that it was seen to start. */
final class ConverterProcess {

    /** How a run ended. */
    enum End {
        EXITED,
        TIMED_OUT,
        WROTE_TOO_MUCH
    }

    /** @param text the end of what it printed */
    record Result(End end, int exitCode, String text) {}

    /** Of all files that it may write into its folder, in bytes. */
    static final long MAX_BYTES = 512L << 20;

    /**
     * What it gets of this process's environment: where programs, letters and hours are those of the machine. A build's
     * variables often hold secrets.
     */
    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "PATHEXT",
            "COMSPEC",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)");

    private static final List<String> HOMES = List.of("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA");
    private static final List<String> TEMPORARY = List.of("TMPDIR", "TMP", "TEMP");

    private static final int KEPT_TEXT = 4096;
    private static final int BUFFER = 8192;

    /** Of a program that prints without end. */
    private static final int READS_BETWEEN_LOOKS = 64;

    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LOOK_MILLIS = 100;
    private static final int KILLS = 40;
    private static final long KILL_MILLIS = 50;

    private final Process process;
    private final Path folder;
    private final long start = System.nanoTime();
    private final Set<ProcessHandle> started = new HashSet<>();
    private byte[] text = {};

    private ConverterProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a program, which has to be {@linkplain #await awaited}.
     *
     * @param folder that counts against {@link #MAX_BYTES}
     * @param work its working directory, within the folder
     * @param home its home directory
     * @param temporary its directory for temporary files
     * @throws IOException if it cannot be started
     */
    static ConverterProcess start(List<String> command, Path folder, Path work, Path home, Path temporary)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(it -> !INHERITED.contains(it.toUpperCase(Locale.ROOT)));
        HOMES.forEach(it -> environment.put(it, home.toString()));
        TEMPORARY.forEach(it -> environment.put(it, temporary.toString()));
        return new ConverterProcess(builder.start(), folder);
    }

    /** Waits for its end, or ends it at the limit; afterwards none of its processes runs. */
    Result await(Duration limit) throws IOException, InterruptedException {
        try {
            return run(limit);
        } finally {
            destroy();
        }
    }

    private Result run(Duration limit) throws IOException, InterruptedException {
        closeInput();
        try (InputStream output = process.getInputStream()) {
            long look = FIRST_LOOK_MILLIS;
            while (true) {
                boolean ended = process.waitFor(look, TimeUnit.MILLISECONDS);
                look = Math.min(LOOK_MILLIS, 2 * look);
                read(output);
                // Those of a process that has ended cannot be found any more.
                process.descendants().forEach(started::add);
                if (size() > MAX_BYTES) {
                    return result(End.WROTE_TOO_MUCH);
                }
                if (ended) {
                    return result(End.EXITED);
                }
                if (System.nanoTime() - start >= limit.toNanos()) {
                    return result(End.TIMED_OUT);
                }
            }
        }
    }

    private Result result(End end) {
        return new Result(
                end, end == End.EXITED ? process.exitValue() : 0, new String(text, StandardCharsets.UTF_8).strip());
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    /** Only what is there: a process that was left behind would keep the stream open. */
    private void read(InputStream output) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int i = 0; i < READS_BETWEEN_LOOKS && output.available() > 0; i++) {
            int length = output.read(buffer, 0, Math.min(buffer.length, output.available()));
            if (length <= 0) {
                return;
            }
            byte[] all = Arrays.copyOf(text, text.length + length);
            System.arraycopy(buffer, 0, all, text.length, length);
            text = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_TEXT), all.length);
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(ConverterProcess::length).sum();
        } catch (UncheckedIOException e) {
            // Files come and go; the next look counts again.
            return 0;
        }
    }

    private static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private void destroy() {
        boolean interrupted = Thread.interrupted();
        for (int i = 0; i < KILLS && isAlive(); i++) {
            process.descendants().forEach(started::add);
            List.copyOf(started).forEach(it -> it.descendants().forEach(started::add));
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
            interrupted |= awaitDeath();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAlive() {
        return process.isAlive() || started.stream().anyMatch(ProcessHandle::isAlive);
    }

    /** @return whether the thread was interrupted meanwhile */
    private boolean awaitDeath() {
        try {
            for (ProcessHandle handle : started) {
                if (handle.isAlive()) {
                    handle.onExit().get(KILL_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            process.waitFor(KILL_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
