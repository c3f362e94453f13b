package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a CI system calls one run. It stays the same through retried stages, re-run failed jobs and second attempts, as far as
 * the system has such a name.
 *
 * @param id identifies the run among all that share a ledger
 * @param name as shown to users
 * @param window how long the same id means the same run; empty: for ever
 * @param advice what a user should know or set, if this identity protects less than usual
 */
public record RunIdentity(String id, String name, Optional<Duration> window, Optional<Message> advice) {

    private static final int MAX_NAME_LENGTH = 120;
    // Not a day: a timer that starts the build each day at the same time must find a new run each time, also in the
    // short night in March, and after a delivery that took hours.
    private static final Duration LOCAL_WINDOW = Duration.ofHours(20);
    // A job that is created again has the same name and build numbers; no build takes so long.
    private static final Duration JENKINS_WINDOW = Duration.ofDays(30);

    /**
     * The variables of one CI system.
     *
     * @param isIt whether an environment is this system's
     * @param id variables that make up the identity, all of them needed
     * @param number the variable that users know the run by
     * @param window how long the same values mean the same run; empty: they never come again
     * @param advice key of a message, empty if the identity survives a second attempt
     */
    private record CiSystem(
            String name,
            Function<Environment, Boolean> isIt,
            List<String> id,
            String number,
            Optional<Duration> window,
            String advice) {

        CiSystem(String name, Function<Environment, Boolean> isIt, List<String> id, String number, String advice) {
            this(name, isIt, id, number, Optional.empty(), advice);
        }
    }

    private record Environment(Map<String, String> variables) {

        String get(String name) {
            return variables.getOrDefault(name, "").strip();
        }

        boolean has(String name) {
            return !get(name).isEmpty();
        }

        boolean isTrue(String name) {
            return get(name).equalsIgnoreCase("true");
        }
    }

