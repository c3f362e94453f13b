package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Refuses to send under Maven's build cache extension, unless the goal always runs: the next build with the same sources
 * would leave the goal out, whatever its recipients and documents are then, and succeed.
 */
final class BuildCache {

    private static final String EXTENSION = "maven-build-cache-extension";
    private static final String PLUGIN = "faxnummer-maven-plugin";
    private static final Set<String> GOALS = Set.of("send", "status");
    private static final String ENABLED = "maven.build.cache.enabled";
    /** Those leave out goals of the life cycle only. */
    private static final Pattern BEFORE_SINGLE_GOALS = Pattern.compile("1\\.[0-2]([.-].*)?");

    private BuildCache() {}

    /**
     * What decides whether the extension leaves out a goal.
     *
     * @param folder in which Maven's extensions are configured
     * @param inPom the version of the extension that the POM names
     * @param isTyped whether the goal is one of the command line
     * @param properties those of user and system, from which the extension reads most of its settings
     * @param ofProject the project's
     */
    record Build(Path folder, Optional<String> inPom, boolean isTyped, Properties properties, Properties ofProject) {}

    static Optional<Problem> check(MojoExecution execution, MavenSession session) {
        File root = session.getRequest().getMultiModuleProjectDirectory();
        boolean isTyped = execution.getSource() == MojoExecution.Source.CLI;
        if (root == null
                || !GOALS.contains(execution.getGoal())
                || (isTyped && execution.getMojoDescriptor().getPhase() == null)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        properties.putAll(session.getSystemProperties());
        properties.putAll(session.getUserProperties());
        Optional<String> inPom = session.getCurrentProject().getBuildExtensions().stream()
                .filter(it -> EXTENSION.equals(it.getArtifactId()))
                .map(it -> Strings.orEmpty(it.getVersion()))
                .findFirst();
        return check(
                new Build(
                        root.toPath().resolve(".mvn"),
                        inPom,
                        isTyped,
                        properties,
                        session.getCurrentProject().getProperties()),
                execution.getGoal());
    }

    static Optional<Problem> check(Build build, String goal) {
        Optional<String> version = build.inPom().or(() -> versionInFolder(build.folder()));
        if (version.isEmpty() || (build.isTyped() && !isForTyped(version.get(), build.properties()))) {
            return Optional.empty();
        }
        String always = build.properties().getProperty("maven.build.cache.alwaysRunPlugins", "");
        Optional<Document> configuration = configuration(build);
        return !isEnabled(build, configuration)
                        || Stream.of(always.split(",", -1))
                                .anyMatch(it -> it.strip().split(":", 2)[0].equals(PLUGIN))
                        || configuration.filter(BuildCache::isAlwaysRun).isPresent()
                ? Optional.empty()
                : Optional.of(new Problem(EXTENSION, "", Message.of("input.build-cache", goal, PLUGIN)));
    }

    private static boolean isForTyped(String version, Properties properties) {
        return !BEFORE_SINGLE_GOALS.matcher(version).matches()
                && !"false".equalsIgnoreCase(properties.getProperty("maven.build.cache.cacheSingleGoal"));
    }

    private static Optional<String> versionInFolder(Path folder) {
        return xml(folder.resolve("extensions.xml")).stream()
                .flatMap(it -> elements(it.getElementsByTagName("extension")).stream())
                .filter(it -> elements(it.getElementsByTagName("artifactId")).stream()
                        .anyMatch(name -> name.getTextContent().strip().equals(EXTENSION)))
                .map(it -> elements(it.getElementsByTagName("version")).stream()
                        .map(version -> version.getTextContent().strip())
                        .findFirst()
                        .orElse(""))
                .findFirst();
    }

    private static Optional<Document> configuration(Build build) {
        String path = build.properties().getProperty("maven.build.cache.configPath");
        return xml(path == null ? build.folder().resolve("maven-build-cache-config.xml") : Path.of(path));
    }

    private static boolean isEnabled(Build build, Optional<Document> configuration) {
        String property =
                build.properties().getProperty(ENABLED, build.ofProject().getProperty(ENABLED));
        return property == null
                ? configuration.stream()
                        .flatMap(it -> elements(it.getElementsByTagName("enabled")).stream())
                        .noneMatch(it -> it.getTextContent().strip().equalsIgnoreCase("false"))
                : !property.equalsIgnoreCase("false");
    }

    private static boolean isAlwaysRun(Document configuration) {
        return elements(configuration.getElementsByTagName("runAlways")).stream()
                .flatMap(it -> elements(it.getElementsByTagName("*")).stream())
                .anyMatch(it -> it.getAttribute("artifactId").equals(PLUGIN));
    }

    /** Empty without such a file; what cannot be read configures nothing. */
    private static Optional<Document> xml(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(builder.parse(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            return Optional.empty();
        }
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
