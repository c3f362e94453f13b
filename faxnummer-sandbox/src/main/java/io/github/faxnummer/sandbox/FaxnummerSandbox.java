package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A local stand-in for the Faxnummer.de API: HTTP requests in, documented answers out, nothing is ever faxed.
 *
 * <p>It listens on the loopback interface only and speaks HTTP/1.1. What becomes of a fax depends on the number it goes
 * to, see {@link TestNumber}. Its {@link #page} shows what it received. It keeps every accepted document in memory until it is closed.
 */
public final class FaxnummerSandbox implements AutoCloseable {
    /** The account's login unless another is chosen. */
    public static final String DEFAULT_LOGIN = "acc00000";

    /** The account's password unless another is chosen. */
    public static final String DEFAULT_PASSWORD = "sandbox-password";

    private static final String LOOPBACK = "127.0.0.1";

    private final String login;
    private final String password;
    private final InstantSource clock;
    private final Optional<HeldCertificate> certificate;
    private final Ledger ledger = new Ledger();
    private final FaultPlan faults;
    private final MockWebServer server = new MockWebServer();
    private final PagePictures pictures = new PagePictures();
    private final HttpFront front;
    private final URI endpoint;

    private FaxnummerSandbox(Builder builder) throws IOException {
        login = builder.login;
        password = builder.password;
        clock = builder.clock;
        faults = new FaultPlan(builder.fault);
        certificate = builder.https ? Optional.of(newCertificate()) : Optional.empty();
        FaxService service = new FaxService(login, password, clock, builder.speed, ledger);
        String here = builder.https ? "https://localhost" : "http://" + LOOPBACK;
        String elsewhere = builder.https ? "https://" + LOOPBACK : "http://localhost";
        WebPages pages = new WebPages(this, ledger, clock, pictures);
        front = new HttpFront(server, service, ledger, faults, builder.answerForm, elsewhere, pages);
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(front);
        server.setProtocolNegotiationEnabled(false);
        certificate.ifPresent(held -> server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslSocketFactory()));
        server.start(loopback(), builder.port);
        endpoint = URI.create(here + ":" + server.getPort() + HttpFront.PATH);
    }

    /** A sandbox with every default, already running. */
    public static FaxnummerSandbox start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where the API is: to be used instead of the provider's address. */
    public URI endpoint() {
        return endpoint;
    }

    /** Where a person sees in a browser what the sandbox received. */
    public URI page() {
        return endpoint.resolve("/");
    }

    /** The login of the one account there is. */
    public String login() {
        return login;
    }

    /** The password of the one account there is. */
    public String password() {
        return password;
    }

    /** The certificate a client has to trust; only with HTTPS. */
    public X509Certificate certificate() {
        return certificate
                .orElseThrow(() -> new IllegalStateException("this sandbox does not speak HTTPS"))
                .certificate();
    }

    /** What makes an OkHttp client trust this sandbox and nobody else; only with HTTPS. */
    public HandshakeCertificates clientCertificates() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate())
                .build();
    }

    /** The faxes accepted so far, in order. */
    public List<ReceivedFax> faxes() {
        return ledger.faxes();
    }

    /** The accepted fax with this job id. */
    public Optional<ReceivedFax> fax(String jobId) {
        return ledger.job(jobId).map(Job::fax);
    }

    /**
     * The word GetSentFaxStatus would give now.
     *
     * @throws NoSuchElementException if no accepted fax has this job id
     */
    public String status(String jobId) {
        return ledger.job(jobId)
                .orElseThrow(() -> new NoSuchElementException("no such job: " + jobId))
                .status(clock.instant());
    }

    /** How many SendFax requests got here, whatever became of them: rejected, faulted, answer lost. */
    public int submissions() {
        return ledger.submissions();
    }

    /** How many SendFax requests for this number got here, whatever became of them. */
    public int submissions(String destination) {
        return ledger.submissions(destination);
    }

    /** How many GetSentFaxStatus requests got here, whatever became of them. */
    public int statusRequests() {
        return ledger.statusRequests();
    }

    /** How many HTTP requests got here, those included whose body was never read; who looks at a page is not counted. */
    public int requests() {
        return server.getRequestCount() - front.pageViews();
    }

    /** The text fields of the last hundred requests that could be read, oldest first and without the password. */
    public List<Map<String, String>> requestFields() {
        return ledger.requests();
    }

    /**
     * Orders one fault for each of the coming SendFax requests. {@link Fault#CLOSED_BEFORE_BODY} hits the next request
     * of any kind once its turn has come.
     */
    public void failNext(Fault... coming) {
        faults.failNext(List.of(coming));
    }

    /** Orders one fault for each of the coming GetSentFaxStatus requests, in the same way as {@link #failNext}. */
    public void failNextStatus(Fault... coming) {
        faults.failNextStatus(List.of(coming));
    }

    /**
     * Stops listening: from now on connections are refused. The endpoint stays what it was, and everything received so
     * far can still be asked for.
     */
    public void refuseConnections() {
        server.close();
    }

    /**
     * What a person who wants to try it needs: addresses, account and the table of numbers. The password is shown only if
     * it is the one everybody knows.
     */
    public String describe() {
        return "endpoint  " + endpoint + "\nlogin     " + login + "\npassword  " + shownPassword() + "\npage      "
                + page() + "\n\nA fax to\n" + TestNumber.table();
    }

    /** The password, or where it comes from if not everybody knows it. */
    String shownPassword() {
        return password.equals(DEFAULT_PASSWORD) ? DEFAULT_PASSWORD : "as configured";
    }

    /** Ends every connection and every thread at once. */
    @Override
    public void close() {
        pictures.close();
        try {
            server.close();
        } catch (AssertionError impatient) {
            // Nothing listens any more; a request that is still worked on ends by itself, on a busy machine a little
            // later.
        }
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static HeldCertificate newCertificate() {
        return new HeldCertificate.Builder()
                .commonName("Faxnummer sandbox")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName(LOOPBACK)
                .build();
    }

    /** How a sandbox is to be. */
    public static final class Builder {
        private int port;
        private boolean https;
        private String login = DEFAULT_LOGIN;
        private String password = DEFAULT_PASSWORD;
        private double speed = 1;
        private InstantSource clock = InstantSource.system();
        private AnswerForm answerForm = AnswerForm.LINES;
        private Optional<Fault> fault = Optional.empty();

        private Builder() {}

        /** The port; 0, the default, takes any that is free. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** HTTPS with a certificate made for this sandbox, instead of HTTP. */
        public Builder https(boolean https) {
            this.https = https;
            return this;
        }

        public Builder login(String login) {
            this.login = login;
            return this;
        }

        public Builder password(String password) {
            this.password = password;
            return this;
        }

        /** How many seconds of a fax's way pass in one second of the clock. */
        public Builder speed(double speed) {
            if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("speed must be a number above 0, not " + speed);
            }
            this.speed = speed;
            return this;
        }

        /** Where the sandbox has the time from; the system's clock by default. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** How answers are written unless the number decides it; lines by default. */
        public Builder answerForm(AnswerForm answerForm) {
            this.answerForm = answerForm;
            return this;
        }

        /** A fault that strikes every SendFax request; {@link Fault#CLOSED_BEFORE_BODY} every request. */
        public Builder fault(Fault fault) {
            this.fault = Optional.of(fault);
            return this;
        }

        /**
         * Starts the sandbox.
         *
         * @throws UncheckedIOException if the port cannot be had
         */
        public FaxnummerSandbox start() {
            try {
                return new FaxnummerSandbox(this);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on port " + port, e);
            }
        }
    }
}
