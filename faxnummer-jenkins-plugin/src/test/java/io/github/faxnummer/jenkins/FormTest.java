package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.report.ReportFolders;
import io.github.faxnummer.jenkins.step.FaxPublisher;
import io.github.faxnummer.jenkins.step.FaxSendStep;
import io.github.faxnummer.jenkins.step.FaxStatusStep;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.signature.SignatureParameters;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What stands in the fields of forms, as written in their views. */
class FormTest {

    private static final List<String> CONTROLS = List.of("f:textbox", "f:number", "f:textarea", "f:checkbox");

    /** A title is none: Jenkins connects it with no field. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                FaxSendStep.class,
                FaxStatusStep.class,
                FaxPublisher.class,
                FaxPolicy.class,
                FaxnummerConfiguration.class
            })
    void labelsOfFieldsAreTheirTitles(Class<?> form) throws Exception {
        List<Element> entries = entries(form);

        assertThat(entries).isNotEmpty();
        for (Element entry : entries) {
            for (String tag : CONTROLS) {
                for (Element control : elements(entry, tag)) {
                    String title = entry.getAttribute("title") + control.getAttribute("title");
                    assertThat(label(control))
                            .as(entry.getAttribute("field"))
                            .isNotEmpty()
                            .isEqualTo(title);
                }
            }
        }
    }

    /** Core has them, and forms show them. */
    @Test
    void defaultsThatFormsShowAreInForce() throws Exception {
        Map<String, String> defaults = new HashMap<>();
        Stream.of(
                        FaxParameters.ALL.stream(),
                        OnceParameters.ALL.stream(),
                        Stream.of(
                                SignatureParameters.TIMESTAMP_TOLERANCE, SignatureParameters.FAIL_ON_MISSING_SIGNATURE))
                .<Parameter<?>>flatMap(it -> it)
                .forEach(it -> defaults.put(it.name(), it.defaultValue()));
        Parameter<?> minutes = FaxParameters.TIMEOUT_MINUTES;
        defaults.put(minutes.name(), minutes.defaultValue());
        defaults.put(FaxParameters.REPORT_DIRECTORY.name(), ReportFolders.DEFAULT);

        Map<String, String> shown = new TreeMap<>();
        for (Class<?> form : List.of(FaxSendStep.class, FaxStatusStep.class, FaxnummerConfiguration.class)) {
            for (Element entry : entries(form)) {
                for (String tag : List.of("f:textbox", "f:number", "f:checkbox")) {
                    for (Element control : elements(entry, tag)) {
                        String constant = control.getAttribute("placeholder") + control.getAttribute("default");
                        boolean isUnchecked = tag.equals("f:checkbox") && constant.isEmpty();
                        if (isUnchecked || (!constant.isEmpty() && !constant.startsWith("${"))) {
                            shown.put(entry.getAttribute("field"), isUnchecked ? "false" : constant.replace(", ", ","));
                        }
                    }
                }
            }
        }

        assertThat(shown).containsEntry("redialPause", "15m").hasSizeGreaterThan(20);
        assertThat(defaults).containsAllEntriesOf(shown);
    }

    /** As far as Jenkins' tags let one through. */
    private static String label(Element control) {
        return switch (control.getTagName()) {
            case "f:textarea" ->
                ((Element) control.getParentNode()).getTextContent().strip();
            case "f:checkbox" -> control.getAttribute("tooltip");
            default -> control.getAttribute("aria-label");
        };
    }

    private static List<Element> entries(Class<?> form) throws Exception {
        try (InputStream view = form.getResourceAsStream(form.getSimpleName() + "/config.jelly")) {
            return elements(
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(view)
                            .getDocumentElement(),
                    "f:entry");
        }
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
