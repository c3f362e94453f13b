package io.github.faxnummer.maven;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginConfiguration;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Finds lists that Maven has mixed. It merges the configuration of an execution with that of its plugin and of parent POMs entry by
 * entry, by position, so that a recipient would get the name and the reference of another one.
 */
final class MixedLists {

    private static final String APPEND = "append";

    private final List<Xpp3Dom> written;

    /** @param execution the id of the execution */
    private MixedLists(MavenProject project, String pluginKey, String execution) {
        List<PluginConfiguration> builds = Stream.iterate(project, Objects::nonNull, MavenProject::getParent)
                .flatMap(MixedLists::builds)
                .toList();
        // What is managed counts least, wherever it is.
        List<Plugin> plugins = Stream.<PluginContainer>concat(
                        builds.stream(),
                        builds.stream()
                                .map(PluginConfiguration::getPluginManagement)
                                .filter(Objects::nonNull))
                .flatMap(it -> it.getPlugins().stream())
                .filter(it -> it.getKey().equals(pluginKey))
                .toList();
        this.written = Stream.<Function<Plugin, ConfigurationContainer>>of(
                        it -> it.getExecutionsAsMap().get(execution), it -> it)
                .flatMap(part -> plugins.stream().map(part))
                .filter(Objects::nonNull)
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast)
                .toList();
    }

    static MixedLists of(MavenProject project, String pluginKey, String execution) {
        return new MixedLists(project, pluginKey, execution);
    }

    /**
     * Whether the list has something that its nearest POM does not write there.
     *
     * @param merged as Maven gives it to the goal
     * @param expression by which Maven reads its property; empty: there is none
     */
    boolean isMixed(Xpp3Dom merged, String expression) {
        Optional<Xpp3Dom> nearest = written.stream()
                .map(it -> it.getChild(merged.getName()))
                .filter(Objects::nonNull)
                .filter(it -> it.getChildCount() > 0 || hasText(it))
                .findFirst();
        return nearest.filter(it -> it.getChildCount() > 0)
                .filter(it -> hasMoreEntries(merged, it) || hasOtherText(merged, expression))
                .isPresent();
    }

    /** Of a list that has both, Maven 3 gives a goal the text: that of another POM, and not the entries of the nearest one. */
    private static boolean hasOtherText(Xpp3Dom merged, String expression) {
        return hasText(merged) && !merged.getValue().equals(expression);
    }

    private static boolean hasText(Xpp3Dom element) {
        return !Strings.orEmpty(element.getValue()).isBlank();
    }

    /** Maven gives the list itself the expression that its property is read by, too. */
    private static boolean hasMoreEntries(Xpp3Dom merged, Xpp3Dom written) {
        if (APPEND.equals(written.getAttribute(Xpp3Dom.CHILDREN_COMBINATION_MODE_ATTRIBUTE))) {
            return false;
        }
        List<Xpp3Dom> left = new ArrayList<>(List.of(written.getChildren()));
        for (Xpp3Dom child : merged.getChildren()) {
            Optional<Xpp3Dom> same = left.stream()
                    .filter(it -> it.getName().equals(child.getName()))
                    .findFirst();
            if (same.isEmpty() || hasMore(child, same.get())) {
                return true;
            }
            left.remove(same.get());
        }
        return false;
    }

    private static boolean hasMore(Xpp3Dom merged, Xpp3Dom written) {
        return (hasText(merged) && !hasText(written)) || hasMoreEntries(merged, written);
    }

    /** The last active profile counts most. */
    private static Stream<PluginConfiguration> builds(MavenProject project) {
        List<Profile> profiles = new ArrayList<>(project.getActiveProfiles());
        Collections.reverse(profiles);
        return Stream.<@Nullable PluginConfiguration>concat(
                        profiles.stream().map(Profile::getBuild),
                        Stream.ofNullable(project.getOriginalModel()).map(Model::getBuild))
                .filter(Objects::nonNull);
    }
}
