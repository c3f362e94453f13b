package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;

/**
 * Refuses to send under Maven's build cache extension, unless the goal always runs: the next build with the same sources would leave
 * the goal out, whatever its recipients and documents are then, and succeed.
 */
final class BuildCache {

    private static final String EXTENSION = "maven-build-cache-extension";
    private static final String PLUGIN = "faxnummer";
    private static final Set<String> GOALS = Set.of("send", "status");
    private static final Pattern OFF = Pattern.compile("<enabled>\\s*false\\s*</enabled>");

    private BuildCache() {}

    static Optional<Problem> check(MojoExecution execution, MavenSession session) {
        File root = session.getRequest().getMultiModuleProjectDirectory();
        boolean isCached =
                execution.getSource() == MojoExecution.Source.LIFECYCLE && GOALS.contains(execution.getGoal());
        if (!isCached || root == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        properties.putAll(session.getSystemProperties());
        properties.putAll(session.getCurrentProject().getProperties());
        properties.putAll(session.getUserProperties());
        return check(root.toPath().resolve(".mvn"), execution.getGoal(), properties);
    }

    /** @param folder in which Maven's extensions are configured */
    static Optional<Problem> check(Path folder, String goal, Properties properties) {
        if (!text(folder.resolve("extensions.xml")).contains(EXTENSION)
                || "false".equals(properties.getProperty("maven.build.cache.enabled"))
                || properties
                        .getProperty("maven.build.cache.alwaysRunPlugins", "")
                        .contains(PLUGIN)) {
            return Optional.empty();
        }
        String name = properties.getProperty("maven.build.cache.configPath", "maven-build-cache-config.xml");
        String configuration = text(folder.resolve(name));
        return configuration.contains(PLUGIN) || OFF.matcher(configuration).find()
                ? Optional.empty()
                : Optional.of(
                        new Problem(EXTENSION, "", Message.of("input.build-cache", goal, PLUGIN + "-maven-plugin")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // There is none.
            return "";
        }
    }
}
