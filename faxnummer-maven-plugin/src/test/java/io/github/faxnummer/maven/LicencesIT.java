package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is shipped may be shipped, and docs/licences.md says what it is. The list is made from the bill of materials that the
 * build writes; with {@code -Dlicences.write=true} it is written, else compared.
 */
final class LicencesIT {

    /** Licences under which others' work may be packed with ours. The text of Bouncy Castle's is that of MIT. */
    private static final Set<String> ALLOWED =
            new TreeSet<>(Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Bouncy Castle Licence", "MIT"));

    /** Artifacts under the LGPL: they are packed unmodified, as jars of their own, which users can replace. */
    private static final Set<String> UNMODIFIED =
            new TreeSet<>(Set.of("jasperreports-fonts", "openhtmltopdf-core", "openhtmltopdf-pdfbox"));

    private static final Path BILL = Path.of("target", "bom.json");
    private static final Path LIST = Path.of("..", "docs", "licences.md");
    private static final Path JENKINS = Path.of("..", "faxnummer-jenkins-plugin", "pom.xml");

    @BeforeAll
    static void thereIsABillOfMaterials() {
        assumeTrue(Files.exists(BILL), "CycloneDX writes no bill of materials in a build with -o: nothing to compare");
    }

    @Test
    void packsOnlyAllowedLicences() throws IOException {
        assertThat(packed())
                .isNotEmpty()
                .filteredOn(artifact -> !UNMODIFIED.contains(artifact.name()))
                .allSatisfy(artifact -> assertThat(artifact.licences())
                        .as(artifact.name())
                        .isNotEmpty()
                        // Of several licences one may choose.
                        .anyMatch(ALLOWED::contains));
    }

    @Test
    void documentsLicencesOfBuild() throws IOException {
        String list = list();
        if (Boolean.getBoolean("licences.write")) {
            Files.writeString(LIST, list);
        }
        assertThat(Files.readString(LIST)).isEqualTo(list);
    }

    @Test
    void documentsLicencesOfHpi() throws IOException {
        assertThat(packed().stream().map(Artifact::name)).containsAll(inHpi());
    }

    private static String list() throws IOException {
        StringBuilder list =
                new StringBuilder("""
                # Licences of what is packed

                What the Maven plugin brings with it, and which of that is inside the Jenkins plugin (`.hpi`), which has the rest
                from plugins of Jenkins. Made from the CycloneDX bill of materials that the build writes, by

                ```sh
                mvn verify -pl faxnummer-maven-plugin -am -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \\
                  -Dfuzz.skip=true -Dit.test=LicencesIT -Dfailsafe.failIfNoSpecifiedTests=false -Dlicences.write=true
                ```

                `LicencesIT` fails when this list is not the build's, or when something has no licence of these: %s.

                These are under the LGPL, and are packed unmodified, as jars of their own: %s. You may replace them by other
                versions. The last two lay out HTML; the first has the fonts DejaVu, whose own licence (Bitstream Vera, in the jar)
                allows to embed and to pass them on.

                | artifact | version | licence | in the `.hpi` |
                |---|---|---|---|
                """.formatted(String.join(", ", ALLOWED), String.join(", ", UNMODIFIED)));
        List<String> inHpi = inHpi();
        for (Artifact artifact : packed()) {
            list.append("| %s:%s | %s | %s | %s |\n"
                    .formatted(
                            artifact.group(),
                            artifact.name(),
                            artifact.version(),
                            String.join(" or ", artifact.licences()),
                            inHpi.contains(artifact.name()) ? "yes" : ""));
        }
        return list.toString();
    }

    private static List<String> inHpi() throws IOException {
        Matcher matcher = Pattern.compile("<hpi.bundledArtifacts>([^<]+)<").matcher(Files.readString(JENKINS));
        assertThat(matcher.find()).isTrue();
        return List.of(matcher.group(1).split(",", -1));
    }

    private static List<Artifact> packed() throws IOException {
        return elements(new ObjectMapper().readTree(BILL.toFile()).path("components"))
                .map(Artifact::of)
                .sorted()
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get);
    }

    private record Artifact(String group, String name, String version, List<String> licences)
            implements Comparable<Artifact> {

        static Artifact of(JsonNode component) {
            String group = component.path("group").asText();
            return new Artifact(
                    group,
                    component.path("name").asText(),
                    // Ours have one version, which would have to be changed here with every release.
                    "io.github.faxnummer".equals(group)
                            ? ""
                            : component.path("version").asText(),
                    elements(component.path("licenses")).map(Artifact::licence).toList());
        }

        private static String licence(JsonNode choice) {
            JsonNode licence = choice.path("license");
            return Stream.of(licence.path("id"), licence.path("name"), choice.path("expression"))
                    .map(JsonNode::asText)
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("unnamed");
        }

        @Override
        public int compareTo(Artifact other) {
            return (group + ":" + name).compareTo(other.group + ":" + other.name);
        }
    }
}
