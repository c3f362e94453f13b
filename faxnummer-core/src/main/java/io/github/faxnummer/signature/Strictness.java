package io.github.faxnummer.signature;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;

/**
 * What libraries read in more than one form although no signature covers it. Each has one form here, so that no byte can
 * be changed unseen.
 */
final class Strictness {

    private static final Set<String> DIGESTS = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId());

    private Strictness() {}

    /** Whether a signature may be made with this hash: not with SHA-1 or MD5. */
    static boolean isStrongDigest(String oid) {
        return DIGESTS.contains(oid);
    }

    /** Whether a signer is named byte for byte as in the certificate; libraries ignore upper and lower case. */
    static boolean names(SignerInformation signer, X509CertificateHolder certificate) throws IOException {
        ASN1Encodable id = signer.toASN1Structure().getSID().getId();
        return id instanceof ASN1OctetString
                || MessageDigest.isEqual(
                        id.toASN1Primitive().getEncoded(ASN1Encoding.DER),
                        new IssuerAndSerialNumber(certificate.toASN1Structure()).getEncoded(ASN1Encoding.DER));
    }

    /** Whether the parameters of an algorithm are those that its standard asks for; libraries ignore others. */
    static boolean hasUsualParameters(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return parameters instanceof ASN1Sequence;
        }
        boolean isRsa = algorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_1);
        return parameters == null || (isRsa && DERNull.INSTANCE.equals(parameters));
    }

    /** Whether bytes are the only DER form of what was read from them. */
    static boolean isDer(ASN1Object read, byte[] bytes) throws IOException {
        return MessageDigest.isEqual(read.getEncoded(ASN1Encoding.DER), bytes);
    }

    /** Whether a signature has no unused bits, whose values would count for nothing. */
    static boolean isWhole(ASN1BitString signature) {
        return signature.getPadBits() == 0;
    }
}
