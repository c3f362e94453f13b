package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/** A detached signature as PAdES asks for: with the hash of the signer's certificate, and without a time of its own. */
final class CmsSignature {

    private static final int MAX_CAUSE_LENGTH = 200;

    private final CMSSignedData cms;
    private final SignerInformation signer;
    private final X509Certificate certificate;
    private final List<X509Certificate> certificates;

    private CmsSignature(
            CMSSignedData cms,
            SignerInformation signer,
            X509Certificate certificate,
            List<X509Certificate> certificates) {
        this.cms = cms;
        this.signer = signer;
        this.certificate = certificate;
        this.certificates = certificates;
    }

    /** Signs. */
    static byte[] sign(byte[] content, SigningKey key) throws IOException {
        try {
            X509CertificateHolder holder =
                    new X509CertificateHolder(key.certificate().getEncoded());
            List<X509CertificateHolder> chain = new ArrayList<>();
            for (X509Certificate it : key.chain()) {
                chain.add(new X509CertificateHolder(it.getEncoded()));
            }
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                    .setSignedAttributeGenerator(attributes(holder))
                    .build(new KeySigner(key), holder));
            generator.addCertificates(new CollectionStore<>(chain));
            return encoded(generator.generate(new CMSProcessableByteArray(content), false));
        } catch (CMSException | OperatorCreationException | GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static DefaultSignedAttributeTableGenerator attributes(X509CertificateHolder certificate)
            throws IOException {
        IssuerSerial issuer = new IssuerSerial(
                new GeneralNames(new GeneralName(certificate.getIssuer())), certificate.getSerialNumber());
        SigningCertificateV2 reference = new SigningCertificateV2(
                new ESSCertIDv2((AlgorithmIdentifier) null, Sha256.digest().digest(certificate.getEncoded()), issuer));
        Attribute attribute = new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(reference));
        return new DefaultSignedAttributeTableGenerator(new AttributeTable(attribute)) {
            @Override
            @SuppressWarnings("rawtypes")
            public AttributeTable getAttributes(Map parameters) {
                return super.getAttributes(parameters).remove(CMSAttributes.signingTime);
            }
        };
    }

    /** A private key of the JDK or of a token. */
    private record KeySigner(SigningKey key, ByteArrayOutputStream signed) implements ContentSigner {

