package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a fax is sent. */
class SignatureParametersTest {

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    private static final KeyPair rsa = TestAuthority.rsa(2048);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void signsNothingByDefault() {
        assertThat(new SignatureParameters("", "", "", "")
                        .check(
                                SignaturePassword.none(),
                                folder,
                                java.net.ProxySelector.of(null),
                                Instant::now,
                                Locale.ENGLISH)
                        .value()
                        .orElseThrow())
                .isEmpty();
    }

    @Test
    void namesBothCausesOfUnreadableKeyStore() throws Exception {
        Path store = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(rsa));

        String wrong = problems(store, SignaturePassword.of("not the passw0rd"));
        assertThat(wrong)
                .startsWith("signatureKeyStore '" + store + "': cannot be opened: the password of the server")
                .contains("encryption and MAC Java knows")
                .doesNotContain("passw0rd", TestAuthority.PASSWORD);
        assertThat(problems(store, SignaturePassword.none())).contains("cannot be opened without a password");
        assertThat(problems(Files.writeString(folder.resolve("x"), "nothing"), SignaturePassword.of("p")))
                .contains("is not a PKCS#12 key store");
        assertThat(problems(folder.resolve("none"), SignaturePassword.of("p")))
                .contains("cannot be read (NoSuchFileException)");
        assertThat(SignaturePassword.of("p")).hasToString("********");
    }

    @Test
    void takesKeyOfKeyStoreThatIsOpen() throws Exception {
        Path file = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(rsa));
        KeyStore store = KeyStore.getInstance(file.toFile(), TestAuthority.PASSWORD.toCharArray());

        assertThat(open(store, "key-1", TestAuthority.PASSWORD).value().orElseThrow())
                .isPresent();
        assertThat(SignedReports.problems(open(store, "", "not the passw0rd")))
                .startsWith("credentials 'id': cannot be opened: the password of the credentials is wrong")
                .doesNotContain("passw0rd");
        assertThat(SignedReports.problems(open(KeyStore.getInstance("PKCS12"), "", "p")))
                .startsWith("credentials 'id': cannot be opened: ");
        assertThat(SignedReports.problems(open(store, "other", TestAuthority.PASSWORD)))
                .startsWith("signatureAlias 'other': there is no key with this alias; there are: key-1");
    }

    private static Validated<Optional<ReportSigner>> open(KeyStore store, String alias, String password) {
        return new SignatureParameters("id", alias, "", "")
                .check(
                        "credentials",
                        () -> Validated.valid(new OpenKeyStore(store, SignaturePassword.of(password))),
                        java.net.ProxySelector.of(null),
                        Instant::now,
                        Locale.ENGLISH);
    }

    @Test
    void choosesKeyByAlias() throws Exception {
        Path store = TestAuthority.keyStore(
                folder.resolve("k.p12"), authority.signer(rsa), authority.signer(TestAuthority.rsa(2048)));

        assertThat(SignedReports.problems(SignedReports.check(store, "", "")))
                .contains("there are several keys; set signatureAlias to one of key-1, key-2");
        assertThat(SignedReports.problems(SignedReports.check(store, "other", "")))
                .contains("signatureAlias 'other': there is no key with this alias; there are: key-1, key-2");
        assertThat(SignedReports.check(store, "KEY-2", "").value().orElseThrow())
                .isPresent();
    }

    @Test
    void refusesKeysOfWhichJavaShowsOneOnly() throws Exception {
        PKCS12PfxPduBuilder keys = new PKCS12PfxPduBuilder();
        for (byte id = 1; id <= 2; id++) {
            KeyPair pair = TestAuthority.rsa(2048);
            OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(
                            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .build(TestAuthority.PASSWORD.toCharArray());
            PKCS12SafeBagBuilder key = new JcaPKCS12SafeBagBuilder(pair.getPrivate(), encryptor);
            PKCS12SafeBagBuilder certificate =
                    new JcaPKCS12SafeBagBuilder(authority.signer(pair).certificate());
            for (PKCS12SafeBagBuilder bag : List.of(key, certificate)) {
                bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString("fax"));
                bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(new byte[] {id}));
                keys.addData(bag.build());
            }
        }
        Path store = Files.write(
                folder.resolve("same.p12"),
                keys.build(
                                new JcePKCS12MacCalculatorBuilder().setProvider(new BouncyCastleProvider()),
                                TestAuthority.PASSWORD.toCharArray())
                        .getEncoded());

        assertThat(SignedReports.problems(SignedReports.check(store, "", "")))
                .isEqualToIgnoringNewLines("signatureKeyStore '" + store
                        + "': two keys in it have one name; export the one that is to sign alone, or rename one");
    }

    @Test
    void refusesKeyStoreWithoutKey() throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        Certificate root = authority.root();
        certificates.setCertificateEntry("root", root);
        Path store = folder.resolve("c.p12");
        try (var out = Files.newOutputStream(store)) {
            certificates.store(out, TestAuthority.PASSWORD.toCharArray());
        }

        assertThat(SignedReports.problems(SignedReports.check(store, "", ""))).contains("has no private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void refusesKeysThatValidatorsDoNotKnow(String kind) throws Exception {
        Path store = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(TestAuthority.generate(kind, 0)));

        assertThat(SignedReports.problems(SignedReports.check(store, "", "")))
                .contains("has a key of the kind EdDSA, whose signatures PDF readers and validators do not know");
    }

    @Test
    void refusesCertificateThatCannotSign() throws Exception {
        Instant now = Instant.now();
        Path expired = TestAuthority.keyStore(
                folder.resolve("a.p12"), authority.signer(rsa, now.minusSeconds(900), now.minusSeconds(60)));
        Path early = TestAuthority.keyStore(
                folder.resolve("b.p12"), authority.signer(rsa, now.plusSeconds(60), now.plusSeconds(900)));
        Path encrypter = TestAuthority.keyStore(folder.resolve("c.p12"), authority.encrypter(rsa));
        Path weak = TestAuthority.keyStore(folder.resolve("d.p12"), authority.signer(TestAuthority.rsa(1024)));
        TestAuthority.Identity own = authority.signer(rsa);
        Path foreign = TestAuthority.keyStore(
                folder.resolve("e.p12"),
                new TestAuthority.Identity(TestAuthority.rsa(2048).getPrivate(), own.chain()));

        assertThat(SignedReports.problems(SignedReports.check(expired, "", ""))).contains(" is valid from ");
        assertThat(SignedReports.problems(SignedReports.check(early, "", ""))).contains(" is valid from ");
        assertThat(SignedReports.problems(SignedReports.check(encrypter, "", "")))
                .contains("may not be used for signatures");
        assertThat(SignedReports.problems(SignedReports.check(weak, "", "")))
                .contains("the RSA key has 1024 bits; at least 2048 are needed");
        assertThat(SignedReports.problems(SignedReports.check(foreign, "", "")))
                .contains("the private key does not belong to the certificate C=DE");
    }

    @Test
    void refusesKeyOfAnotherKind() throws Exception {
        TestAuthority.Identity foreign = new TestAuthority.Identity(
                TestAuthority.ec("secp256r1").getPrivate(),
                authority.signer(rsa).chain());

        assertThat(SignedReports.problems(
                        SignedReports.check(TestAuthority.keyStore(folder.resolve("k.p12"), foreign), "", "")))
                .contains("the private key does not belong to the certificate ")
                .doesNotContain("password");
    }

    @Test
    void refusesCertificatesThatNoVerifierAccepts() throws Exception {
        Instant now = Instant.now();
        TestAuthority.Identity own = authority.signer(rsa);
        TestAuthority.Identity other = authority.authority(now.minusSeconds(900), now.plusSeconds(900), true);
        TestAuthority.Identity expired = authority.authority(now.minusSeconds(900), now.minusSeconds(60), true);
        TestAuthority.Identity lists = authority.authority(now.minusSeconds(900), now.plusSeconds(900), false);

        assertThat(problemsOf(authority.signer(other, rsa))).isEmpty();
        assertThat(problemsOf(authority.signer(expired, rsa)))
                .contains("the certificate C=DE,O=Faxnummer for CI tests,CN=Test Issuing is valid from ");
        assertThat(problemsOf(authority.signer(lists, rsa))).contains("break a rule of X.509 (");
        assertThat(problemsOf(new TestAuthority.Identity(
                        own.key(), List.of(own.certificate(), other.certificate(), authority.root()))))
                .contains(" was not issued by C=DE,O=Faxnummer for CI tests,CN=Test Issuing, which follows it");
        assertThat(authority.requests()).isEmpty();
    }

    private String problemsOf(TestAuthority.Identity signer) throws Exception {
        return SignedReports.problems(
                SignedReports.check(TestAuthority.keyStore(folder.resolve("k.p12"), signer), "", ""));
    }

    @Test
    void namesParameterWhosePathIsInvalid() {
        assertThat(SignedReports.problems(new SignatureParameters("key\0.p12", "", "", "")
                        .check(
                                SignaturePassword.none(),
                                folder,
                                java.net.ProxySelector.of(null),
                                Instant::now,
                                Locale.ENGLISH)))
                .startsWith("signatureKeyStore 'key")
                .contains("is not a valid path: ");
    }

    @Test
    void refusesTimeServerThatCannotBeUsed() throws Exception {
        Path store = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(rsa));

        assertThat(SignedReports.problems(SignedReports.check(store, "", "http://me:s3cret@tsa.example.org")))
                .startsWith("timestampServer: must be an address")
                .doesNotContain("s3cret");
        assertThat(SignedReports.problems(SignedReports.check(store, "", "ldap://tsa.example.org")))
                .contains("must be an address");
        assertThat(SignedReports.problems(SignedReports.check(Path.of(""), "", "http://tsa.example.org")))
                .contains("timestampServer 'http://tsa.example.org': has no effect without signatureKeyStore");
        assertThat(authority.requests()).isEmpty();
    }

    @Test
    void namesTokenThatCannotBeOpened() throws Exception {
        Path configuration = Files.writeString(
                folder.resolve("token.cfg"), "name = Token\nlibrary = " + folder.resolve("none.so") + "\n");

        assertThat(SignedReports.problems(SignedReports.check(configuration, "", "")))
                .contains("the PKCS#11 token cannot be opened; check library, slot and PIN");
    }

    private static String problems(Path store, SignaturePassword password) {
        return SignedReports.problems(SignedReports.check(store, "", "", password, Instant::now));
    }
}
