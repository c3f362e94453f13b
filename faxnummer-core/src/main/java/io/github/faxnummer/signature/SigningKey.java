package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A private key with its certificates, checked as far as that is possible before something is signed. */
final class SigningKey {

    private static final int MAX_SIZE = 1 << 20;
    private static final int MIN_RSA_BITS = 2048;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int MAX_CAUSE_LENGTH = 200;

    /** Classes of its jars, among them those that its FIPS jars lack. */
    private static final List<String> LIBRARY = List.of(
            "org.bouncycastle.jce.provider.BouncyCastleProvider",
            "org.bouncycastle.operator.bc.BcDigestCalculatorProvider",
            "org.bouncycastle.tsp.TimeStampToken");

    /** A line of the configuration of the JDK's PKCS#11 provider. */
    private static final Pattern PKCS11 = Pattern.compile("(?m)^\\s*library\\s*=");

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final SignatureScheme scheme;
    private final Optional<Provider> provider;

    private SigningKey(
            PrivateKey key, List<X509Certificate> chain, SignatureScheme scheme, Optional<Provider> provider) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.scheme = scheme;
        this.provider = provider;
    }

    /** The keys of a file or token. */
    private record Opened(KeyStore store, Optional<Provider> provider) {}

    /** How a key store is opened. */
    private interface Opening {
        Opened open() throws SigningException, GeneralSecurityException;
    }

    /**
     * Where a key store comes from.
     *
     * @param parameter by which the user names it
     * @param value of the parameter
     * @param unreadable the key of what to say if it cannot be opened
     */
    private record Origin(String parameter, String value, String unreadable) {}

    /**
     * Loads the key of an alias.
     *
     * @param alias blank: the only key there is
     */
    static Validated<SigningKey> load(Path file, String alias, SignaturePassword password, Instant now) {
        Origin origin = new Origin(SignatureParameters.KEY_STORE.name(), file.toString(), unreadable(password));
        return load(origin, () -> open(file, password), alias, password, now);
    }

    /**
     * Takes the key of an alias from a key store that is open.
     *
     * @param parameter by which the user names the key store
     * @param value of the parameter
     * @param alias blank: the only key there is
     */
    static Validated<SigningKey> of(OpenKeyStore opened, String parameter, String value, String alias, Instant now) {
        Origin origin = new Origin(parameter, value, "input.signature.credentials.unreadable");
        return load(origin, () -> new Opened(opened.store(), Optional.empty()), alias, opened.password(), now);
    }

    private static Validated<SigningKey> load(
            Origin origin, Opening opening, String alias, SignaturePassword password, Instant now) {
        try {
            requireLibrary();
            Opened opened = opening.open();
            String name = alias(opened.store(), alias);
            Key key = opened.store().getKey(name, password.value());
            Certificate[] certificates = opened.store().getCertificateChain(name);
            if (!(key instanceof PrivateKey privateKey) || certificates == null) {
                throw new SigningException(Message.of("input.signature.no-key"));
            }
            List<X509Certificate> chain =
                    Stream.of(certificates).map(X509Certificate.class::cast).toList();
            SigningKey signing = new SigningKey(privateKey, chain, scheme(chain.get(0)), opened.provider());
            signing.requireValid(now);
            signing.requireSoundPath(now);
            signing.requireOwnCertificate();
            return Validated.valid(signing);
        } catch (SigningException e) {
            return Validated.invalid(problem(origin, alias, e));
        } catch (GeneralSecurityException | ProviderException e) {
            return Validated.invalid(origin.parameter(), origin.value(), Message.of(origin.unreadable(), cause(e)));
        }
    }

    /** Without it each report would be left unsigned, after its faxes. */
    private static void requireLibrary() throws SigningException {
        try {
            for (String name : LIBRARY) {
                Class.forName(name, false, SigningKey.class.getClassLoader());
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SigningException(Message.of("input.signature.no-library"), e);
        }
    }

    private static List<Problem> problem(Origin origin, String alias, SigningException e) {
        return e.problem().key().startsWith("input.signature.alias.")
                ? List.of(new Problem(SignatureParameters.ALIAS.name(), alias, e.problem()))
                : List.of(new Problem(origin.parameter(), origin.value(), e.problem()));
    }

    /** The JDK says <em>password was incorrect</em> for a kind of MAC that it does not know. */
    private static String unreadable(SignaturePassword password) {
        return password.isConfigured() ? "input.signature.unreadable" : "input.signature.no-password";
    }

    private static Opened open(Path file, SignaturePassword password)
            throws SigningException, GeneralSecurityException {
        byte[] content;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new SigningException(Message.of("input.signature.unreadable", "> " + MAX_SIZE));
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SigningException(
                    Message.of("input.signature.missing", e.getClass().getSimpleName()), e);
        }
        if (PKCS11.matcher(new String(content, StandardCharsets.ISO_8859_1)).find()) {
            return token(file, password);
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password.value());
            requireOwnNames(content, store);
            return new Opened(store, Optional.empty());
        } catch (IOException e) {
            throw new SigningException(Message.of(unreadable(password), cause(e)), e);
        }
    }

    private static void requireOwnNames(byte[] content, KeyStore store)
            throws GeneralSecurityException, SigningException {
        long keys = 0;
        for (String name : java.util.Collections.list(store.aliases())) {
            keys += store.isKeyEntry(name) ? 1 : 0;
        }
        boolean isHidden;
        try {
            isHidden = keys > 0 && KeyBags.count(content) > keys;
        } catch (RuntimeException | LinkageError e) {
            // What the JDK can open is good enough then.
            isHidden = false;
        }
        if (isHidden) {
            throw new SigningException(Message.of("input.signature.same-name"));
        }
    }

    private static Opened token(Path configuration, SignaturePassword password)
            throws SigningException, GeneralSecurityException {
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw new SigningException(Message.of("input.signature.token", "SunPKCS11 (jdk.crypto.cryptoki)"));
        }
        try {
            Provider provider = base.configure(configuration.toString());
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, password.value());
            return new Opened(store, Optional.of(provider));
        } catch (IOException | ProviderException | IllegalArgumentException e) {
            throw new SigningException(Message.of("input.signature.token", cause(e)), e);
        }
    }

    private static String alias(KeyStore store, String alias) throws GeneralSecurityException, SigningException {
        List<String> names = new ArrayList<>();
        for (String name : java.util.Collections.list(store.aliases())) {
            if (store.isKeyEntry(name)) {
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            throw new SigningException(Message.of("input.signature.no-key"));
        }
        String shown = String.join(", ", names);
        if (alias.isBlank()) {
            if (names.size() > 1) {
                throw new SigningException(Message.of("input.signature.alias.several", shown));
            }
            return names.get(0);
        }
        return names.stream()
                .filter(it -> it.equalsIgnoreCase(alias.strip()))
                .findFirst()
                .orElseThrow(() -> new SigningException(Message.of("input.signature.alias.unknown", shown)));
    }

    private static SignatureScheme scheme(X509Certificate certificate) throws SigningException {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new SigningException(
                    Message.of("input.signature.weak", rsa.getModulus().bitLength(), MIN_RSA_BITS));
        }
        return SignatureScheme.of(key)
                .orElseThrow(() -> new SigningException(Message.of("input.signature.algorithm", key.getAlgorithm())));
    }

    /** Its certificate must allow signatures, and be valid at the time with all that it depends on. */
    void requireValid(Instant time) throws SigningException {
        Optional<X509Certificate> invalid = Certificates.notValid(chain, time);
        if (invalid.isPresent()) {
            throw new SigningException(Message.of(
                    "input.signature.not-valid",
                    Certificates.name(invalid.get()),
                    invalid.get().getNotBefore().toInstant(),
                    invalid.get().getNotAfter().toInstant()));
        }
        boolean[] usage = certificate().getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            throw new SigningException(Message.of("input.signature.usage", Certificates.name(certificate())));
        }
    }

    /** The JDK puts the certificates of a key store in order by the names of their issuers alone. */
    private void requireSoundPath(Instant time) throws SigningException {
        List<X509Certificate> path = Certificates.path(certificate(), chain);
        if (path.size() < chain.size()) {
            throw new SigningException(Message.of(
                    "input.signature.path.broken",
                    Certificates.name(chain.get(path.size() - 1)),
                    Certificates.name(chain.get(path.size()))));
        }
        Optional<String> broken = Certificates.brokenRule(path, time);
        if (broken.isPresent()) {
            throw new SigningException(
                    Message.of("input.signature.path.rule", Certificates.name(certificate()), broken.get()));
        }
    }

    private void requireOwnCertificate() throws GeneralSecurityException, SigningException {
        byte[] sample = "sample".getBytes(StandardCharsets.US_ASCII);
        Signature signature = scheme.with(Signature.getInstance(scheme.jca()));
        signature.initVerify(certificate().getPublicKey());
        signature.update(sample);
        boolean isOwn;
        try {
            isOwn = signature.verify(sign(sample));
        } catch (InvalidKeyException | SignatureException e) {
            // Of another kind, or of another length.
            isOwn = false;
        }
        if (!isOwn) {
            throw new SigningException(Message.of("input.signature.mismatch", Certificates.name(certificate())));
        }
    }

    byte[] sign(byte[] bytes) throws GeneralSecurityException {
        Signature signature = provider.isPresent()
                ? Signature.getInstance(scheme.jca(), provider.get())
                : Signature.getInstance(scheme.jca());
        scheme.with(signature);
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** From the signer's certificate on. */
    List<X509Certificate> chain() {
        return chain;
    }

    SignatureScheme scheme() {
        return scheme;
    }

    private static String cause(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return Sanitizer.line(String.valueOf(cause.getMessage()), MAX_CAUSE_LENGTH);
    }
}
