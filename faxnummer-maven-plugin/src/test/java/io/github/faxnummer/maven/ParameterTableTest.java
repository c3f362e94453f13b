package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.archive.Retention;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.VerificationParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Compares the table of parameters in docs/maven.md with the plugin descriptor that is generated from the sources. */
final class ParameterTableTest {

    private static final Path GUIDE = Path.of("..", "docs", "maven.md");
    private static final Path DESCRIPTOR = Path.of("target", "classes", "META-INF", "maven", "plugin.xml");

    private static final List<io.github.faxnummer.order.Parameter<?>> DEFINITIONS = Stream.of(
                    FaxParameters.ALL,
                    PolicyParameters.ALL,
                    OnceParameters.ALL,
                    SignatureParameters.ALL,
                    VerificationParameters.ALL,
                    List.of(Retention.YEARS))
            .<io.github.faxnummer.order.Parameter<?>>flatMap(List::stream)
            .toList();

    /** Parameters that only Maven has, and why core does not define them. */
    private static final Map<String, String> ONLY_IN_MAVEN = Map.of(
            "serverId", "a server of settings.xml; Jenkins has credentials in its place",
            "skip", "every Maven plugin has it; a Pipeline has conditions",
            "previewDirectory", "a path of the build, of a goal that sends nothing",
            "archive", "a path of the build; in Jenkins an administrator sets the folder once",
            "archiveHead", "an argument of the goal verify on a command line",
            "reports", "an argument of the goals sign and verify on a command line",
            "sandboxPort", "only the goal sandbox starts a server for others",
            "sandboxFault", "a fault of the sandbox module, which core does not know",
            "sandboxResponseFormat", "a format of the sandbox module, which core does not know");

    private static final Pattern OTHER_PROPERTY = Pattern.compile("user property is `([^`]+)`");

    /**
     * A parameter of one goal.
     *
     * @param defaultValue empty: it has none, or the goal computes it
     * @param description empty in the guide
     */
    private record Parameter(String userProperty, String defaultValue, String description) {}

    /** By goal and name, such as {@code send documents}. */
    private static Map<String, Parameter> declared = Map.of();

    private static Map<String, Parameter> documented = Map.of();

    @BeforeAll
    static void readDescriptorAndGuide() throws Exception {
        declared = declared();
        documented = documented();
    }

    @Test
    void listsExactlyTheParametersOfEachGoal() {
        assertThat(declared.keySet()).isNotEmpty();
        assertThat(documented.keySet()).isEqualTo(declared.keySet());
    }

    @Test
    void statesDeclaredDefaults() {
        assertThat(declared).allSatisfy((parameter, it) -> {
            String written = documented.getOrDefault(parameter, it).defaultValue();
            if (!it.defaultValue().isEmpty()) {
                assertThat(written).as("default of %s", parameter).isEqualTo("`" + it.defaultValue() + "`");
            } else if (written.startsWith("`")) {
                assertThat(written).as("computed default of %s", parameter).startsWith("`target/");
            }
        });
    }

    @Test
    void namesUserProperties() {
        assertThat(declared)
                .allSatisfy((parameter, it) -> assertThat(
                                documented.getOrDefault(parameter, it).userProperty())
                        .as("user property of %s", parameter)
                        .isEqualTo(it.userProperty()));
    }

    @Test
    void describesParametersWithHelpOfCore() {
        assertThat(DEFINITIONS)
                .allSatisfy(definition -> assertThat(declared.entrySet())
                        .filteredOn(entry -> entry.getKey().endsWith(" " + definition.name()))
                        .isNotEmpty()
                        .allSatisfy(entry -> {
                            assertThat(entry.getValue().description())
                                    .startsWith(definition.help().in(Locale.ENGLISH));
                            assertThat(entry.getValue().defaultValue()).isEqualTo(definition.defaultValue());
                        }));
    }

    @Test
    void takesEveryOtherParameterFromCore() {
        Set<String> defined = DEFINITIONS.stream()
                .map(io.github.faxnummer.order.Parameter::name)
                .collect(Collectors.toSet());

        Set<String> others = declared.keySet().stream()
                .map(it -> it.substring(it.indexOf(' ') + 1))
                .filter(it -> !defined.contains(it))
                .collect(Collectors.toSet());

        assertThat(others).containsExactlyInAnyOrderElementsOf(ONLY_IN_MAVEN.keySet());
    }

    private static Map<String, Parameter> declared() throws Exception {
        Document descriptor =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(DESCRIPTOR.toFile());
        Map<String, Parameter> parameters = new TreeMap<>();
        for (Element mojo : elements(descriptor.getElementsByTagName("mojo")).toList()) {
            String goal = text(mojo, "goal");
            if (goal.equals("help")) {
                continue;
            }
            Map<String, Element> values = elements(child(mojo, "configuration").getElementsByTagName("*"))
                    .collect(Collectors.toMap(Element::getTagName, it -> it));
            for (Element parameter :
                    elements(mojo.getElementsByTagName("parameter")).toList()) {
                if (!text(parameter, "editable").equals("true")) {
                    continue;
                }
                String name = text(parameter, "name");
                // Only one that is set in the POM alone has none.
                Element value = values.get(name);
                String property = value == null ? "" : value.getTextContent().replaceAll("^\\$\\{|}$", "");
                parameters.put(
                        goal + " " + name,
                        new Parameter(
                                property,
                                value == null ? "" : value.getAttribute("default-value"),
                                text(parameter, "description").replaceAll("\\s+", " ")));
            }
        }
        return parameters;
    }

    private static Map<String, Parameter> documented() throws IOException {
        Map<String, Parameter> parameters = new TreeMap<>();
        List<String> lines = Files.readAllLines(GUIDE);
        int header = lines.indexOf("| parameter | goals | meaning | default |");
        assertThat(header).as("table of parameters in %s", GUIDE).isNotNegative();
        lines.stream().skip(header + 2L).takeWhile(it -> it.startsWith("|")).forEach(row -> {
            List<String> cells =
                    Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
            String name = cells.get(1).replace("`", "");
            Matcher other = OTHER_PROPERTY.matcher(cells.get(3));
            String property = cells.get(3).endsWith("no user property")
                    ? ""
                    : other.find() ? other.group(1) : "faxnummer." + name;
            for (String goal : cells.get(2).split(", ", -1)) {
                assertThat(parameters.put(goal + " " + name, new Parameter(property, cells.get(4), "")))
                        .as("an earlier row for %s of %s", name, goal)
                        .isNull();
            }
        });
        return parameters;
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(it -> (Element) nodes.item(it));
    }

    private static Element child(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent();
    }
}
