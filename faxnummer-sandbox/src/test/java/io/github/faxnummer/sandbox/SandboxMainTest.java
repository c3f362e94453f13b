package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SandboxMainTest {
    @Test
    void appliesOptions() throws IOException {
        try (FaxnummerSandbox sandbox = start(
                        "--login",
                        "sip1",
                        "--speed",
                        "60",
                        "--response-format",
                        "quoted_lines",
                        "--fault",
                        "html_500");
                Client client = new Client(sandbox)) {
            assertThat(sandbox.login()).isEqualTo("sip1");
            assertThat(client.post(client.statusFields("x")).body()).contains("WR_Status=\"failed\";");
            assertThat(client.post(client.sendFaxFields("004920269555"), Client.pdf(1))
                            .code())
                    .isEqualTo(500);
        }
    }

    @Test
    void supportsHttpsOption() {
        try (FaxnummerSandbox sandbox = start("--https", "--port", "0")) {
            assertThat(sandbox.endpoint()).hasScheme("https");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, Unknown option: '--nonsense'",
        "--port, Missing required parameter for option '--port'",
        "--port x, Invalid value for option '--port'",
        "--speed 0, --speed must be a number above 0",
        "--fault flood, Invalid value for option '--fault'",
    })
    void namesInvalidOption(String arguments, String message) {
        StringWriter error = new StringWriter();
        int exitCode = SandboxMain.commandLine().setErr(new PrintWriter(error)).execute(arguments.split(" ", -1));

        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(error.toString()).contains(message);
    }

    @Test
    void listsOptionsInHelp() {
        StringWriter out = new StringWriter();
        int exitCode = SandboxMain.commandLine().setOut(new PrintWriter(out)).execute("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains("--response-format", "QUOTED_LINES", "CLOSED_BEFORE_BODY", "FAXNUMMER_PASSWORD");
    }

    private static FaxnummerSandbox start(String... arguments) {
        CommandLine commandLine = SandboxMain.commandLine();
        commandLine.parseArgs(arguments);
        SandboxMain main = commandLine.getCommand();
        return main.builder("secret").start();
    }
}
