package io.github.faxnummer.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import hudson.ProxyConfiguration;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.signature.OpenKeyStore;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.SignaturePassword;
import io.github.faxnummer.signature.UnresponsiveServers;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * How transmission reports are signed, as an administrator writes it. The private key stays on the controller.
 *
 * @param parameters whose key store is the id of the credentials
 * @param unresponsive servers that no delivery waits for
 */
public record SignatureSettings(SignatureParameters parameters, UnresponsiveServers unresponsive) {

    static final String CREDENTIALS_ID = "signatureCredentialsId";

    /** Whether reports are to be signed. */
    public boolean isEnabled() {
        return !parameters.keyStore().isBlank();
    }

    /** Whether they are to have a time stamp. */
    public boolean isTimed() {
        return !parameters.timestampServer().isBlank();
    }

    /** What is set and has no effect, because reports are not signed. */
    public Optional<Problem> unused() {
        return isEnabled() || !isTimed()
                ? Optional.empty()
                : Optional.of(new Problem(
                        SignatureParameters.TIMESTAMP_SERVER.name(),
                        "",
                        Message.of("input.timestamp-server.unused", CREDENTIALS_ID)));
    }

    /** Empty if reports are not to be signed; a time server that is left in the form keeps no fax from being sent. */
    public Validated<Optional<ReportSigner>> signer() {
        if (!isEnabled()) {
            return Validated.valid(Optional.empty());
        }
        return parameters
                .check(
                        CREDENTIALS_ID,
                        this::keyStore,
                        new JenkinsProxies(Optional.ofNullable(Jenkins.get().getProxy())),
                        Clock.systemUTC(),
                        Locale.getDefault())
                .map(signer -> signer.map(it -> it.with(unresponsive)));
    }

    /**
     * The same before a fax is sent: the certification authorities are asked whether the certificate is revoked.
     *
     * @param notes told if it is not known
     */
    public Validated<Optional<ReportSigner>> signerNotRevoked(Consumer<Message> notes) {
        Validated<Optional<ReportSigner>> signer = signer();
        return signer.value()
                .flatMap(it -> it)
                .map(it -> it.requireNotRevoked(CREDENTIALS_ID, parameters.keyStore(), notes))
                .orElse(signer);
    }

    /** With Jenkins' own credentials, also those of the scope <i>System</i>: no job uses them. */
    private Validated<OpenKeyStore> keyStore() {
        String id = parameters.keyStore().strip();
        return CredentialsReader.get().read(CREDENTIALS_ID, Jenkins.get(), id, () -> keyStore(id));
    }

    private static Validated<OpenKeyStore> keyStore(String id) {
        try {
            StandardCertificateCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                    id, StandardCertificateCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            if (found == null) {
                return Validated.invalid(CREDENTIALS_ID, id, Message.of("input.signature.credentials"));
            }
            return Validated.valid(
                    new OpenKeyStore(found.getKeyStore(), SignaturePassword.of(Secret.toString(found.getPassword()))));
        } catch (RuntimeException e) {
            // Those of other plugins may be kept elsewhere, and cannot always be had.
            return Validated.invalid(
                    CREDENTIALS_ID,
                    id,
                    Message.of(
                            "input.signature.credentials.unreadable",
                            e.getClass().getSimpleName()));
        }
    }

    /** The list to choose from. */
    static ListBoxModel credentials(String current) {
        return LedgerConnection.credentials(StandardCertificateCredentials.class, current);
    }

    /** Jenkins' proxy, without user name, for time servers and certification authorities; without one, the JVM's. */
    private static final class JenkinsProxies extends ProxySelector {

        private final Optional<ProxyConfiguration> configured;

        private JenkinsProxies(Optional<ProxyConfiguration> configured) {
            this.configured = configured;
        }

        private static ProxySelector ofJvm() {
            return Optional.ofNullable(ProxySelector.getDefault()).orElseGet(() -> ProxySelector.of(null));
        }

        @Override
        public List<Proxy> select(URI url) {
            String host = Objects.requireNonNullElse(url.getHost(), "");
            if (Endpoint.isLoopback(host)) {
                return List.of(Proxy.NO_PROXY);
            }
            return configured.map(it -> List.of(it.createProxy(host))).orElseGet(() -> ofJvm().select(url));
        }

        @Override
        public void connectFailed(URI url, SocketAddress address, IOException e) {
            ofJvm().connectFailed(url, address, e);
        }
    }
}
