package io.github.faxnummer.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Stamps whatever it gets, and knows how long that took. */
final class TimeServer implements AutoCloseable {

    private static final String POLICY = "1.2.3.4.1";

    private final HttpServer server;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final AtomicLong serial = new AtomicLong();
    private final AtomicLong nanoseconds = new AtomicLong();

    /** @param store a PKCS#12 file with one key, whose certificate is for time stamps */
    TimeServer(Path store, String password) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
        String alias = keys.aliases().nextElement();
        key = (PrivateKey) keys.getKey(alias, password.toCharArray());
        certificate = (X509Certificate) keys.getCertificate(alias);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Of all requests since the last call. */
    double milliseconds() {
        return nanoseconds.getAndSet(0) / 1e6;
    }

    private void answer(HttpExchange exchange) throws IOException {
        long begin = System.nanoTime();
        try (exchange) {
            TimeStampRequest request =
                    new TimeStampRequest(exchange.getRequestBody().readAllBytes());
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", key, certificate),
                    new JcaDigestCalculatorProviderBuilder().build().get(sha256()),
                    new ASN1ObjectIdentifier(POLICY));
            tokens.addCertificates(new JcaCertStore(List.of(certificate)));
            byte[] response = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                    .generate(request, BigInteger.valueOf(serial.incrementAndGet()), Date.from(Instant.now()))
                    .getEncoded();
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            nanoseconds.addAndGet(System.nanoTime() - begin);
            exchange.sendResponseHeaders(200, response.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(response);
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static AlgorithmIdentifier sha256() {
        return new AlgorithmIdentifier(TSPAlgorithms.SHA256);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
