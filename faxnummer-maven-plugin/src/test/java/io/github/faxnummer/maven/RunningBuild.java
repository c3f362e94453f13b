package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Maven that may still be at work, and what it has printed so far. */
record RunningBuild(Process process, Path log) {

    // A first run may have to download everything.
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    Build ended() {
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                fail("Maven did not end:\n%s", console());
            }
            return new Build(process.exitValue(), console());
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until something was printed. */
    MatchResult prints(String regex) {
        Instant end = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(end)) {
            boolean alive = process.isAlive();
            Matcher matcher = Pattern.compile(regex).matcher(console());
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
            if (!alive) {
                break;
            }
            sleep(50);
        }
        kill();
        throw new AssertionError("Maven did not print " + regex + ":\n" + console());
    }

    /** Waits until something is so. False: the build ended before. */
    boolean comesTo(BooleanSupplier state) {
        while (!state.getAsBoolean()) {
            if (!process.isAlive()) {
                return state.getAsBoolean();
            }
            sleep(2);
        }
        return true;
    }

    String console() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the person does who presses Ctrl+C. */
    void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** As a machine does that loses its power. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