    /** Checks nothing but that there is an id. */
    public RunIdentity {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A run needs an id.");
        }
        name = Sanitizer.line(name, MAX_NAME_LENGTH);
    }

    /** The run that a user names. */
    public static RunIdentity of(String runId) {
        return new RunIdentity("runId " + runId.strip(), runId.strip(), Optional.empty(), Optional.empty());
    }

    /**
     * The run that an environment belongs to.
     *
     * @param environment the variables of the process
     * @param project where the project is: outside CI it is a run of its own for 20 hours
     * @param random stands for a run that nothing identifies
     */
    public static RunIdentity detect(Map<String, String> environment, String project, String random) {
        Environment variables = new Environment(environment);
        return CiSystems.ALL.stream()
                .filter(it -> it.isIt().apply(variables))
                .findFirst()
                .map(it -> inside(it, variables, random))
                .orElseGet(() -> isOtherCi(variables)
                        ? unidentified("CI", random)
                        : new RunIdentity("project " + project, project, Optional.of(LOCAL_WINDOW), Optional.empty()));
    }

    /**
     * Whether the machine is new for each run, so that a ledger in its own file system protects nothing: hosted runners and
     * disposable containers, as far as their variables say so.
     */
    public static boolean startsEmpty(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        boolean isAzureHosted = variables.isTrue("TF_BUILD")
                && (variables.get("AGENT_ISSELFHOSTED").equals("0")
                        || variables.get("AGENT_NAME").startsWith("Azure Pipelines")
                        || variables.get("AGENT_NAME").startsWith("Hosted Agent"));
        return variables.get("RUNNER_ENVIRONMENT").equals("github-hosted")
                || variables.isTrue("CI_DISPOSABLE_ENVIRONMENT")
                || isAzureHosted
                || variables.get("BUILDKITE_COMPUTE_TYPE").equals("hosted")
                || Stream.of("BITBUCKET_BUILD_NUMBER", "CIRCLECI", "TRAVIS", "DRONE")
                        .anyMatch(variables::has)
                || isWoodpecker(variables);
    }

    /**
     * Whether the home directory may go with a container, of which the variables say nothing, so that a ledger in it is not
     * there when the run is repeated: in any CI system, and in a pod of Kubernetes, which has persistent ones, too.
     */
    public static boolean mayStartEmpty(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        return variables.has("KUBERNETES_SERVICE_HOST")
                || isOtherCi(variables)
                || CiSystems.ALL.stream().anyMatch(it -> it.isIt().apply(variables));
    }

    private static boolean isOtherCi(Environment variables) {
        return variables.has("CI") && !variables.get("CI").equalsIgnoreCase("false");
    }

    /** Whether an attempt of a run with this id, made at a time, belongs to this very run. */
    public boolean includes(Instant attempt, Instant now) {
        // Of a time to come are attempts of a clock that was wrong: without an end, all runs until then would be this
        // one.
        return window.map(it -> attempt.isAfter(now.minus(it)) && attempt.isBefore(now.plus(it)))
                .orElse(true);
    }

    private static boolean isWoodpecker(Environment variables) {
        return variables.get("CI").equalsIgnoreCase("woodpecker")
                || variables.get("CI_SYSTEM_NAME").equalsIgnoreCase("woodpecker");
    }

    private static RunIdentity inside(CiSystem system, Environment variables, String random) {
        if (system.id().isEmpty() || !system.id().stream().allMatch(variables::has)) {
            return unidentified(system.name(), random);
        }
        StringBuilder id = new StringBuilder(system.name().toLowerCase(Locale.ROOT));
        system.id().forEach(it -> id.append('\n').append(variables.get(it)));
        return new RunIdentity(
                id.toString(),
                system.name() + " " + variables.get(system.number()),
                system.window(),
                system.advice().isEmpty() ? Optional.empty() : Optional.of(Message.of(system.advice(), system.name())));
    }

    private static RunIdentity unidentified(String system, String random) {
        return new RunIdentity(
                "unidentified " + random, system, Optional.empty(), Optional.of(Message.of("once.run.none", system)));
    }

    /** Loaded where the system is looked for: a user may name the run. */
    private static final class CiSystems {

        private static final List<CiSystem> ALL = List.of(
                // Runs GitHub's workflows on a machine of one's own, each as run 1.
                new CiSystem("act", it -> it.isTrue("ACT"), List.of(), "GITHUB_RUN_ID", "once.run.none"),
                new CiSystem(
                        "GitHub Actions",
                        it -> it.isTrue("GITHUB_ACTIONS"),
                        List.of("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"),
                        "GITHUB_RUN_ID",
                        ""),
                // If its trigger job is retried, GitLab starts another one.
                new CiSystem(
                        "GitLab",
                        it -> it.isTrue("GITLAB_CI")
                                && Set.of("parent_pipeline", "pipeline").contains(it.get("CI_PIPELINE_SOURCE")),
                        List.of("CI_SERVER_URL", "CI_PIPELINE_ID"),
                        "CI_PIPELINE_ID",
                        "once.run.child"),
                new CiSystem(
                        "GitLab",
                        it -> it.isTrue("GITLAB_CI"),
                        List.of("CI_SERVER_URL", "CI_PIPELINE_ID"),
                        "CI_PIPELINE_ID",
                        ""),
                // A build has several releases, and each of them has the build's id.
                new CiSystem(
                        "Azure Pipelines",
                        it -> it.isTrue("TF_BUILD") && it.has("RELEASE_RELEASEID"),
                        List.of("SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT", "RELEASE_RELEASEID"),
                        "RELEASE_RELEASEID",
                        ""),
                new CiSystem(
                        "Azure Pipelines",
                        it -> it.isTrue("TF_BUILD"),
                        List.of("SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT", "BUILD_BUILDID"),
                        "BUILD_BUILDID",
                        ""),
                new CiSystem(
                        "Bitbucket Pipelines",
                        it -> it.has("BITBUCKET_BUILD_NUMBER"),
                        List.of("BITBUCKET_REPO_UUID", "BITBUCKET_BUILD_NUMBER"),
                        "BITBUCKET_BUILD_NUMBER",
                        ""),
                new CiSystem(
                        "CircleCI",
                        it -> it.isTrue("CIRCLECI"),
                        List.of("CIRCLE_PIPELINE_ID"),
                        "CIRCLE_PIPELINE_ID",
                        ""),
                new CiSystem(
                        "Buildkite",
                        it -> it.isTrue("BUILDKITE") && it.has("BUILDKITE_REBUILT_FROM_BUILD_ID"),
                        List.of("BUILDKITE_REBUILT_FROM_BUILD_ID"),
                        "BUILDKITE_REBUILT_FROM_BUILD_ID",
                        "once.run.rebuild"),
                new CiSystem(
                        "Buildkite",
                        it -> it.isTrue("BUILDKITE") && it.has("BUILDKITE_TRIGGERED_FROM_BUILD_ID"),
                        List.of("BUILDKITE_BUILD_ID"),
                        "BUILDKITE_BUILD_ID",
                        "once.run.child"),
                new CiSystem(
                        "Buildkite",
                        it -> it.isTrue("BUILDKITE"),
                        List.of("BUILDKITE_BUILD_ID"),
                        "BUILDKITE_BUILD_ID",
                        ""),
                new CiSystem("Travis CI", it -> it.isTrue("TRAVIS"), List.of("TRAVIS_BUILD_ID"), "TRAVIS_BUILD_ID", ""),
                new CiSystem("TeamCity", it -> it.has("TEAMCITY_VERSION"), List.of(), "BUILD_NUMBER", "once.run.none"),
                new CiSystem(
                        "Drone",
                        it -> it.isTrue("DRONE"),
                        List.of("DRONE_REPO_LINK", "DRONE_BUILD_NUMBER"),
                        "DRONE_BUILD_NUMBER",
                        "once.run.none"),
                new CiSystem(
                        "Woodpecker",
                        RunIdentity::isWoodpecker,
                        List.of("CI_REPO_URL", "CI_PIPELINE_NUMBER"),
                        "CI_PIPELINE_NUMBER",
                        "once.run.none"),
                new CiSystem(
                        "Jenkins",
                        it -> it.has("JENKINS_URL"),
                        List.of("JENKINS_URL", "JOB_NAME", "BUILD_NUMBER"),
                        "BUILD_NUMBER",
                        Optional.of(JENKINS_WINDOW),
                        "once.run.jenkins"));

        private CiSystems() {}
    }
}
