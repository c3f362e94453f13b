package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.report.DeliveryText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jenkinsci.plugins.tokenmacro.DataBoundTokenMacro;
import org.jspecify.annotations.Nullable;

/** {@code ${FAX_SUMMARY}} for mails and build names: the faxes of a build in one line, without numbers. */
@Extension(optional = true)
public final class FaxSummaryMacro extends DataBoundTokenMacro {

    static final String NAME = "FAX_SUMMARY";

    @Override
    public boolean acceptsMacroName(String macroName) {
        return macroName.equals(NAME);
    }

    @Override
    public List<String> getAcceptedMacroNames() {
        return List.of(NAME);
    }

    @Override
    public String evaluate(AbstractBuild<?, ?> context, TaskListener listener, String macroName) {
        return evaluate(context, null, listener, macroName);
    }

    @Override
    public String evaluate(Run<?, ?> run, @Nullable FilePath workspace, TaskListener listener, String macroName) {
        return Optional.ofNullable(run.getAction(FaxDeliveriesAction.class))
                .map(it -> it.totals().getSummary())
                .orElseGet(() -> new DeliveryText(Locale.getDefault()).summary(List.of()));
    }
}
