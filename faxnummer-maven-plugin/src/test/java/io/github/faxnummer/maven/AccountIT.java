package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where login and password come from. */
final class AccountIT extends MavenTestBase {

    @Test
    void stopsAfterFirstSubmissionWhenAccountIsRejected() {
        String console = send().server("faxnummer", sandbox.login(), "wrong")
                .with("recipients", joined(DELIVERED, ALSO_DELIVERED, BUSY))
                .run()
                .failed();

        assertThat(console)
                .containsSubsequence(
                        "Delivery not confirmed (3 of 3)",
                        "REJECTED, the account password is wrong",
                        "NOT_SENT",
                        "the provider had rejected the account");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(sandbox.faxes()).isEmpty();
    }

    @Test
    void decryptsPassword() {
        Encrypted encrypted = Encrypted.of(PASSWORD, directory);

        send().server("faxnummer", sandbox.login(), encrypted.password())
                .settingsSecurity(encrypted.settingsSecurity())
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("report.pdf");
    }

    @Test
    void rejectsUndecryptablePassword() {
        Encrypted encrypted = Encrypted.of(PASSWORD, directory);

        // Without its settings-security.xml.
        String console = send().server("faxnummer", sandbox.login(), encrypted.password())
                .run()
                .failed();

        assertThat(console).contains("serverId 'faxnummer'", "cannot be decrypted", "settings-security.xml");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void usesConfiguredServerId() {
        send().server("faxnummer", "acc99999", "wrong")
                .server("our-fax", sandbox.login(), PASSWORD)
                .with("serverId", "our-fax")
                .run()
                .succeeded();

        assertThat(receivedFiles()).containsExactly("report.pdf");
    }

    @Test
    void readsAccountFromEnvironment() {
        String console = send().variable("FAXNUMMER_LOGIN", sandbox.login())
                .variable("FAXNUMMER_PASSWORD", "wrong")
                .run()
                .failed();

        assertThat(console).contains("the account password is wrong");
        assertThat(sandbox.requestFields().get(0)).containsEntry("sProductLogin", sandbox.login());
    }

    @Test
    void sendsNothingWithoutAccount() {
        String console = send().run().failed();

        assertThat(console).contains("serverId 'faxnummer'", "FAXNUMMER_LOGIN", "FAXNUMMER_PASSWORD");
        assertThat(sandbox.requests()).isZero();
    }

    /** Without an account. */
    private Maven send() {
        pdf(noProject().resolve("report.pdf"));
        return Maven.in(noProject())
                .goal("send")
                .with("endpoint", sandbox.endpoint())
                .with("pollInterval", "2s")
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com");
    }
}
