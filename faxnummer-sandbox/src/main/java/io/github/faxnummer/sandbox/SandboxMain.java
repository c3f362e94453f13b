package io.github.faxnummer.sandbox;

import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs a sandbox as a program until it is stopped. */
@Command(
        name = "faxnummer-sandbox",
        description = "Runs a local stand-in for the Faxnummer.de API until it is stopped.",
        footer = "The environment variable FAXNUMMER_PASSWORD sets the password of the account" + " (default: "
                + FaxnummerSandbox.DEFAULT_PASSWORD + ").",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SandboxMain implements Callable<Integer> {
    @Option(names = "--port", description = "Port to listen on; 0 selects a free one.", defaultValue = "0")
    private int port;

    @Option(names = "--speed", description = "Seconds of sandbox time per second.", defaultValue = "1")
    private double speed;

    @Option(names = "--https", description = "Use HTTPS with a certificate made for this run.")
    private boolean https;

    @Option(names = "--login", description = "Login of the account.", defaultValue = FaxnummerSandbox.DEFAULT_LOGIN)
    private String login = FaxnummerSandbox.DEFAULT_LOGIN;

    @Option(
            names = "--response-format",
            description = "Format of the responses: ${COMPLETION-CANDIDATES}.",
            defaultValue = "LINES")
    private ResponseFormat responseFormat = ResponseFormat.LINES;

    @Option(names = "--fault", description = "Fault of every SendFax request: ${COMPLETION-CANDIDATES}.")
    private @Nullable Fault fault;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private SandboxMain() {}

    /** Starts the sandbox that the command line describes. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SandboxMain()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws InterruptedException {
        FaxnummerSandbox.Builder builder =
                builder(System.getenv().getOrDefault("FAXNUMMER_PASSWORD", FaxnummerSandbox.DEFAULT_PASSWORD));
        try (FaxnummerSandbox sandbox = builder.start()) {
            System.out.println(sandbox.describe());
            new CountDownLatch(1).await();
        }
        return CommandLine.ExitCode.OK;
    }

    FaxnummerSandbox.Builder builder(String password) {
        FaxnummerSandbox.Builder builder = FaxnummerSandbox.builder()
                .port(port)
                .https(https)
                .login(login)
                .password(password)
                .responseFormat(responseFormat);
        if (fault != null) {
            builder.fault(fault);
        }
        try {
            return builder.speed(speed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--" + e.getMessage(), e);
        }
    }
}
