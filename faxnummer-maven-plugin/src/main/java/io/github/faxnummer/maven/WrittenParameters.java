package io.github.faxnummer.maven;

import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.VerificationParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Checks what Maven makes a default without a word: a misspelled name, a switch that is neither true nor false, and a value of which nothing
 * is left, because a variable is not set. {@code -Dfaxnummer.dryRun=yes} would send, and so would
 * {@code <redirectTo>${env.STAGING_FAX}</redirectTo>}, to the real recipients.
 */
final class WrittenParameters {

    private static final Set<String> REQUIRING_VALUE = Stream.concat(
                    Stream.of("archive", "archiveHead", "reports", "serverId", "ledgerServerId"),
                    Stream.of(
                                    FaxParameters.ALL,
                                    PolicyParameters.ALL,
                                    OnceParameters.ALL,
                                    SignatureParameters.ALL,
                                    VerificationParameters.ALL)
                            .flatMap(List::stream)
                            .filter(Parameter::requiresValue)
                            .map(Parameter::name))
            .collect(Collectors.toUnmodifiableSet());

    private final MojoExecution execution;
    private final MavenSession session;
    private final MavenProject project;
    private final ExpressionEvaluator evaluator;

    private WrittenParameters(MojoExecution execution, MavenSession session) {
        this.execution = execution;
        this.session = session;
        this.project = session.getCurrentProject();
        this.evaluator = new PluginParameterExpressionEvaluator(session, execution);
    }

    static List<Problem> check(MojoExecution execution, MavenSession session) throws ExpressionEvaluationException {
        WrittenParameters written = new WrittenParameters(execution, session);
        KnownParameters known = KnownParameters.of(execution.getMojoDescriptor().getPluginDescriptor());
        MixedLists lists = MixedLists.of(written.project, execution.getPlugin().getKey(), execution.getExecutionId());
        List<Problem> problems = new ArrayList<>(Stream.concat(
                        known.unknownIn(written.configured()),
                        known.unknownIn(session, written.isNamed() && !written.isInPom("dryRun")))
                .toList());
        BuildCache.check(execution, session).ifPresent(problems::add);
        for (var parameter : execution.getMojoDescriptor().getParameters()) {
            String name = parameter.getName();
            Xpp3Dom configured = execution.getConfiguration().getChild(name);
            if (configured == null || isTakenBack(configured)) {
                continue;
            }
            written.checkSingle(parameter).ifPresent(problems::add);
            if (lists.isMixed(configured, written.expression(name))) {
                problems.add(new Problem(name, "", Message.of("input.list.mixed")));
            }
            if (parameter.getType().equals("boolean")) {
                written.checkSwitch(configured).ifPresent(problems::add);
            } else if (REQUIRING_VALUE.contains(name)) {
                written.checkValue(configured).ifPresent(problems::add);
            } else if (name.equals(FaxParameters.DOCUMENTS.name()) && written.hasBlankLeaf(configured)) {
                problems.add(new Problem(name, "", Message.of("input.entry.blank")));
            }
        }
        return problems;
    }

    /**
     * Where a POM and a property have the same parameter: of a list, Maven 3 takes the property and Maven 4 the POM; of anything
     * else, both take the POM, so that a {@code dryRun} of the command line would send.
     */
    private Optional<Problem> checkSingle(org.apache.maven.plugin.descriptor.Parameter parameter)
            throws ExpressionEvaluationException {
        String name = parameter.getName();
        String property = KnownParameters.property(execution.getMojoDescriptor(), parameter)
                .orElse("");
        Xpp3Dom configured = configured();
        Xpp3Dom inPom = configured == null ? null : configured.getChild(name);
        if (property.isEmpty() || inPom == null || isTakenBack(inPom)) {
            return Optional.empty();
        }
        boolean isTwice;
        if (inPom.getChildCount() > 0) {
            Object other = evaluator.evaluate("${" + property + "}");
            isTwice = other != null && !other.toString().equals(String.join(",", leaves(inPom)));
        } else {
            String given = session.getUserProperties().getProperty(property);
            Object counts = value(inPom);
            isTwice = given != null
                    && counts != null
                    && !counts.toString().equals(given)
                    && (parameter.getType().equals("boolean")
                            || parameter.getType().equals("java.util.List")
                            || REQUIRING_VALUE.contains(name));
        }
        return isTwice
                ? Optional.of(new Problem(name, "", Message.of("input.parameter.twice", property)))
                : Optional.empty();
    }

