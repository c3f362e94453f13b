package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Properties properties = new Properties();
    private final Properties ofProject = new Properties();

    @BeforeEach
    void extension() throws IOException {
        Files.writeString(
                folder.resolve("extensions.xml"),
                "<extensions><extension><artifactId>maven-build-cache-extension</artifactId><version>1.3.0</version>"
                        + "</extension></extensions>");
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
        properties.setProperty("maven.build.cache.alwaysRunPlugins", "antrun, faxnummer-maven-plugin:*");
        assertThat(problem()).isEmpty();
    }

    @Test
    void mentionOutsideRunAlwaysDoesNotMakeGoalRun() throws IOException {
        Files.writeString(
                folder.resolve("maven-build-cache-config.xml"),
                "<cache><!-- <runAlways><plugin artifactId='faxnummer-maven-plugin'/></runAlways> --><executionControl>"
                        + "<reconcile><plugin artifactId='faxnummer-maven-plugin'/></reconcile></executionControl></cache>");
        ofProject.setProperty("maven.build.cache.alwaysRunPlugins", "faxnummer-maven-plugin:*");
        assertThat(problem()).isNotEmpty();
    }

    @Test
    void configurationIsWhereItsPropertySays() throws IOException {
        Path configuration = folder.resolve("ci.xml");
        Files.writeString(
                configuration,
                "<cache><executionControl><runAlways><goalsLists><goalsList artifactId='faxnummer-maven-plugin'/>"
                        + "</goalsLists></runAlways></executionControl></cache>");
        assertThat(problem()).isNotEmpty();

        properties.setProperty("maven.build.cache.configPath", configuration.toString());
        assertThat(problem()).isEmpty();
    }

    @Test
    void refusesGoalOfCommandLineWhereTheExtensionLeavesThemOut() throws IOException {
        assertThat(typed()).isNotEmpty();
        properties.setProperty("maven.build.cache.cacheSingleGoal", "false");
        assertThat(typed()).isEmpty();

        properties.clear();
        Files.writeString(
                folder.resolve("extensions.xml"),
                "<extensions><extension><artifactId>maven-build-cache-extension</artifactId><version>1.2.1</version>"
                        + "</extension></extensions>");
        assertThat(typed()).isEmpty();
        assertThat(problem()).isNotEmpty();
    }

    @Test
    void findsExtensionOfPomAndNoneInComment() throws IOException {
        Files.writeString(
                folder.resolve("extensions.xml"),
                "<extensions><!-- <extension><artifactId>maven-build-cache-extension</artifactId></extension> -->"
                        + "</extensions>");
        assertThat(problem()).isEmpty();
        assertThat(problem(Optional.of("1.2.1"), false)).isNotEmpty();
    }

    @Test
    void acceptsCacheThatIsOff() throws IOException {
        properties.setProperty("maven.build.cache.enabled", "false");
        assertThat(problem()).isEmpty();

        properties.clear();
        ofProject.setProperty("maven.build.cache.enabled", "false");
        assertThat(problem()).isEmpty();

        ofProject.clear();
        Files.writeString(
                folder.resolve("maven-build-cache-config.xml"),
                "<cache><configuration><enabled>FALSE</enabled></configuration></cache>");
        assertThat(problem()).isEmpty();
        properties.setProperty("maven.build.cache.enabled", "true");
        assertThat(problem()).isNotEmpty();
    }

    private String problem() {
        return problem(Optional.empty(), false);
    }

    private String typed() {
        return problem(Optional.empty(), true);
    }

    private String problem(Optional<String> inPom, boolean isTyped) {
        return BuildCache.check(new BuildCache.Build(folder, inPom, isTyped, properties, ofProject), "send")
                .map(it -> it.in(Locale.ENGLISH))
                .orElse("");
    }
}
