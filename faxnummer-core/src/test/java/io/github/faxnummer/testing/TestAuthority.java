package io.github.faxnummer.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A certification authority on loopback, made by Bouncy Castle: a root, an authority below it that issues the signers'
 * certificates, lists of revoked certificates, an OCSP responder, and a time server that can lie.
 */
public final class TestAuthority implements AutoCloseable {

    public static final String PASSWORD = "s3cret-of-the-key-store";

    /** What the time server does. */
    public enum Fault {
        NONE,
        HOLDS,
        SLOW,
        HTTP_ERROR,
        NO_TIME_STAMP,
        REJECTS,
        NO_CERTIFICATE,
        EXPIRED,
        CLOCK_A_DAY_OFF,
        OTHER_HASH,
        OTHER_NONCE,
        FORGED
    }

    /** A key pair with its certificates, its own one first. */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.get(0);
        }
    }

    /** Of an authority and its servers. To make them takes long, so that tests may share them. */
    public record Keys(KeyPair root, KeyPair issuing, KeyPair stamping, KeyPair expired, KeyPair responder) {
        public static Keys generate() {
            return new Keys(rsa(2048), rsa(2048), rsa(2048), rsa(2048), rsa(2048));
        }
    }

    private final AtomicLong serials = new AtomicLong(1000);
    private final Instant now;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<BigInteger> revoked = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Identity root;
    private final Identity issuing;
    private final Identity stamping;
    private final Identity expired;
    private volatile Identity responder;
    private volatile String listScope = "";
    private volatile Fault fault = Fault.NONE;
    private volatile boolean isRevocationKnown = true;
    private volatile boolean isRootSilent;
    private volatile boolean hasLists = true;
    private volatile boolean isHolding;
    private volatile String list = "/issuing.crl";
    private volatile boolean isDividing;
    private volatile boolean isKnownToLists = true;
    private volatile boolean isKnownToResponder = true;
    private volatile int others;
    private volatile List<X509CertificateHolder> brought = List.of();

    public TestAuthority() {
        this(Instant.now());
    }

    public TestAuthority(Instant now) {
        this(now, Keys.generate());
    }

    public TestAuthority(Keys keys) {
        this(Instant.now(), keys);
    }

    private TestAuthority(Instant now, Keys keys) {
        this.now = now;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            root = issue(null, keys.root(), "Test Root", now.minus(days(900)), now.plus(days(900)), Kind.AUTHORITY);
            issuing = issue(
                    root, keys.issuing(), "Test Issuing", now.minus(days(600)), now.plus(days(600)), Kind.AUTHORITY);
            stamping = issue(
                    root, keys.stamping(), "Test Time", now.minus(days(300)), now.plus(days(300)), Kind.TIME_SERVER);
            expired = issue(
                    root, keys.expired(), "Old Time", now.minus(days(300)), now.minus(days(100)), Kind.TIME_SERVER);
            responder = issue(
                    issuing, keys.responder(), "Test OCSP", now.minus(days(300)), now.plus(days(300)), Kind.RESPONDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private enum Kind {
        AUTHORITY,
        LIST_ISSUER,
        CERTIFICATE_ISSUER,
        TIME_SERVER,
        RESPONDER,
        RESPONDER_TO_CHECK,
        SIGNER,
        ENCRYPTER
    }

    public static KeyPair rsa(int bits) {
        try {
            return generate("RSA", bits);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair generate(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    public static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** A signer whose certificate is valid now; its issuer has the root above it. */
    public Identity signer(KeyPair key) throws Exception {
        return signer(key, now.minus(days(30)), now.plus(days(30)));
    }

    public Identity signer(KeyPair key, Instant begin, Instant end) throws Exception {
        return issue(issuing, key, "Jürgen Müller, Compliance", begin, end, Kind.SIGNER);
    }

    /**
     * Another authority below the root, with the name of the usual one.
     *
     * @param issues whether it may issue certificates, and not only lists of revoked ones
     */
    public Identity authority(Instant begin, Instant end, boolean issues) throws Exception {
        return issue(root, rsa(2048), "Test Issuing", begin, end, issues ? Kind.AUTHORITY : Kind.LIST_ISSUER);
    }

    /** Another certificate of the authority that issues the signers' certificates: the same name and key. */
    public X509Certificate renewed(X509Certificate certificate) throws Exception {
        return renewed(certificate, Kind.AUTHORITY);
    }

    /** The same, with which it may not issue lists of revoked certificates. */
    public X509Certificate renewedWithoutLists(X509Certificate certificate) throws Exception {
        return renewed(certificate, Kind.CERTIFICATE_ISSUER);
    }

    private X509Certificate renewed(X509Certificate certificate, Kind kind) throws Exception {
        return issue(
                        root,
                        new KeyPair(certificate.getPublicKey(), issuing.key()),
                        "Test Issuing",
                        now.minus(days(500)),
                        now.plus(days(500)),
                        kind)
                .certificate();
    }

    /** A signer whose certificate another authority issued. */
    public Identity signer(Identity by, KeyPair key) throws Exception {
        return issue(by, key, "Jürgen Müller, Compliance", now.minus(days(30)), now.plus(days(30)), Kind.SIGNER);
    }

    /** A key that is for encryption only. */
    public Identity encrypter(KeyPair key) throws Exception {
        return issue(issuing, key, "Encryption", now.minus(days(30)), now.plus(days(30)), Kind.ENCRYPTER);
    }

    public X509Certificate root() {
        return root.certificate();
    }

    private Identity issue(@Nullable Identity by, KeyPair key, String name, Instant begin, Instant end, Kind kind)
            throws Exception {
        X500Name subject = new X500Name("CN=" + name.replace(",", "\\,") + ",O=Faxnummer for CI tests,C=DE");
        X509v3CertificateBuilder builder = by == null
                ? new JcaX509v3CertificateBuilder(
                        subject, serial(), Date.from(begin), Date.from(end), subject, key.getPublic())
                : new JcaX509v3CertificateBuilder(
                        by.certificate(),
                        serial(),
                        Date.from(begin),
                        Date.from(end),
                        new X500Principal(subject.getEncoded()),
                        key.getPublic());
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key.getPublic()));
        switch (kind) {
            case AUTHORITY -> {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            }
            case LIST_ISSUER -> {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign));
            }
            case CERTIFICATE_ISSUER -> {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            }
            case TIME_SERVER -> usage(builder, KeyPurposeId.id_kp_timeStamping, true);
            case RESPONDER -> {
                usage(builder, KeyPurposeId.id_kp_OCSPSigning, false);
                builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
            }
            case RESPONDER_TO_CHECK -> usage(builder, KeyPurposeId.id_kp_OCSPSigning, false);
            case ENCRYPTER ->
                builder.addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment));
            case SIGNER ->
                builder.addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        }
        if (by != null) {
            String path = kind == Kind.AUTHORITY || kind == Kind.TIME_SERVER ? "/root.crl" : this.list;
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(new GeneralNames(uri(path))), null, null)
            }));
        }
        if (kind == Kind.SIGNER) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri("/ocsp")));
        }
        PrivateKey signing = by == null ? key.getPrivate() : by.key();
        X509CertificateHolder holder = builder.build(new JdkSigner(signing));
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
        ArrayList<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        if (by != null) {
            chain.addAll(by.chain());
        }
        return new Identity(key.getPrivate(), List.copyOf(chain));
    }

    private static void usage(X509v3CertificateBuilder builder, KeyPurposeId purpose, boolean isCritical)
            throws IOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, isCritical, new ExtendedKeyUsage(purpose));
    }

    /** Writes a PKCS#12 file with {@link #PASSWORD}, as the JDK does by default. */
    public static Path keyStore(Path file, Identity... identities) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < identities.length; i++) {
            store.setKeyEntry(
                    "key-" + (i + 1),
                    identities[i].key(),
                    PASSWORD.toCharArray(),
                    identities[i].chain().toArray(Certificate[]::new));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** Writes certificates as PEM. */
    public static Path pem(Path file, X509Certificate... certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(file, text);
    }

    /** The lists of revoked certificates of all authorities. */
    public List<byte[]> lists() throws Exception {
        return List.of(list(root, "/root.crl"), list(issuing, "/issuing.crl"));
    }

    /** What the responder says of a certificate of a signer. */
    public byte[] response(Identity signer) throws Exception {
        return ocsp(new OCSPReqBuilder()
                .addRequest(new CertificateID(
                        new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
                        new X509CertificateHolder(signer.chain().get(1).getEncoded()),
                        signer.certificate().getSerialNumber()))
                .build()
                .getEncoded());
    }

    public X509Certificate responder() {
        return responder.certificate();
    }

    /** The address of the time server. */
    public String timestampServer() {
        return url("/tsa");
    }

    public void setFault(Fault fault) {
        this.fault = fault;
    }

    /** Whether the authority says anything about revoked certificates. */
    public void setRevocationKnown(boolean isRevocationKnown) {
        this.isRevocationKnown = isRevocationKnown;
    }

    /** Whether the root alone says nothing about the certificates that it issued. */
    public void setRootSilent(boolean isRootSilent) {
        this.isRootSilent = isRootSilent;
    }

    /** Whether the authority issues lists of revoked certificates, or has a responder only. */
    public void setHasLists(boolean hasLists) {
        this.hasLists = hasLists;
    }

    /** The distribution point of all lists, as of an authority that divides them; empty: they are of all certificates. */
    public void setListScope(String path) {
        listScope = path;
    }

    /** Where certificates of signers and responders that are issued from now on have their list. */
    public void setList(String path) {
        list = path;
    }

    /** Each list is of the certificates alone that name it. */
    public void divideLists() {
        isDividing = true;
    }

    /** Whether the lists have what was revoked, or are older. */
    public void setKnownToLists(boolean isKnownToLists) {
        this.isKnownToLists = isKnownToLists;
    }

    /** Whether the responder knows what was revoked. */
    public void setKnownToResponder(boolean isKnownToResponder) {
        this.isKnownToResponder = isKnownToResponder;
    }

    /** How many certificates of others are in the lists. */
    public void setOthers(int others) {
        this.others = others;
    }

    /** Certificates that the responder sends beside its own. */
    public void bring(X509CertificateHolder... certificates) {
        brought = List.of(certificates);
    }

    /** The certificate of the responder ended before it answers. */
    public void expireResponder() throws Exception {
        renewResponder(now.minus(days(10)), Kind.RESPONDER);
    }

    /** The certificate of the responder may be revoked itself: it does not say that it need not be checked. */
    public void requireCheckOfResponder() throws Exception {
        renewResponder(now.plus(days(300)), Kind.RESPONDER_TO_CHECK);
    }

    private void renewResponder(Instant end, Kind kind) throws Exception {
        responder = issue(
                issuing,
                new KeyPair(responder.certificate().getPublicKey(), responder.key()),
                "Test OCSP",
                now.minus(days(300)),
                end,
                kind);
    }

    /** Whether the authority reads requests and never answers. */
    public void setHolding(boolean isHolding) {
        this.isHolding = isHolding;
    }

    public void revoke(X509Certificate certificate) {
        revoked.add(certificate.getSerialNumber());
    }

    /** The paths of all requests. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private GeneralName uri(String path) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url(path));
    }

    private BigInteger serial() {
        return BigInteger.valueOf(serials.incrementAndGet());
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            byte[] request = exchange.getRequestBody().readAllBytes();
            byte[] response;
            try {
                if (isHolding && !path.equals("/tsa")) {
                    closed.await();
                }
                response = switch (path) {
                    case "/tsa" -> stamp(exchange, request);
                    case "/ocsp" -> isRevocationKnown ? ocsp(request) : new byte[0];
                    case "/root.crl" -> isRevocationKnown && !isRootSilent ? list(root, path) : new byte[0];
                    case "/issuing.crl" -> isRevocationKnown && hasLists ? list(issuing, path) : new byte[0];
                    default -> isRevocationKnown && path.endsWith(".crl") ? list(issuing, path) : new byte[0];
                };
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(response.length == 0 ? 503 : 200, Math.max(1, response.length));
            exchange.getResponseBody().write(response.length == 0 ? new byte[1] : response);
        }
    }

    private byte[] stamp(HttpExchange exchange, byte[] body) throws Exception {
        TimeStampRequest request = new TimeStampRequest(body);
        Instant time = Instant.now();
        switch (fault) {
            case HOLDS -> closed.await();
            case SLOW -> trickle(exchange);
            case HTTP_ERROR -> {
                return new byte[0];
            }
            case NO_TIME_STAMP -> {
                return "<html>Welcome</html>".getBytes(StandardCharsets.US_ASCII);
            }
            case CLOCK_A_DAY_OFF -> time = time.plus(days(1));
            case OTHER_HASH -> {
                byte[] hash = request.getMessageImprintDigest();
                hash[0] ^= 1;
                request = request(request, hash, request.getNonce());
            }
            case OTHER_NONCE ->
                request = request(
                        request,
                        request.getMessageImprintDigest(),
                        request.getNonce().add(BigInteger.ONE));
            default -> {}
        }
        Identity identity = fault == Fault.EXPIRED ? expired : stamping;
        PrivateKey key = fault == Fault.FORGED ? rsa(2048).getPrivate() : identity.key();
        BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new SignerInfoGeneratorBuilder(digests)
                        .build(
                                new JdkSigner(key),
                                new X509CertificateHolder(identity.certificate().getEncoded())),
                digests.get(new AlgorithmIdentifier(request.getMessageImprintAlgOID())),
                new ASN1ObjectIdentifier("1.2.3.4"));
        if (fault != Fault.NO_CERTIFICATE) {
            tokens.addCertificates(new JcaCertStore(identity.chain()));
        }
        TimeStampResponseGenerator responses =
                new TimeStampResponseGenerator(tokens, fault == Fault.REJECTS ? Set.of() : TSPAlgorithms.ALLOWED);
        if (fault == Fault.NO_CERTIFICATE) {
            request = withoutCertificate(request);
        }
        return responses.generate(request, serial(), Date.from(time)).getEncoded();
    }

    private static TimeStampRequest request(TimeStampRequest request, byte[] hash, BigInteger nonce)
            throws IOException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(request.getMessageImprintAlgOID(), hash, nonce);
    }

    private static TimeStampRequest withoutCertificate(TimeStampRequest request) throws IOException {
        return new TimeStampRequestGenerator()
                .generate(request.getMessageImprintAlgOID(), request.getMessageImprintDigest(), request.getNonce());
    }

    /** A byte now and then, so that no read timeout ends it. */
    private void trickle(HttpExchange exchange) throws Exception {
        exchange.sendResponseHeaders(200, 1000);
        while (!closed.await(50, TimeUnit.MILLISECONDS)) {
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
        }
    }

    private byte[] list(Identity by, String path) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(by.certificate().getSubjectX500Principal().getEncoded()),
                Date.from(now.minus(days(1))));
        builder.setNextUpdate(Date.from(now.plus(days(7))));
        if (isKnownToLists) {
            revoked.forEach(it -> builder.addCRLEntry(it, Date.from(now.minus(days(1))), CRLReason.keyCompromise));
        }
        for (int i = 1; i <= others; i++) {
            builder.addCRLEntry(BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(i)), Date.from(now), 0);
        }
        String scope = isDividing ? path : listScope;
        if (!scope.isEmpty()) {
            builder.addExtension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(
                            new DistributionPointName(new GeneralNames(uri(scope))), false, false));
        }
        X509CRLHolder list = builder.build(new JdkSigner(by.key()));
        return list.getEncoded();
    }

    private byte[] ocsp(byte[] body) throws Exception {
        OCSPReq request = new OCSPReq(body);
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(X500Name.getInstance(
                responder.certificate().getSubjectX500Principal().getEncoded())));
        for (Req asked : request.getRequestList()) {
            CertificateStatus status =
                    isKnownToResponder && revoked.contains(asked.getCertID().getSerialNumber())
                            ? new RevokedStatus(Date.from(now.minus(days(1))), CRLReason.keyCompromise)
                            : CertificateStatus.GOOD;
            builder.addResponse(
                    asked.getCertID(), status, Date.from(now.minus(days(1))), Date.from(now.plus(days(7))), null);
        }
        List<X509CertificateHolder> certificates = new ArrayList<>(brought);
        certificates.add(new X509CertificateHolder(responder.certificate().getEncoded()));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JdkSigner(responder.key()),
                                certificates.toArray(X509CertificateHolder[]::new),
                                Date.from(now)))
                .getEncoded();
    }

    /** Signs with a key of the JDK. */
    private record JdkSigner(PrivateKey key, ByteArrayOutputStream bytes) implements ContentSigner {

        JdkSigner(PrivateKey key) {
            this(key, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder()
                    .find(
                            switch (key.getAlgorithm()) {
                                case "EC" -> "SHA256withECDSA";
                                case "RSASSA-PSS" -> "SHA256withRSAandMGF1";
                                default -> "SHA256withRSA";
                            });
        }

        @Override
        public OutputStream getOutputStream() {
            return bytes;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance(
                        switch (key.getAlgorithm()) {
                            case "EC" -> "SHA256withECDSA";
                            case "RSASSA-PSS" -> "RSASSA-PSS";
                            default -> "SHA256withRSA";
                        });
                if (key.getAlgorithm().equals("RSASSA-PSS")) {
                    signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                }
                signature.initSign(key);
                signature.update(bytes.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
