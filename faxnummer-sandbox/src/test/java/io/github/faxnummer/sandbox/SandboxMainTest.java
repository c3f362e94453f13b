package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxMainTest {
    @Test
    void appliesOptions() throws IOException {
        try (FaxnummerSandbox sandbox = SandboxMain.options(
                                "--login",
                                "sip1",
                                "--speed",
                                "60",
                                "--answer-form",
                                "quoted-lines",
                                "--fault",
                                "html-500")
                        .start();
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
        try (FaxnummerSandbox sandbox =
                SandboxMain.options("--https", "--port", "0").start()) {
            assertThat(sandbox.endpoint()).hasScheme("https");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense, unknown option --nonsense",
        "--port, --port needs a value",
        "--port x, --port cannot be x",
        "--speed 0, --speed",
        "--fault flood, --fault cannot be flood",
    })
    void namesInvalidOption(String arguments, String message) {
        assertThatThrownBy(() -> SandboxMain.options(arguments.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.startsWith("--speed") ? "speed" : message);
    }
}
