package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Properties properties = new Properties();

    @BeforeEach
    void extension() throws IOException {
        Files.writeString(
                folder.resolve("extensions.xml"),
                "<extensions><extension><artifactId>maven-build-cache-extension</artifactId></extension></extensions>");
    }

    @Test
    void refusesGoalThatNextBuildWouldLeaveOut() throws IOException {
        assertThat(problem())
                .startsWith("maven-build-cache-extension: would leave out the goal send ")
                .contains("faxnummer-maven-plugin");

        Files.writeString(folder.resolve("maven-build-cache-config.xml"), "<cache/>");
        assertThat(problem()).isNotEmpty();
        Files.delete(folder.resolve("extensions.xml"));
        assertThat(problem()).isEmpty();
    }

    @Test
    void acceptsGoalThatAlwaysRuns() throws IOException {
        Path configuration = folder.resolve("maven-build-cache-config.xml");
        Files.writeString(
                configuration,
                "<cache><executionControl><runAlways><plugins><plugin artifactId='faxnummer-maven-plugin'/></plugins>"
                        + "</runAlways></executionControl></cache>");
        assertThat(problem()).isEmpty();

        Files.delete(configuration);
        properties.setProperty("maven.build.cache.alwaysRunPlugins", "antrun,faxnummer:*");
        assertThat(problem()).isEmpty();
    }

    @Test
    void acceptsCacheThatIsOff() throws IOException {
        properties.setProperty("maven.build.cache.enabled", "false");
        assertThat(problem()).isEmpty();

        properties.clear();
        Files.writeString(
                folder.resolve("maven-build-cache-config.xml"),
                "<cache><configuration><enabled>false</enabled></configuration></cache>");
        assertThat(problem()).isEmpty();
    }

    private String problem() {
        return BuildCache.check(folder, "send", properties)
                .map(it -> it.in(Locale.ENGLISH))
                .orElse("");
    }
}
