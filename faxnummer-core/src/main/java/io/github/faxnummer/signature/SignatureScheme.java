package io.github.faxnummer.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * How a key signs.
 *
 * @param name as Bouncy Castle's finders of algorithm identifiers know it
 * @param jca name of the JDK's algorithm
 * @param parameters of RSASSA-PSS
 */
record SignatureScheme(String name, String jca, Optional<PSSParameterSpec> parameters) {

    static final String PSS = "RSASSA-PSS";

    /** Empty if keys of this kind are not supported. */
    static Optional<SignatureScheme> of(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> Optional.of(new SignatureScheme("SHA256withRSA", "SHA256withRSA", Optional.empty()));
            case PSS -> Optional.of(pss(key));
            case "EC" -> Optional.of(ecdsa((ECPublicKey) key));
            default -> Optional.empty();
        };
    }

    /** A key may be for one hash only. */
    private static SignatureScheme pss(PublicKey key) {
        String hash = key instanceof RSAPublicKey rsa && rsa.getParams() instanceof PSSParameterSpec bound
                ? bound.getDigestAlgorithm()
                : "SHA-256";
        return switch (hash) {
            case "SHA-384" -> pss("SHA384withRSAandMGF1", hash, MGF1ParameterSpec.SHA384, 48);
            case "SHA-512" -> pss("SHA512withRSAandMGF1", hash, MGF1ParameterSpec.SHA512, 64);
            default -> pss("SHA256withRSAandMGF1", "SHA-256", MGF1ParameterSpec.SHA256, 32);
        };
    }

    private static SignatureScheme pss(String name, String hash, MGF1ParameterSpec mask, int salt) {
        return new SignatureScheme(name, PSS, Optional.of(new PSSParameterSpec(hash, "MGF1", mask, salt, 1)));
    }

    private static SignatureScheme ecdsa(ECPublicKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        String name = (bits > 384 ? "SHA512" : bits > 256 ? "SHA384" : "SHA256") + "withECDSA";
        return new SignatureScheme(name, name, Optional.empty());
    }

    Signature with(Signature signature) throws GeneralSecurityException {
        if (parameters.isPresent()) {
            signature.setParameter(parameters.get());
        }
        return signature;
    }
}
