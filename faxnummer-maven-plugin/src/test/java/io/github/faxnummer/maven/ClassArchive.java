package io.github.faxnummer.maven;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The classes of Maven and of the plugin as a JVM has read them once, before all tests: each Maven that the tests start
 * takes a sixth less of the processor with them.
 */
final class ClassArchive implements BeforeAllCallback {

    /** Where it is; only for the Maven and the JVM that run the tests. */
    static Path file() {
        return Path.of(Maven.property("it.directory"), "classes.jsa");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ClassArchive.class))
                .getOrComputeIfAbsent("made", it -> make(), Path.class);
    }

    private static Path make() {
        Path archive = file();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                .speed(1000)
                .password(MavenTestBase.PASSWORD)
                .start()) {
            Files.deleteIfExists(archive);
            Path directory = Files.createDirectories(archive.resolveSibling("ClassArchive"));
            MavenTestBase.pdf(directory.resolve("report.pdf"));
            Maven.in(directory)
                    .to(sandbox)
                    .goal("send")
                    .with("documents", "report.pdf")
                    .with("recipients", MavenTestBase.DELIVERED)
                    .with("email", "compliance@example.com")
                    .jvmOption("-XX:ArchiveClassesAtExit=" + archive)
                    .run()
                    .succeeded();
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
