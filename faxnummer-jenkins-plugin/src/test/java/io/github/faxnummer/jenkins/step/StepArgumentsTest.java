package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import groovy.lang.GString;
import hudson.AbortException;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.Lists;
import io.github.faxnummer.order.RecipientEntry;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.codehaus.groovy.runtime.GStringImpl;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepArgumentsTest {

    private static final GString GSTRING = new GStringImpl(new Object[] {7}, new String[] {"a", ".pdf"});

    @Test
    void acceptsListsAndArraysOfTexts() {
        assertThat(normalized("documents", List.of("a.pdf", GSTRING))).isEqualTo("a.pdf\na7.pdf\n");
        assertThat(normalized("documents", new String[] {"a.pdf", "b,c.pdf"})).isEqualTo("a.pdf\nb,c.pdf\n");
        assertThat(normalized("recipients", new Object[] {GSTRING})).isEqualTo("a7.pdf\n");
        assertThat(normalized("jobId", new int[] {1, 2})).isEqualTo("1\n2\n");
        assertThat(normalized("recipients", Arrays.asList("0202 1", null))).isEqualTo("0202 1\n\n");
    }

    @Test
    void acceptsTextsNumbersAndTruthValuesWhoseMeaningIsClear() {
        assertThat(normalized("documents", GSTRING)).isEqualTo("a7.pdf");
        assertThat(normalized("reference", 42L)).isEqualTo("42");
        assertThat(normalized("timeout", "30")).isEqualTo(30);
        assertThat(normalized("timeout", 30L)).isEqualTo(30);
        assertThat(normalized("wait", "false")).isEqualTo(false);
        assertThat(normalized("email", null)).isNull();
    }

    @Test
    void followsJobsOfBothNames() {
        FaxStatusStep.DescriptorImpl faxStatus = new FaxStatusStep.DescriptorImpl();

        assertThat(faxStatus.customInstantiate(Map.of("jobId", "a", "jobIds", List.of("b", "c"))))
                .containsExactly(Map.entry("jobId", "a\nb\nc\n"));
        assertThat(faxStatus.customInstantiate(Map.of("jobId", List.of("a"), "jobIds", "b,c")))
                .containsExactly(Map.entry("jobId", "a\nb\nc\n"));
        assertThat(faxStatus.customInstantiate(Map.of("jobId", "", "jobIds", "b")))
                .containsExactly(Map.entry("jobId", "b\n"));
        assertThat(faxStatus.argumentsToString(Map.of("jobId", "a", "jobIds", List.of("b", "c"))))
                .isEqualTo("a, b, c");
    }

    @Test
    void variableThatIsNotSetDoesNotSendMoreOrToOthers() {
        for (String parameter :
                List.of("recipientsFile", "recipientsGroup", "idempotencyKey", "maxLineMinutes", "dryRun")) {
            for (Object value : Arrays.asList(null, "", " ")) {
                assertThatThrownBy(() -> normalized(parameter, value))
                        .isInstanceOf(AbortException.class)
                        .hasMessage(parameter
                                + " is empty, such as a variable that is not set; leave the parameter out if it is not"
                                + " wanted");
            }
        }
        for (Object value : Arrays.asList(null, "", List.of(), Arrays.asList("", null))) {
            for (String limit : List.of("redirectTo", "recipientsOnly", "maxCost")) {
                assertThatThrownBy(() -> normalized("policy", Collections.singletonMap(limit, value)))
                        .isInstanceOf(AbortException.class)
                        .hasMessageStartingWith("policy." + limit + " is empty");
            }
        }
        assertThatThrownBy(() -> normalized("resend", null)).isInstanceOf(AbortException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "documents",
                "recipients",
                "jobId",
                "email",
                "sender",
                "source",
                "reference",
                "credentialsId",
                "reportDirectory",
                "wait",
                "failOnError",
                "failOnTimeout",
                "failOnMissingPages",
                "preview",
                "allowMissingContent",
                "dryRun",
                "timeout"
            })
    void namesTheParameterOfAnythingElse(String parameter) {
        for (Object value :
                new Object[] {Map.of("a", 1), List.of(List.of("a")), new Object(), new int[][] {{1}}, 1.5}) {
            boolean clear = value.equals(1.5)
                    && !List.of("recipients", "source", "timeout").contains(parameter)
                    && !(parameter.startsWith("fail")
                            || List.of("wait", "preview", "dryRun", "allowMissingContent")
                                    .contains(parameter));
            if (!clear) {
                assertThatThrownBy(() -> normalized(parameter, value))
                        .isInstanceOf(AbortException.class)
                        .hasMessageStartingWith(parameter + ": ");
            }
        }
    }

    @Test
    void refusesFaxNumbersThatLostTheirPlusSign() {
        for (Object value : new Object[] {4920269555L, List.of(4920269555L), new long[] {4920269555L}}) {
            assertThatThrownBy(() -> normalized("recipients", value))
                    .isInstanceOf(AbortException.class)
                    .hasMessage("recipients: 4920269555 is a number, which has lost its plus sign or leading zeros; use"
                            + " text in quotes, such as '+49 202 69555-0'");
        }
    }

    /** Jenkins only warns about them, except in its tests. */
    @Test
    void refusesNamesThatAreNotParameters() {
        FaxSendStep.DescriptorImpl faxSend = new FaxSendStep.DescriptorImpl();
        assertThatThrownBy(() -> faxSend.customInstantiate(
                        Map.of("documents", "a.pdf", "dryrun", true, "idempotencykey", "x", "onc", "content")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("dryrun: faxSend has no such parameter; did you mean dryRun? ")
                .hasMessageContaining("idempotencykey: faxSend has no such parameter; did you mean idempotencyKey? ")
                .hasMessageContaining("onc: faxSend has no such parameter; did you mean once? ")
                .hasMessageNotContaining("documents");
        for (Map<String, Object> policy : List.<Map<String, Object>>of(
                Map.of("redirectto", "+49 202 69555"), Map.of("redirectto", "+49 202 69555", "$class", "FaxPolicy"))) {
            assertThatThrownBy(() -> faxSend.customInstantiate(Map.of("policy", policy)))
                    .isInstanceOf(AbortException.class)
                    .hasMessageStartingWith(
                            "policy.redirectto: faxSend has no such parameter; did you mean policy.redirectTo? ");
        }
        assertThatThrownBy(() -> new FaxPolicy.DescriptorImpl().customInstantiate(Map.of("maxFax", "1")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("policy.maxFaxes");
        assertThatThrownBy(() -> new FaxStatusStep.DescriptorImpl().customInstantiate(Map.of("jobid", "7")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("jobid: faxStatus has no such parameter; did you mean jobId? ");
        assertThatThrownBy(() -> new FaxBuildStep.DescriptorImpl().customInstantiate(Map.of("resent", true)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("did you mean resend? ");
        FaxPublisher.DescriptorImpl faxPublisher = new FaxPublisher.DescriptorImpl();
        assertThatThrownBy(() -> faxPublisher.customInstantiate(Map.of("onsuccess", false)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("onsuccess: faxPublisher has no such parameter; did you mean onSuccess? ");
        assertThatThrownBy(() -> faxPublisher.customInstantiate(Map.of("fax", Map.of("dryrun", true))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("did you mean dryRun? ");
        assertThat(faxSend.customInstantiate(Map.of(UninstantiatedDescribable.ANONYMOUS_KEY, "a.pdf")))
                .containsKey(UninstantiatedDescribable.ANONYMOUS_KEY);
    }

    @Test
    void acceptsNumbersAndArraysInPolicies() {
        Map<?, ?> policy = (Map<?, ?>) normalized(
                "policy",
                Map.of(
                        "maxFaxes",
                        3,
                        "maxTotalPages",
                        10L,
                        "pricePerPage",
                        new BigDecimal("0.0000001"),
                        "maxCost",
                        GSTRING,
                        "allowedCountries",
                        new String[] {"DE", "AT"},
                        "recipientsOnly",
                        List.of(GSTRING)));

        assertThat(policy)
                .isEqualTo(Map.of(
                        "maxFaxes",
                        "3",
                        "maxTotalPages",
                        "10",
                        "pricePerPage",
                        "0.0000001",
                        "maxCost",
                        "a7.pdf",
                        "allowedCountries",
                        "DE\nAT\n",
                        "recipientsOnly",
                        "a7.pdf\n"));
        for (String numbers : List.of("redirectTo", "allowedNumbers", "recipientsOnly")) {
            assertThatThrownBy(() -> normalized("policy", Map.of(numbers, 4920269555L)))
                    .isInstanceOf(AbortException.class)
                    .hasMessageStartingWith(
                            "policy." + numbers + ": 4920269555 is a number, which has lost its plus sign");
        }
        for (Object value : new Object[] {Map.of("a", 1), true, new Object(), new int[][] {{1}}}) {
            for (String parameter : List.of("maxFaxes", "allowedCountries", "redirectTo")) {
                assertThatThrownBy(() -> normalized("policy", Map.of(parameter, value)))
                        .isInstanceOf(AbortException.class)
                        .hasMessageStartingWith("policy." + parameter + ": ");
            }
        }
        assertThatThrownBy(() -> normalized("policy", Map.of("maxFaxes", List.of(1, 2))))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("policy.maxFaxes: ");
        assertThatThrownBy(() -> normalized("policy", "maxFaxes=3"))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("policy: maxFaxes=3 is not a map");
    }

    @Test
    void masksNumbersInNamesOfDocumentsAndInRecipients() {
        String shown = new FaxSendStep.DescriptorImpl()
                .argumentsToString(Map.of(
                        "documents", List.of("fax-0202-69555.pdf", "2026-11-29.pdf"), "recipients", "+4920269556"));

        assertThat(shown).isEqualTo("fax-0202…55.pdf, 2026-11-29.pdf → +492…56");
    }

    @Test
    void keepsWhatIsKnownOfRecipientsAsText() {
        Object kept = normalized(
                "recipients", List.of(new TreeMap<>(Map.of("number", GSTRING, "name", "A, \"B\"\nC")), "0202 1"));

        assertThat(kept).isEqualTo("{\"name\":\"A, \\\"B\\\"\\nC\",\"number\":\"a7.pdf\"}\n0202 1\n");
        assertThat(RecipientEntry.parse(Lists.entries(kept.toString())).value().orElseThrow())
                .extracting(RecipientEntry::number, RecipientEntry::name)
                .containsExactly(tuple("a7.pdf", "A, \"B\"\nC"), tuple("0202 1", ""));
        assertThatThrownBy(() -> normalized("recipients", List.of(Map.of("number", 49202695550L))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("has lost its plus sign");
        assertThatThrownBy(() -> normalized("recipients", List.of(Map.of("name", List.of("A")))))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("recipients.name: ");
    }

    @Test
    void hidesNamesInViewsOfPipelines() {
        List<?> list = List.of(Map.of("number", "+4920269555", "name", "Anna"), "+4920269556");
        String json = "{\"number\": \"+4920269555\", \"name\": \"Anna\"}";
        for (Object recipients : List.of(list, normalized("recipients", list), List.of(json, "+4920269556"))) {
            assertThat(new FaxSendStep.DescriptorImpl()
                            .argumentsToString(Map.of("documents", "a.pdf", "recipients", recipients)))
                    .isEqualTo("a.pdf → +492…55, +492…56");
        }
    }

    private static Object normalized(String name, Object value) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put(name, value);
        return (name.startsWith("jobId")
                        ? new FaxStatusStep.DescriptorImpl().customInstantiate(arguments)
                        : new FaxSendStep.DescriptorImpl().customInstantiate(arguments))
                .get(name);
    }
}
