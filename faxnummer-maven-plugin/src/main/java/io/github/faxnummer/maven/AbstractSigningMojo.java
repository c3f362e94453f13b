package io.github.faxnummer.maven;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals share that sign reports and look at no documents. */
abstract class AbstractSigningMojo extends AbstractFaxMojo {

    /**
     * Signs transmission reports with the key of this PKCS#12 file. Or the configuration of a PKCS#11 provider, for a
     * token. The password is that of the server <code>faxnummer-signature</code> in <code>settings.xml</code>, encrypted or not, else
     * <code>FAXNUMMER_SIGNATURE_PASSWORD</code> in the environment.
     */
    @Parameter(property = "faxnummer.signatureKeyStore")
    private @Nullable String signatureKeyStore;

    /** Alias of the key that signs, if there are several. */
    @Parameter(property = "faxnummer.signatureAlias")
    private @Nullable String signatureAlias;

    /** Address of a time server (RFC 3161) for the signatures. Empty: signatures without time stamp. */
    @Parameter(property = "faxnummer.timestampServer")
    private @Nullable String timestampServer;

    /** How far the time server's clock and the one of the build may be apart. */
    @Parameter(
            property = "faxnummer.timestampTolerance",
            defaultValue = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE)
    private String timestampTolerance = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE;

    /** Fails the build if a report could not be signed, or not with the time stamp that was asked for. */
    @Parameter(property = "faxnummer.failOnMissingSignature", defaultValue = "true")
    private boolean failOnMissingSignature;

    private final SettingsPasswords passwords;

    AbstractSigningMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        passwords = SettingsPasswords.of(decrypter, maven);
    }

    final SettingsPasswords passwords() {
        return passwords;
    }

    final Validated<Optional<ReportSigner>> signer() {
        return signer(passwords, signatureKeyStore, signatureAlias, timestampServer, timestampTolerance);
    }

    final Signing signing(Optional<ReportSigner> signer) {
        return new Signing(signer, failOnMissingSignature);
    }
}
