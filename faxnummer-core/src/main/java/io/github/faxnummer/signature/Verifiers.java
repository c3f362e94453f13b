package io.github.faxnummer.signature;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Verifies by the JDK. Only RSASSA-PSS needs Bouncy Castle's own provider, because the JDK does not know the name that Bouncy
 * Castle asks it for; the provider takes long to load, and is not registered.
 */
final class Verifiers {

    private static final String PSS = PKCSObjectIdentifiers.id_RSASSA_PSS.getId();

    private Verifiers() {}

    /** @param algorithm OID of the signature */
    static SignerInformationVerifier of(String algorithm, X509Certificate certificate)
            throws OperatorCreationException {
        return builder(algorithm).build(certificate);
    }

    /** For a certificate whose validity does not matter. */
    static SignerInformationVerifier of(String algorithm, PublicKey key) throws OperatorCreationException {
        return builder(algorithm).build(key);
    }

    private static JcaSimpleSignerInfoVerifierBuilder builder(String algorithm) {
        JcaSimpleSignerInfoVerifierBuilder builder = new JcaSimpleSignerInfoVerifierBuilder();
        return algorithm.equals(PSS) ? builder.setProvider(new BouncyCastleProvider()) : builder;
    }

    static ContentVerifierProvider content(String algorithm, PublicKey key) throws OperatorCreationException {
        JcaContentVerifierProviderBuilder builder = new JcaContentVerifierProviderBuilder();
        return (algorithm.equals(PSS) ? builder.setProvider(new BouncyCastleProvider()) : builder).build(key);
    }
}
