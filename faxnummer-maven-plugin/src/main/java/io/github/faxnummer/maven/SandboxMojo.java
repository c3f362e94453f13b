package io.github.faxnummer.maven;

import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Runs a local stand-in for the Faxnummer.de API until it is stopped, and prints its endpoint and what its numbers do. */
@Mojo(name = "sandbox", requiresProject = false, threadSafe = true)
public final class SandboxMojo extends AbstractMojo {

    /** Port to listen on, on the loopback interface; 0 selects a free one. */
    @Parameter(property = "faxnummer.sandboxPort", defaultValue = "0")
    private int sandboxPort;

    /** How much faster than real time the sandbox is. */
    @Parameter(property = "faxnummer.sandboxSpeed", defaultValue = FaxParameters.Defaults.SANDBOX_SPEED)
    private double sandboxSpeed;

    /** The format of its responses. */
    @Parameter(property = "faxnummer.sandboxResponseFormat", defaultValue = "LINES")
    private ResponseFormat sandboxResponseFormat = ResponseFormat.LINES;

    /** The fault of every submission. By default the recipient's number decides. */
    @Parameter(property = "faxnummer.sandboxFault")
    private @Nullable Fault sandboxFault;

    @Override
    public void execute() throws MojoExecutionException {
        try (FaxnummerSandbox sandbox = builder().start()) {
            sandbox.describe().lines().forEach(getLog()::info);
            getLog().info("The sandbox runs until you stop it (Ctrl-C).");
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new MojoExecutionException("The sandbox cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FaxnummerSandbox.Builder builder() {
        FaxnummerSandbox.Builder builder =
                FaxnummerSandbox.builder().port(sandboxPort).speed(sandboxSpeed).responseFormat(sandboxResponseFormat);
        if (sandboxFault != null) {
            builder.fault(sandboxFault);
        }
        return builder;
    }
}
