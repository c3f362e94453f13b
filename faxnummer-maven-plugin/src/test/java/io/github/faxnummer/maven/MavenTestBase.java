package io.github.faxnummer.maven;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test has a directory and a sandbox of its own. */
@ExtendWith(ClassArchive.class)
abstract class MavenTestBase {

    static final String DELIVERED = "+49 30 23125-016";
    static final String ALSO_DELIVERED = "030/23125999";
    static final String BUSY = "+49 30 23125-017";
    static final String UNKNOWN_NUMBER = "+49 30 23125-001";
    static final String NEVER_ENDS = "+49 30 23125-005";
    static final String ANSWER_LOST = "+49 30 23125-101";

    /** It has all that has a meaning in XML, in a URL or in a shell, and a letter that is not ASCII. */
    static final String PASSWORD = "Geh&im <ß> %41+\"'$x=9";

    final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().speed(1000).password(PASSWORD).start();

    Path directory = Path.of("");

    @BeforeEach
    void makeDirectory(TestInfo test) throws IOException {
        String name = test.getTestMethod().map(Method::getName).orElseThrow();
        String suffix = test.getDisplayName().startsWith(name)
                ? ""
                : "-" + test.getDisplayName().replaceAll("[^A-Za-z0-9.]+", "-");
        directory = Path.of(Maven.property("it.directory"), getClass().getSimpleName(), name + suffix);
        delete(directory);
        Files.createDirectories(directory);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    /** A copy of a project, ready to be built. */
    Path project(String template) {
        Path from = Path.of("src/test/resources/projects", template);
        Path to = directory.resolve(template);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory in which there is no POM. */
    Path noProject() {
        Path empty = directory.resolve("no-project");
        try {
            return Files.createDirectories(empty);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A real PDF; each file has another mark on its page. */
    static Path pdf(Path file) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            int hash = Math.floorMod(file.toAbsolutePath().toString().hashCode(), 250_000);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.addRect(20 + hash % 500, 20 + hash / 500, 30, 20);
                content.fill();
            }
            document.getDocumentInformation().setTitle(file.toString());
            Files.createDirectories(file.toAbsolutePath().getParent());
            document.save(file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file in {@code target} of {@link #noProject()}. */
    final void write(String name, String content) throws IOException {
        Path target = Files.createDirectories(noProject().resolve("target"));
        Files.writeString(target.resolve(name), content);
    }

    /** A goal with the parameters that an order must have, in {@link #noProject()}. */
    final Maven order(String goal, Object documents, String recipients) {
        return Maven.in(noProject())
                .goal(goal)
                .to(sandbox)
                .with("documents", documents)
                .with("recipients", recipients)
                .with("email", "compliance@example.com");
    }

    static String pdfText(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the documents that the sandbox accepted, sorted. */
    List<String> receivedFiles() {
        return sandbox.faxes().stream().map(fax -> fax.fileName()).sorted().toList();
    }

    static String joined(String... values) {
        return Arrays.stream(values).collect(Collectors.joining(","));
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Writes the POM of a project with nothing but the plugin, in {@link #noProject()}.
     *
     * @param plugin what stands in the plugin's element
     */
    final void pom(String properties, String plugin) throws IOException {
        Files.writeString(noProject().resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>it</groupId>
                  <artifactId>written</artifactId>
                  <version>1.0</version>
                  <packaging>pom</packaging>
                  <properties>%s</properties>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.faxnummer</groupId>
                        <artifactId>faxnummer-maven-plugin</artifactId>
                        <version>${faxnummer.version}</version>
                        %s
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(properties, plugin));
    }
}
