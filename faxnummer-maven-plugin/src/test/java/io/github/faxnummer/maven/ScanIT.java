package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.Pdfs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Scans, whose readers ImageIO has to find although it belongs to the JVM and was first used by another plugin. */
final class ScanIT extends MavenTestBase {

    private static final Pattern PROCESS = Pattern.compile("process ([0-9]+) reads scans: (true|false)");

    /** As many builds are made at a time, each in a process of its own. */
    private static final int PROCESSES = 4;

    @Test
    void readsScanAfterOtherPluginUsedImageIo() throws IOException {
        Maven build = build("1");

        String console = build.ownProcess().run().succeeded();

        assertThat(processes(console).map(it -> it.group(2)))
                .as("whether the other plugin reads scans before and after")
                .containsExactly("false", "false");
        assertThatScanIsDrawn(console);
    }

    @Test
    void readsScanInBuildsOfOneJvm() throws IOException {
        Maven build = build("2");
        Set<String> processes = new HashSet<>();
        boolean again = false;

        for (int i = 0; i <= PROCESSES && !again; i++) {
            String console = build.run().succeeded();

            assertThatScanIsDrawn(console);
            again = !processes.add(
                    processes(console).map(it -> it.group(1)).findFirst().orElseThrow());
        }

        Assumptions.assumeTrue(again, "each build had a process of its own");
    }

    /** @param version of the other plugin, one for each test: they run at the same time */
    private Maven build(String version) throws IOException {
        installOtherPlugin(version);
        String other = "test:imageio-maven-plugin:" + version + ":formats";
        Files.write(noProject().resolve("scan.pdf"), Pdfs.scan());
        return Maven.in(noProject())
                .argument(other)
                .goal("preview")
                .argument(other + "@again")
                .with("documents", "scan.pdf");
    }

    private static Stream<MatchResult> processes(String console) {
        return PROCESS.matcher(console).results();
    }

    private void assertThatScanIsDrawn(String console) throws IOException {
        assertThat(console).doesNotContain("cannot be drawn");
        Path drawn = noProject().resolve("target/fax-preview/scan-001.png");
        BufferedImage page = ImageIO.read(drawn.toFile());
        assertThat(page.getRGB(page.getWidth() / 2, page.getHeight() / 2)).isEqualTo(0xFF000000);
        Files.delete(drawn);
    }

    /** Installs a plugin with one goal, which needs nothing but the JDK. */
    private static void installOtherPlugin(String version) throws IOException {
        Path folder = Path.of(Maven.property("it.repository"), "test", "imageio-maven-plugin", version);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("imageio-maven-plugin-" + version + ".pom"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>test</groupId>
                  <artifactId>imageio-maven-plugin</artifactId>
                  <version>%s</version>
                  <packaging>maven-plugin</packaging>
                </project>
                """.formatted(version));
        String descriptor = """
                <plugin>
                  <groupId>test</groupId>
                  <artifactId>imageio-maven-plugin</artifactId>
                  <version>%s</version>
                  <goalPrefix>imageio</goalPrefix>
                  <mojos>
                    <mojo>
                      <goal>formats</goal>
                      <requiresProject>false</requiresProject>
                      <implementation>%s</implementation>
                      <language>java</language>
                      <instantiationStrategy>per-lookup</instantiationStrategy>
                      <executionStrategy>once-per-session</executionStrategy>
                    </mojo>
                  </mojos>
                </plugin>
                """.formatted(version, ImageIoMojo.class.getName());
        String mojo = ImageIoMojo.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(folder.resolve("imageio-maven-plugin-" + version + ".jar"));
                JarOutputStream jar = new JarOutputStream(file);
                InputStream code = ImageIoMojo.class.getClassLoader().getResourceAsStream(mojo)) {
            jar.putNextEntry(new JarEntry("META-INF/maven/plugin.xml"));
            jar.write(descriptor.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(mojo));
            jar.write(Objects.requireNonNull(code).readAllBytes());
        }
    }
}