    /** Maven takes every text other than {@code true} for false, and the default for nothing. */
    private Optional<Problem> checkSwitch(Xpp3Dom configured) throws ExpressionEvaluationException {
        String name = configured.getName();
        Object value = value(configured);
        boolean isValid = value == null
                ? !isWritten(configured)
                : value instanceof Boolean || value.toString().matches("(?i)true|false");
        return isValid
                ? Optional.empty()
                : Optional.of(new Problem(name, shown(value, configured), Message.of("input.boolean")));
    }

    private String shown(@Nullable Object value, Xpp3Dom configured) {
        if (value != null) {
            return value.toString();
        }
        return isEmptyInPom(configured.getName()) ? "" : Strings.orEmpty(configured.getValue());
    }

    private Optional<Problem> checkValue(Xpp3Dom configured) throws ExpressionEvaluationException {
        String name = configured.getName();
        for (Xpp3Dom entry : configured.getChildren()) {
            if (entry.getChildCount() == 0 && isBlank(value(entry))) {
                return Optional.of(new Problem(name, "", Message.of("input.entry.blank")));
            }
        }
        Object value = value(configured);
        boolean isBlank = value == null ? isWritten(configured) : isBlank(value);
        return isBlank && configured.getChildCount() == 0
                ? Optional.of(new Problem(name, "", Message.of("input.blank")))
                : Optional.empty();
    }

    /** Without its folder a set of documents would be looked for in the whole project, and without its exclusions have more. */
    private boolean hasBlankLeaf(Xpp3Dom configured) throws ExpressionEvaluationException {
        for (Xpp3Dom child : configured.getChildren()) {
            boolean isBlank =
                    child.getChildCount() == 0 ? !isTakenBack(child) && isBlank(value(child)) : hasBlankLeaf(child);
            if (isBlank) {
                return true;
            }
        }
        return false;
    }

    private List<String> leaves(Xpp3Dom configured) throws ExpressionEvaluationException {
        List<String> leaves = new ArrayList<>();
        for (Xpp3Dom child : configured.getChildren()) {
            if (child.getChildCount() == 0) {
                leaves.add(String.valueOf(value(child)));
            } else {
                leaves.addAll(leaves(child));
            }
        }
        return leaves;
    }

    /** Whether a POM has the parameter. If it is empty there, Maven fills in what a property of the command line is read by. */
    private boolean isWritten(Xpp3Dom configured) {
        PlexusConfiguration own = own(configured.getName());
        return own == null
                || !Objects.equals(own.getValue(null), configured.getValue())
                || isEmptyInPom(configured.getName());
    }

    private @Nullable PlexusConfiguration own(String name) {
        return execution.getMojoDescriptor().getMojoConfiguration().getChild(name, false);
    }

    /** What Maven fills in where no POM has the parameter; empty: nothing. */
    private String expression(String name) {
        PlexusConfiguration own = own(name);
        return own == null ? "" : Strings.orEmpty(own.getValue(null));
    }

    private boolean isNamed() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    private boolean isInPom(String name) {
        Xpp3Dom configured = configured();
        return configured != null && configured.getChild(name) != null;
    }

    private @Nullable Xpp3Dom configured() {
        ConfigurationContainer container = declared().getExecutionsAsMap().get(execution.getExecutionId());
        Object configuration = (container == null ? declared() : container).getConfiguration();
        return configuration instanceof Xpp3Dom dom ? dom : null;
    }

    private boolean isEmptyInPom(String name) {
        Xpp3Dom configured = configured();
        Xpp3Dom written = configured == null ? null : configured.getChild(name);
        return written != null && written.getChildCount() == 0 && isBlank(written.getValue()) && !isTakenBack(written);
    }

    /** As the POM has it: the plugin of a goal of the command line has no configuration. */
    private Plugin declared() {
        String key = execution.getPlugin().getKey();
        return Optional.ofNullable(project.getPlugin(key))
                .or(() -> Optional.ofNullable(project.getPluginManagement())
                        .map(it -> it.getPluginsAsMap().get(key)))
                .orElseGet(execution::getPlugin);
    }

    /** Whether a POM takes back what its parent has. */
    private static boolean isTakenBack(Xpp3Dom written) {
        return written.getChildCount() == 0
                && isBlank(written.getValue())
                && written.getAttribute(Xpp3Dom.SELF_COMBINATION_MODE_ATTRIBUTE) != null;
    }

    private @Nullable Object value(Xpp3Dom configured) throws ExpressionEvaluationException {
        String written = configured.getValue();
        return written == null ? null : evaluator.evaluate(written);
    }

    private static boolean isBlank(@Nullable Object value) {
        return value == null || (value instanceof String text && text.isBlank());
    }
}
