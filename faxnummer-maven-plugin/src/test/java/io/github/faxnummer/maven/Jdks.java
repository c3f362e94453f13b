package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The JDKs that Maven is run with. */
final class Jdks {

    private Jdks() {}

    /**
     * The home of a JDK: the one that runs the tests, else what {@code -Dit.jdk.<feature>} or the environment variable
     * {@code JAVA_HOME_<feature>} names, else one where the system's packages are installed. Skips the test, and says so on
     * the console, where there is none.
     */
    static Path home(int feature) {
        if (Runtime.version().feature() == feature) {
            return Path.of(Maven.property("java.home"));
        }
        Optional<Path> named = Stream.of(
                        System.getProperty("it.jdk." + feature),
                        System.getenv("JAVA_HOME_" + feature),
                        System.getenv("JAVA_HOME_" + feature + "_X64"),
                        System.getenv("JAVA_HOME_" + feature + "_ARM64"))
                .filter(it -> it != null && !it.isEmpty())
                .map(Path::of)
                .findFirst();
        named.ifPresent(it ->
                assertThat(isJdk(it, feature)).as("%s is a JDK %s", it, feature).isTrue());
        return named.or(() -> installed(feature)).orElseThrow(() -> {
            String message = "no JDK " + feature + " was found: set -Dit.jdk." + feature + " or JAVA_HOME_" + feature;
            System.err.println("!!!!!!!! A TEST WAS SKIPPED: " + message + " !!!!!!!!");
            return new TestAbortedException(message);
        });
    }

    private static Optional<Path> installed(int feature) {
        return Stream.of("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", "C:/Program Files/Eclipse Adoptium")
                .map(Path::of)
                .flatMap(Jdks::children)
                .flatMap(it -> Stream.of(it, it.resolve("Contents/Home")))
                .filter(it -> isJdk(it, feature))
                .findFirst();
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> found = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return found.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean isJdk(Path home, int feature) {
        Path release = home.resolve("release");
        try (Stream<String> lines = Files.isRegularFile(release) ? Files.lines(release) : Stream.empty()) {
            return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + feature + "(\\D.*)?\""));
        } catch (IOException e) {
            return false;
        }
    }
}
