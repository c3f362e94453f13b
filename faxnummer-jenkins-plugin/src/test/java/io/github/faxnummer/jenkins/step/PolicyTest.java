package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.Util;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers a job may dial and how much it may send: never more than the administrator allows. */
class PolicyTest extends SharedJenkinsTestBase {

    @Test
    void jobNarrowsAndNeverWidensPolicyOfAdministrator() throws Exception {
        configure("""
            unclassified:
              faxnummer:
                policy:
                  allowedCountries: "DE,AT"
                  maxFaxes: "1"
            """);

        Run<?, ?> wider =
                fails("faxSend documents: 'a.pdf', recipients: '+41 44 668 18 00', policy: [allowedCountries: 'CH',"
                        + " maxFaxes: '9']");
        Run<?, ?> narrower = fails(
                "faxSend documents: 'a.pdf', recipients: '030 23125016', policy: [recipientsOnly: '030 23125017']");
        Run<?, ?> many =
                fails("faxSend documents: 'a.pdf', recipients: '030 23125016,030 23125018', policy: [maxFaxes: '9']");

        jenkins.assertLogContains("a number in CH, but allowedCountries contains only AT, DE", wider);
        jenkins.assertLogContains("not listed in recipientsOnly", narrower);
        jenkins.assertLogContains("maxFaxes '1': 2 faxes exceed this limit", many);
        assertThat(sandbox.submissions()).isZero();
    }

    /** A variable that is not set must not send everything to the recipients. */
    @ParameterizedTest
    @ValueSource(strings = {"redirectTo", "recipientsOnly", "maxFaxes", "allowedCountries", "maxCost"})
    void blankLimitInConfigurationAsCodeIsError(String limit) throws Exception {
        configure("unclassified:\n  faxnummer:\n    policy:\n      redirectTo: \"030 23125018\"\n");

        for (String blank : List.of("\"\"", "\" \"", "\"${NOT_SET_ANYWHERE:-}\"")) {
            assertThatThrownBy(() ->
                            configure("unclassified:\n  faxnummer:\n    policy:\n      " + limit + ": " + blank + "\n"))
                    .hasStackTraceContaining("policy." + limit + " is empty, such as a variable that is not set");
        }

        assertThat(FaxnummerConfiguration.get().getPolicy().getRedirectTo()).isEqualTo("030 23125018");
    }

    @Test
    void emptyFieldsOfPolicyInFormSayNothing() throws Exception {
        configure("unclassified:\n"
                + "  faxnummer:\n"
                + "    policy:\n"
                + "      redirectTo: \"030 23125018\"\n"
                + "      maxFaxes: \"7\"\n");

        jenkins.configRoundtrip();

        assertThat(FaxnummerConfiguration.get().getPolicy().getRedirectTo()).isEqualTo("030 23125018");
        assertThat(FaxnummerConfiguration.get().getPolicy().getMaxFaxes()).isEqualTo("7");
        assertThat(FaxnummerConfiguration.get().getPolicy().getMaxCost()).isNull();
    }

