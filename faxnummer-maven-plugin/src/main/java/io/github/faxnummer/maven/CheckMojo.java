package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.provider.FaxProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Checks documents and parameters as <code>send</code> does, and tries the account with a harmless status request.
 * Sends nothing.
 */
@Mojo(name = "check", requiresProject = false, threadSafe = true)
public final class CheckMojo extends AbstractOrderMojo {

    @Inject
    CheckMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        super(decrypter, maven);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path folder = buildDirectory("fax-check");
        deleteComposed(folder);
        Optional<ValidOrder> checked = check(
                Optional.empty(),
                Optional.empty(),
                true,
                folder,
                FaxParameters.TIMEOUT.check(timeout()).problems());
        if (checked.isEmpty()) {
            return;
        }
        ValidOrder input = checked.get();
        try (FaxProvider client = client(input)) {
            Optional<Message> problem = client.checkAccount();
            if (problem.isPresent()) {
                throw new MojoFailureException(localized("build.account-failed", problem.get()));
            }
        }
        Instant start = now();
        Delivery planned = Delivery.of(input.order(), start, Duration.ZERO, PollingSchedule.DEFAULT);
        planned.transmissions().forEach(it -> getLog().info(text().line(it)));
        text().plan(planned, start).forEach(getLog()::info);
        requireWithinLimits(input, planned.spending(start));
        getLog().info(localized("build.check-passed"));
    }
}
