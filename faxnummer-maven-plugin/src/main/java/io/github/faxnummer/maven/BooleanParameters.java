package io.github.faxnummer.maven;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Checks the boolean parameters of a goal. Maven takes every text other than {@code true} for false, so that
 * {@code -Dfaxnummer.dryRun=yes} or a variable that is not set would send.
 */
final class BooleanParameters {

    private BooleanParameters() {}

    static List<Problem> check(MojoExecution execution, MavenSession session) throws ExpressionEvaluationException {
        PluginParameterExpressionEvaluator evaluator = new PluginParameterExpressionEvaluator(session, execution);
        List<Problem> problems = new ArrayList<>();
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Xpp3Dom configured = execution.getConfiguration().getChild(parameter.getName());
            if (parameter.getType().equals("boolean") && configured != null && configured.getValue() != null) {
                Object value = evaluator.evaluate(configured.getValue());
                if (value instanceof String text && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                    problems.add(new Problem(parameter.getName(), text, Message.of("input.boolean")));
                }
            }
        }
        return problems;
    }
}