    /** As in production: with the checks that Jenkins has for its tests, it refuses them itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dryrun: true",
                "policy: [redirectto: '030 23125018']",
                "policy: [$class: 'FaxPolicy', maxFax: 0]",
                "recipient: 'x'"
            })
    void sendsNothingIfParameterIsMisspelled(String misspelled) throws Exception {
        boolean strict = DescribableModel.STRICT_PARAMETER_CHECKING;
        DescribableModel.STRICT_PARAMETER_CHECKING = false;
        try {
            Run<?, ?> build = fails("faxSend documents: 'a.pdf', recipients: '030 23125016', " + misspelled);

            jenkins.assertLogContains("faxSend has no such parameter; did you mean ", build);
            jenkins.assertLogNotContains("at io.github.faxnummer", build);
            jenkins.assertLogContains(
                    "faxBuildStep has no such parameter; did you mean dryRun?",
                    fails("faxBuildStep documents: 'a.pdf', recipients: '030 23125016', dryrun: true"));
            assertThat(sandbox.submissions()).isZero();
        } finally {
            DescribableModel.STRICT_PARAMETER_CHECKING = strict;
        }
    }

    @Test
    void acceptsNumbersAsLimits() throws Exception {
        jenkins.assertLogContains(
                "maxFaxes '1': 2 faxes exceed this limit",
                fails("faxSend documents: 'a.pdf', recipients: '030 23125016,030 23125018', policy: [maxFaxes: 1,"
                        + " pricePerPage: 0.08, allowedCountries: ['DE', 'AT'] as String[]]"));
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void redirectAndCostAreShownOnConsoleAndPage() throws Exception {
        FaxPolicy policy = new FaxPolicy();
        policy.setRedirectTo("030 23125016");
        policy.setPricePerPage("0.08");
        FaxnummerConfiguration.get().setPolicy(policy);

        Run<?, ?> build = run(
                "faxSend documents: 'a.pdf', recipients: '0202 695550', policy: [redirectTo: '030 23125018']",
                Result.SUCCESS);

        String redirected = "every fax goes to 00493023125016, none to 0049202695550";
        jenkins.assertLogContains(redirected, build);
        jenkins.assertLogContains("Expected cost: EUR 0.08", build);
        String page = browser()
                .withJavaScriptEnabled(false)
                .getPage(build, "faxnummer")
                .getWebResponse()
                .getContentAsString();
        assertThat(page).contains(redirected, "Expected cost: EUR 0.08");
        assertThat(sandbox.submissions("00493023125016")).isEqualTo(1);
    }

    @Test
    void stepsOfBuildCountTogether() throws Exception {
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("1");
        FaxnummerConfiguration.get().setPolicy(policy);

        Run<?, ?> build = fails("faxSend documents: 'a.pdf', recipients: '030 23125016'\n"
                + "faxSend documents: 'a.pdf', recipients: '030 23125018'");

        jenkins.assertLogContains("maxFaxes '1': 2 faxes exceed this limit", build);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void limitsFaxesOfAccountOnOneDayAcrossBuilds() throws Exception {
        FaxnummerConfiguration.get().setMaxFaxesPerDay("1");
        run("faxSend documents: 'a.pdf', recipients: '030 23125016'", Result.SUCCESS);

        Run<?, ?> second = fails("faxSend documents: 'a.pdf', recipients: '030 23125018'");

        jenkins.assertLogContains("maxFaxesPerDay '1': this would be 2 faxes of this account today", second);
        assertThat(sandbox.submissions()).isEqualTo(1);
        // The count is on disk, not in memory.
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve(SpendingCounter.class.getName() + ".xml"))
                .exists();
    }

    @Test
    void limitsPagesOfAccountOnOneDayAcrossBuilds() throws Exception {
        FaxnummerConfiguration.get().setMaxPagesPerDay("3");
        Run<?, ?> first = sendsTwoPages("030 23125016", Result.SUCCESS);

        Run<?, ?> second = sendsTwoPages("030 23125018", Result.FAILURE);

        jenkins.assertLogNotContains("maxPagesPerDay", first);
        jenkins.assertLogContains("maxPagesPerDay '3': this would be 4 pages of this account today", second);
        assertThat(sandbox.submissions()).isEqualTo(1);
        run("faxSend documents: 'a.pdf', recipients: '030 23125016'", Result.SUCCESS);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    private Run<?, ?> sendsTwoPages(String recipient, Result result) throws Exception {
        WorkflowJob job =
                Fixture.pipeline(jenkins, "node { faxSend documents: 'two.pdf', recipients: '" + recipient + "' }");
        Fixture.document(job, jenkins.jenkins, "two.pdf", 2);
        return jenkins.buildAndAssertStatus(result, job);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", once: 'off'"})
    void retryMaySendAgainWhatFailed(String once) throws Exception {
        limitTo("1");
        FaxnummerConfiguration.get().setMaxFaxesPerDay("3");

        run(
                "retry(2) { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NOT_REACHABLE.number() + "'" + once
                        + " }",
                Result.FAILURE);

        assertThat(sandbox.submissions()).isEqualTo(2);
        run("faxSend documents: 'a.pdf', recipients: '030 23125016'" + once, Result.SUCCESS);
        assertThat(sandbox.submissions()).isEqualTo(3);
        // The day counts what failed, too.
        jenkins.assertLogContains(
                "maxFaxesPerDay '3': this would be 4 faxes of this account today",
                fails("faxSend documents: 'a.pdf', recipients: '030 23125016'"));
    }

    @Test
    void retryMaySendWhatDidNotLeave() throws Exception {
        limitTo("1");
        String endpoint = sandbox.endpoint().toString();
        FaxnummerConfiguration.get().setEndpoint("http://127.0.0.1:" + Fixture.freePort() + "/");

        fails("faxSend documents: 'a.pdf', recipients: '030 23125016', timeout: 1");
        FaxnummerConfiguration.get().setEndpoint(endpoint);
        run("faxSend documents: 'a.pdf', recipients: '030 23125016'", Result.SUCCESS);

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void reservationForRedialsEndsWithItsDelivery() throws Exception {
        limitTo("3");

        Run<?, ?> build = run(
                "faxSend documents: 'a.pdf', recipients: '030 23125016', redial: '2'\n"
                        + "faxSend documents: 'a.pdf', recipients: '030 23125007,030 23125002'",
                Result.SUCCESS);

        jenkins.assertLogNotContains("exceed this limit", build);
        assertThat(sandbox.submissions()).isEqualTo(3);
        fails("faxSend documents: 'a.pdf', recipients: '030 23125004'");
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", once: 'off'"})
    void parallelStepsStayWithinLimitTogether(String once) throws Exception {
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("2");
        FaxnummerConfiguration.get().setPolicy(policy);
        String[] last = {"016", "007", "002", "004"};
        StringBuilder steps = new StringBuilder("parallel ");
        for (String number : last) {
            steps.append(number.equals("016") ? "" : ", ")
                    .append("f" + number + ": { faxSend documents: 'a.pdf', recipients: '030 23125" + number
                            + "', reportDirectory: 'r" + number + "'" + once + " }");
        }

        Run<?, ?> build = fails(steps.toString());

        jenkins.assertLogContains("maxFaxes '2': 3 faxes exceed this limit", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    private static void limitTo(String faxes) {
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes(faxes);
        FaxnummerConfiguration.get().setPolicy(policy);
        FaxnummerConfiguration.get().setMaxFaxesPerDay(faxes);
    }

    @Test
    void dryRunPrintsWholePlanAndCountsNothing() throws Exception {
        FaxnummerConfiguration.get().setMaxFaxesPerDay("1");

        Run<?, ?> dry = run(
                "faxSend documents: 'a.pdf', recipients: '030 23125016', dryRun: true, policy: [pricePerPage: '0.10']",
                Result.SUCCESS);
        run("faxSend documents: 'a.pdf', recipients: '030 23125016'", Result.SUCCESS);

        jenkins.assertLogContains("Plan: faxes to send: 1, pages: 1", dry);
        jenkins.assertLogContains("document a.pdf, pages: 1", dry);
        jenkins.assertLogContains("Expected cost: EUR 0.10", dry);
    }

    @Test
    void helpIsThatOfCore() throws Exception {
        FaxPolicy.DescriptorImpl descriptor =
                (FaxPolicy.DescriptorImpl) jenkins.jenkins.getDescriptorOrDie(FaxPolicy.class);
        for (Parameter<?> parameter : PolicyParameters.ALL) {
            String url = Objects.requireNonNull(descriptor.getHelpFile(parameter.name()));
            assertThat(browser().goTo(url.substring(1)).getWebResponse().getContentAsString())
                    .as("help of %s", parameter)
                    .contains(Util.escape(parameter.help().in(Locale.ENGLISH)));
        }
        assertThat(descriptor.doCheckMaxFaxes(null, "many").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckMaxCost(null, "5").kind).isEqualTo(FormValidation.Kind.OK);
    }

    private static void configure(String yaml) throws Exception {
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    }

    private Run<?, ?> run(String steps, Result result) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node {\n" + steps + "\n}");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(result, job);
    }

    private Run<?, ?> fails(String steps) throws Exception {
        return run(steps, Result.FAILURE);
    }
}
