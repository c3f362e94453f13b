package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunIdentityTest {

    /**
     * @param fixed the variables of a run, all of which its identity needs
     * @param changing what a second attempt changes
     */
    record CiSystem(String name, Map<String, String> marker, Map<String, String> fixed, List<String> changing) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<CiSystem> systems() {
        return List.of(
                new CiSystem(
                        "GitHub Actions 77",
                        Map.of("GITHUB_ACTIONS", "true"),
                        Map.of("GITHUB_SERVER_URL", "https://g", "GITHUB_REPOSITORY", "a/b", "GITHUB_RUN_ID", "77"),
                        List.of("GITHUB_RUN_ATTEMPT", "GITHUB_JOB")),
                new CiSystem(
                        "GitLab 77",
                        Map.of("GITLAB_CI", "true"),
                        Map.of("CI_SERVER_URL", "https://g", "CI_PIPELINE_ID", "77"),
                        List.of("CI_JOB_ID")),
                new CiSystem(
                        "Azure Pipelines 77",
                        Map.of("TF_BUILD", "True"),
                        Map.of("SYSTEM_COLLECTIONURI", "https://a", "SYSTEM_TEAMPROJECT", "p", "BUILD_BUILDID", "77"),
                        List.of("SYSTEM_JOBATTEMPT", "SYSTEM_STAGEATTEMPT")),
                new CiSystem(
                        "Azure Pipelines 77",
                        Map.of("TF_BUILD", "True"),
                        Map.of(
                                "SYSTEM_COLLECTIONURI",
                                "https://a",
                                "SYSTEM_TEAMPROJECT",
                                "p",
                                "RELEASE_RELEASEID",
                                "77"),
                        List.of("BUILD_BUILDID", "RELEASE_ATTEMPTNUMBER")),
                new CiSystem(
                        "Bitbucket Pipelines 77",
                        Map.of(),
                        Map.of("BITBUCKET_REPO_UUID", "{u}", "BITBUCKET_BUILD_NUMBER", "77"),
                        List.of("BITBUCKET_STEP_UUID")),
                new CiSystem(
                        "CircleCI 77",
                        Map.of("CIRCLECI", "true"),
                        Map.of("CIRCLE_PIPELINE_ID", "77"),
                        List.of("CIRCLE_WORKFLOW_ID")),
                new CiSystem(
                        "Buildkite 77",
                        Map.of("BUILDKITE", "true"),
                        Map.of("BUILDKITE_BUILD_ID", "77"),
                        List.of("BUILDKITE_JOB_ID", "BUILDKITE_RETRY_COUNT")),
                new CiSystem(
                        "Travis CI 77",
                        Map.of("TRAVIS", "true"),
                        Map.of("TRAVIS_BUILD_ID", "77"),
                        List.of("TRAVIS_JOB_ID")),
                new CiSystem(
                        "Drone 77",
                        Map.of("DRONE", "true"),
                        Map.of("DRONE_REPO_LINK", "https://d/a/b", "DRONE_BUILD_NUMBER", "77"),
                        List.of("DRONE_STAGE_NUMBER", "DRONE_STEP_NUMBER")),
                new CiSystem(
                        "Woodpecker 77",
                        Map.of("CI_SYSTEM_NAME", "woodpecker"),
                        Map.of("CI_REPO_URL", "https://w/a/b", "CI_PIPELINE_NUMBER", "77"),
                        List.of("CI_STEP_NAME", "CI_WORKFLOW_NUMBER")),
                new CiSystem(
                        "Jenkins 77",
                        Map.of("BUILD_TAG", "jenkins-a-b-77"),
                        Map.of("JENKINS_URL", "https://j", "JOB_NAME", "a/b", "BUILD_NUMBER", "77"),
                        List.of("EXECUTOR_NUMBER", "NODE_NAME")));
    }

    private static RunIdentity detect(Map<String, String> environment) {
        return RunIdentity.detect(environment, "/home/me/project", "random");
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        Map<String, String> copy = new HashMap<>(all);
        copy.put(name, value);
        return copy;
    }

    @ParameterizedTest
    @MethodSource("systems")
    void keepsIdentityThroughSecondAttempt(CiSystem system) {
        Map<String, String> run = new HashMap<>(system.marker());
        run.putAll(system.fixed());
        run.put("CI", "true");
        RunIdentity first = detect(run);
        assertThat(first.name()).isEqualTo(system.name());
        assertThat(first.window().isPresent()).isEqualTo(system.marker().containsKey("BUILD_TAG"));
        system.changing()
                .forEach(it -> assertThat(detect(with(run, it, "2"))).as(it).isEqualTo(first));
        system.fixed().keySet().forEach(it -> {
            assertThat(detect(with(run, it, "other")).id()).as(it).isNotEqualTo(first.id());
        });
        assertThat(RunIdentity.detect(run, "/elsewhere", "another")).isEqualTo(first);
    }

    @Test
    void buildkiteRebuildIsTheSameRun() {
        Map<String, String> first = Map.of("BUILDKITE", "true", "BUILDKITE_BUILD_ID", "a");
        Map<String, String> rebuilt =
                Map.of("BUILDKITE", "true", "BUILDKITE_BUILD_ID", "b", "BUILDKITE_REBUILT_FROM_BUILD_ID", "a");
        assertThat(detect(rebuilt).id()).isEqualTo(detect(first).id());
        assertThat(detect(first).advice()).isEmpty();
    }

    /** What the first rebuild sent or skipped belongs to the first build, which Buildkite no longer names. */
    @Test
    void buildkiteRebuildIsToldThatRebuildOfRebuildIsAnotherRun() {
        RunIdentity rebuilt =
                detect(Map.of("BUILDKITE", "true", "BUILDKITE_BUILD_ID", "b", "BUILDKITE_REBUILT_FROM_BUILD_ID", "a"));
        RunIdentity again =
                detect(Map.of("BUILDKITE", "true", "BUILDKITE_BUILD_ID", "c", "BUILDKITE_REBUILT_FROM_BUILD_ID", "b"));

        assertThat(again.id()).isNotEqualTo(rebuilt.id());
        for (RunIdentity run : List.of(rebuilt, again)) {
            assertThat(run.advice()).hasValueSatisfying(it -> {
                assertThat(it.key()).isEqualTo("once.run.rebuild");
                assertThat(it.in(Locale.ROOT)).contains("build of Buildkite is a rebuild", "Set runId");
            });
        }
    }

    /** A retried trigger job starts another pipeline, which does not know the first one. */
    @Test
    void pipelineThatAnotherOneStartedIsToldThatItIsARunOfItsOwn() {
        Map<String, String> gitLab = Map.of("GITLAB_CI", "true", "CI_SERVER_URL", "https://g", "CI_PIPELINE_ID", "77");
        Map<String, String> buildkite = Map.of("BUILDKITE", "true", "BUILDKITE_BUILD_ID", "b");
        for (Map<String, String> child : List.of(
                with(gitLab, "CI_PIPELINE_SOURCE", "parent_pipeline"),
                with(gitLab, "CI_PIPELINE_SOURCE", "pipeline"),
                with(buildkite, "BUILDKITE_TRIGGERED_FROM_BUILD_ID", "a"))) {
            assertThat(detect(child).advice()).map(Message::key).as("%s", child).contains("once.run.child");
        }
        RunIdentity push = detect(with(gitLab, "CI_PIPELINE_SOURCE", "push"));
        assertThat(push.advice()).isEmpty();
        assertThat(detect(with(gitLab, "CI_PIPELINE_SOURCE", "parent_pipeline")).id())
                .isEqualTo(push.id());
        assertThat(detect(with(buildkite, "BUILDKITE_TRIGGERED_FROM_BUILD_ID", "")))
                .isEqualTo(detect(buildkite));
    }

    @Test
    void advisesRunIdWhereNothingStaysTheSame() {
        for (Map<String, String> environment : List.of(
                Map.of("TEAMCITY_VERSION", "2025.11", "BUILD_NUMBER", "7"),
                Map.of("DRONE", "true", "DRONE_REPO_LINK", "https://d/a/b", "DRONE_BUILD_NUMBER", "7"),
                Map.of("CI", "woodpecker", "CI_REPO_URL", "https://w/a/b", "CI_PIPELINE_NUMBER", "7"),
                Map.of("CI", "true"),
                Map.of(
                        "ACT", "true",
                        "GITHUB_ACTIONS", "true",
                        "GITHUB_SERVER_URL", "https://g",
                        "GITHUB_REPOSITORY", "a/b",
                        "GITHUB_RUN_ID", "1"),
                Map.of("GITHUB_ACTIONS", "true"))) {
            assertThat(detect(environment).advice()).as("%s", environment).isPresent();
        }
        assertThat(detect(Map.of("JENKINS_URL", "j", "JOB_NAME", "n", "BUILD_NUMBER", "1"))
                        .advice())
                .map(it -> it.in(Locale.ROOT))
                .hasValueSatisfying(it -> assertThat(it).contains("if they find the same ledger", "Set runId"));
        assertThat(detect(Map.of("TEAMCITY_VERSION", "1", "BUILD_NUMBER", "7")).id())
                .isNotEqualTo(RunIdentity.detect(
                                Map.of("TEAMCITY_VERSION", "1", "BUILD_NUMBER", "7"), "/home/me/project", "another")
                        .id());
    }

    @Test
    void projectIsRunForMostOfADayOutsideCi() {
        RunIdentity local = detect(Map.of());
        assertThat(local.window()).contains(Duration.ofHours(20));
        assertThat(local.name()).isEqualTo("/home/me/project");
        assertThat(local.advice()).isEmpty();
        assertThat(detect(Map.of("CI", "false"))).isEqualTo(local);
    }

    @Test
    void timerFindsNewRunEachDay() {
        RunIdentity local = detect(Map.of());
        Instant entered = Instant.parse("2026-11-30T06:00:30Z");
        assertThat(local.includes(entered, Instant.parse("2026-11-30T23:00:00Z")))
                .isTrue();
        assertThat(local.includes(entered, Instant.parse("2026-12-01T06:00:10Z")))
                .isFalse();
        // After the night with 23 hours, and a delivery that had taken two.
        assertThat(local.includes(Instant.parse("2026-03-28T07:00:30Z"), Instant.parse("2026-03-29T04:00:10Z")))
                .isFalse();
    }

    @Test
    void attemptsOfTimeToComeAreNoPartOfEachRunUntilThen() {
        RunIdentity local = detect(Map.of());
        Instant now = Instant.parse("2026-11-30T06:00:30Z");
        assertThat(local.includes(now.plus(Duration.ofHours(1)), now)).isTrue();
        assertThat(local.includes(now.plus(Duration.ofDays(30)), now)).isFalse();
    }

    @Test
    void numberOfJobThatIsMadeAgainIsAnotherRun() {
        RunIdentity build = detect(Map.of("JENKINS_URL", "https://j", "JOB_NAME", "a/b", "BUILD_NUMBER", "1"));
        Instant entered = Instant.parse("2026-11-30T06:00:30Z");
        assertThat(build.includes(entered, entered.plus(Duration.ofDays(7)))).isTrue();
        assertThat(build.includes(entered, entered.plus(Duration.ofDays(31)))).isFalse();
    }

    @Test
    void knowsMachinesThatStartEmpty() {
        for (Map<String, String> empty : List.of(
                Map.of("RUNNER_ENVIRONMENT", "github-hosted"),
                Map.of("CI_DISPOSABLE_ENVIRONMENT", "true"),
                Map.of("TF_BUILD", "True", "AGENT_NAME", "Azure Pipelines 3"),
                Map.of("BITBUCKET_BUILD_NUMBER", "1"),
                Map.of("CIRCLECI", "true"),
                Map.of("TRAVIS", "true"),
                Map.of("DRONE", "true"),
                Map.of("CI", "woodpecker"),
                Map.of("CI", "true", "CI_SYSTEM_NAME", "woodpecker"),
                Map.of("BUILDKITE_COMPUTE_TYPE", "hosted"))) {
            assertThat(RunIdentity.startsEmpty(empty)).as("%s", empty).isTrue();
        }
        for (Map<String, String> kept : List.of(
                Map.<String, String>of(),
                Map.of("RUNNER_ENVIRONMENT", "self-hosted"),
                Map.of("TF_BUILD", "True", "AGENT_NAME", "build-7"),
                Map.of("BUILDKITE_COMPUTE_TYPE", "self-hosted"))) {
            assertThat(RunIdentity.startsEmpty(kept)).as("%s", kept).isFalse();
        }
    }

    @Test
    void homeMayGoWithContainerInAnyCiSystemAndInKubernetes() {
        for (CiSystem system : systems()) {
            Map<String, String> run = new HashMap<>(system.marker());
            run.putAll(system.fixed());
            assertThat(RunIdentity.mayStartEmpty(run)).as("%s", system).isTrue();
        }
        assertThat(RunIdentity.mayStartEmpty(Map.of("CI", "true"))).isTrue();
        assertThat(RunIdentity.mayStartEmpty(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .isTrue();
        assertThat(RunIdentity.mayStartEmpty(Map.of())).isFalse();
        assertThat(RunIdentity.mayStartEmpty(Map.of("CI", "false"))).isFalse();
    }
}
