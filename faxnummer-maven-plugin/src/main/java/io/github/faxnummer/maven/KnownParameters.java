package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals, which share a configuration. Maven leaves out what it does not know, at most with a warning, so
 * that a misspelled {@code dryRun} would send.
 *
 * @param names in a configuration
 * @param properties on the command line
 */
record KnownParameters(Set<String> names, Set<String> properties) {

    private static final String PREFIX = "faxnummer.";
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(" + Pattern.quote(PREFIX) + "[^}]+)}");

    /** What POMs often call the version of the plugin. */
    private static final String VERSION = PREFIX + "version";

    private static final String DRY_RUN = "dryRun";

    /** Of two names with more differences, one is not taken for the other. */
    private static final int MOST_DIFFERENCES = 2;

    static KnownParameters of(PluginDescriptor plugin) {
        return new KnownParameters(
                plugin.getMojos().stream()
                        .flatMap(it -> it.getParameters().stream())
                        .flatMap(it -> Stream.of(it.getName(), it.getAlias()))
                        .filter(it -> it != null && !it.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                plugin.getMojos().stream()
                        .flatMap(mojo -> mojo.getParameters().stream().flatMap(it -> property(mojo, it).stream()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The property of the command line that a parameter is read from. */
    static Optional<String> property(MojoDescriptor mojo, Parameter parameter) {
        PlexusConfiguration written = mojo.getMojoConfiguration().getChild(parameter.getName(), false);
        Matcher matcher = PROPERTY.matcher(written == null ? "" : Strings.orEmpty(written.getValue(null)));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What is written in a configuration and is no parameter. */
    Stream<Problem> unknownIn(@Nullable Xpp3Dom configuration) {
        return configuration == null
                ? Stream.empty()
                : Stream.of(configuration.getChildren())
                        .map(Xpp3Dom::getName)
                        .distinct()
                        .filter(it -> !names.contains(it))
                        .map(it -> problem(it, nearest(it, folded(names))));
    }

    /**
     * Properties that look like those of a parameter and are none. One of a POM or of the machine may be anything, such as the
     * version of the plugin, unless it is nearly the name of a parameter.
     *
     * @param isForGoal whether {@code -DdryRun} can only be meant for this goal
     */
    Stream<Problem> unknownIn(MavenSession session, boolean isForGoal) {
        Set<String> own = session.getAllProjects().stream()
                .flatMap(it -> it.getProperties().stringPropertyNames().stream())
                .collect(Collectors.toSet());
        Set<String> given = session.getUserProperties().stringPropertyNames();
        Set<String> all = new LinkedHashSet<>(own);
        all.addAll(session.getSystemProperties().stringPropertyNames());
        all.addAll(given);
        all.remove(VERSION);
        Map<String, String> known = folded(properties);
        return all.stream().filter(it -> !properties.contains(it)).sorted().flatMap(it -> {
            Optional<String> nearest =
                    isForGoal && it.equals(DRY_RUN) ? Optional.of(PREFIX + DRY_RUN) : nearest(it, known);
            return nearest.isPresent() || (it.startsWith(PREFIX) && given.contains(it) && !own.contains(it))
                    ? Stream.of(problem(it, nearest))
                    : Stream.empty();
        });
    }

    private static Problem problem(String name, Optional<String> nearest) {
        return new Problem(
                name,
                "",
                nearest.map(it -> Message.of("input.parameter.misspelled", it))
                        .orElseGet(() -> Message.of("input.parameter.unknown")));
    }

    /** A machine has some 200 properties, each of which is compared with each parameter. */
    private static Optional<String> nearest(String name, Map<String, String> known) {
        String folded = folded(name);
        return known.entrySet().stream()
                .filter(it -> Math.abs(it.getValue().length() - folded.length()) <= MOST_DIFFERENCES)
                .map(it -> Map.entry(it.getKey(), differences(folded, it.getValue())))
                .filter(it -> it.getValue() <= MOST_DIFFERENCES)
                .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static Map<String, String> folded(Set<String> names) {
        return names.stream().collect(Collectors.toMap(it -> it, KnownParameters::folded));
    }

    private static String folded(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be added, removed or replaced to make one text of the other. */
    private static int differences(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