        KeySigner(SigningKey key) {
            this(key, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder()
                    .find(key.scheme().name());
        }

        @Override
        public OutputStream getOutputStream() {
            return signed;
        }

        @Override
        public byte[] getSignature() {
            try {
                return key.sign(signed.toByteArray());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /**
     * Reads a signature.
     *
     * @param padded its bytes, with the zeros behind it that fill the reserved bytes
     * @param content what is signed
     */
    static CmsSignature parse(byte[] padded, byte[] content) throws SigningException {
        try {
            ContentInfo info = ContentInfo.getInstance(first(padded));
            CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(content), info);
            requireUsual(info, cms);
            SignerInformation signer =
                    cms.getSignerInfos().getSigners().iterator().next();
            List<X509Certificate> all = new ArrayList<>();
            Optional<X509Certificate> own = Optional.empty();
            for (X509CertificateHolder holder : cms.getCertificates().getMatches(null)) {
                X509Certificate certificate = Certificates.parse(holder.getEncoded());
                all.add(certificate);
                own = signer.getSID().match(holder) && Strictness.names(signer, holder)
                        ? Optional.of(certificate)
                        : own;
            }
            CmsSignature signature = new CmsSignature(
                    cms, signer, own.orElseThrow(() -> broken("no certificate of the signer")), List.copyOf(all));
            signature.requireOwnPathOnly(SignedData.getInstance(info.getContent()));
            return signature;
        } catch (IOException | CMSException | GeneralSecurityException | RuntimeException e) {
            throw broken(String.valueOf(e.getMessage()), e);
        }
    }

    /** Nothing of a signature may be changed unseen, also what it does not sign: its encoding, versions and padding. */
    private static void requireUsual(ContentInfo info, CMSSignedData cms) throws SigningException {
        boolean isOne = cms.getSignerInfos().size() == 1
                && info.getContentType().equals(CMSObjectIdentifiers.signedData)
                && CMSObjectIdentifiers.data.getId().equals(cms.getSignedContentTypeOID());
        if (!isOne || cms.getVersion() != 1) {
            throw broken("not one signer, version 1");
        }
        SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
        if (signer.getVersion() != 1 || !cms.getDigestAlgorithmIDs().equals(Set.of(signer.getDigestAlgorithmID()))) {
            throw broken("versions or digest algorithms");
        }
        if (!Strictness.isStrongDigest(signer.getDigestAlgOID())
                || !Strictness.hasUsualParameters(signer.toASN1Structure().getDigestEncryptionAlgorithm())) {
            throw broken("algorithms");
        }
    }

    /** The program signs with a path of certificates and without revocation lists: whatever else is there was put in. */
    private void requireOwnPathOnly(SignedData data) throws SigningException {
        boolean isPath = data.getCertificates() != null
                && data.getCertificates().size() == certificates.size()
                && data.getCRLs() == null
                && path().containsAll(certificates);
        if (!isPath) {
            throw broken("certificates or lists that are not of the signer");
        }
    }

    private static ASN1Primitive first(byte[] padded) throws IOException, SigningException {
        ASN1Primitive object;
        try (ASN1InputStream in = new ASN1InputStream(padded)) {
            object = in.readObject();
        }
        if (object == null) {
            throw broken("empty");
        }
        byte[] again = object.getEncoded(ASN1Encoding.DER);
        if (again.length > padded.length || !MessageDigest.isEqual(again, Arrays.copyOf(padded, again.length))) {
            throw broken("not DER");
        }
        for (int i = again.length; i < padded.length; i++) {
            if (padded[i] != 0) {
                throw broken("bytes behind the signature");
            }
        }
        return object;
    }

    /** Checks the signature itself, and that it names its certificate. */
    void verify() throws SigningException {
        try {
            if (!signer.verify(Verifiers.of(signer.getEncryptionAlgOID(), certificate.getPublicKey()))) {
                throw broken("");
            }
            if (!namesCertificate()) {
                throw broken("signing-certificate-v2");
            }
        } catch (CMSException | OperatorCreationException | GeneralSecurityException | RuntimeException e) {
            throw broken(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean namesCertificate() throws GeneralSecurityException {
        AttributeTable signed = signer.getSignedAttributes();
        Attribute attribute = signed == null ? null : signed.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (attribute == null) {
            return false;
        }
        ESSCertIDv2 id = SigningCertificateV2.getInstance(value(attribute)).getCerts()[0];
        byte[] hash = MessageDigest.getInstance(
                        id.getHashAlgorithm().getAlgorithm().getId())
                .digest(certificate.getEncoded());
        return MessageDigest.isEqual(hash, id.getCertHash());
    }

    private static ASN1Encodable value(Attribute attribute) {
        return attribute.getAttrValues().getObjectAt(0);
    }

    /** The time stamp, not checked. */
    Optional<TimeStampToken> token() throws SigningException {
        AttributeTable unsigned = signer.getUnsignedAttributes();
        if (unsigned == null) {
            return Optional.empty();
        }
        Attribute attribute = unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        if (unsigned.size() != 1
                || attribute == null
                || attribute.getAttrValues().size() != 1) {
            throw broken("unsigned attributes");
        }
        try {
            return Optional.of(new TimeStampToken(ContentInfo.getInstance(value(attribute))));
        } catch (TSPException | IOException | RuntimeException e) {
            throw broken(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same signature with a time stamp. */
    byte[] with(TimeStamp stamp) throws IOException {
        Attribute attribute = new Attribute(
                PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
                new DERSet(stamp.token().toCMSSignedData().toASN1Structure()));
        SignerInformation stamped = SignerInformation.replaceUnsignedAttributes(signer, new AttributeTable(attribute));
        return encoded(CMSSignedData.replaceSigners(cms, new SignerInformationStore(List.of(stamped))));
    }

    private static byte[] encoded(CMSSignedData cms) throws IOException {
        return cms.toASN1Structure().getEncoded(ASN1Encoding.DER);
    }

    /** What a time stamp of this signature stamps. */
    byte[] value() {
        return signer.getSignature();
    }

    X509Certificate certificate() {
        return certificate;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    List<X509Certificate> path() {
        return Certificates.path(certificate, certificates);
    }

    private static SigningException broken(String why) {
        return new SigningException(Message.of("verify.signature.broken", why));
    }

    private static SigningException broken(@Nullable String why, Exception cause) {
        return new SigningException(
                Message.of("verify.signature.broken", Sanitizer.line(String.valueOf(why), MAX_CAUSE_LENGTH)), cause);
    }
}
