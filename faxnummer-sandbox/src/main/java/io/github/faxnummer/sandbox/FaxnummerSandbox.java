package io.github.faxnummer.sandbox;

import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.FaultPlan;
import io.github.faxnummer.sandbox.scenario.FaxService;
import io.github.faxnummer.sandbox.scenario.Job;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.RequestLog;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.sandbox.web.SandboxInfo;
import io.github.faxnummer.sandbox.web.WebPages;
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
 * <p>It listens on the loopback interface only and speaks HTTP/1.1. The recipient's number selects what
 * happens to a fax, see {@link TestNumber}. A {@linkplain #page web page} shows what was received. Accepted documents stay in memory until the
 * sandbox is closed.
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
    private final RequestLog log = new RequestLog();
    private final FaultPlan faults;
    private final MockWebServer server = new MockWebServer();
    private final WebPages pages;
    private final RequestDispatcher dispatcher;
    private final URI endpoint;

    private FaxnummerSandbox(Builder builder) throws IOException {
        login = builder.login;
        password = builder.password;
        clock = builder.clock;
        faults = new FaultPlan(builder.fault);
        certificate = builder.https ? Optional.of(newCertificate()) : Optional.empty();
        FaxService service = new FaxService(login, password, clock, builder.speed, log);
        String here = builder.https ? "https://localhost" : "http://" + LOOPBACK;
        String redirectTarget = builder.https ? "https://" + LOOPBACK : "http://localhost";
        pages = new WebPages(this::info, log, clock);
        dispatcher = new RequestDispatcher(server, service, log, faults, builder.responseFormat, redirectTarget, pages);
        server.setServerSocketFactory(new NoDelaySocketFactory());
        server.setDispatcher(dispatcher);
        server.setProtocolNegotiationEnabled(false);
        certificate.ifPresent(held -> server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslSocketFactory()));
        server.start(loopback(), builder.port);
        endpoint = URI.create(here + ":" + server.getPort() + RequestDispatcher.PATH);
    }

    /** A sandbox with every default, already running. */
    public static FaxnummerSandbox start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address of the API, for use in place of the provider's. */
    public URI endpoint() {
        return endpoint;
    }

    /** The web page that shows what the sandbox received. */
    public URI page() {
        return endpoint.resolve("/");
    }

    /** The login of the sandbox's only account. */
    public String login() {
        return login;
    }

    /** The password of the sandbox's only account. */
    public String password() {
        return password;
    }

    /** The certificate that a client has to trust; only with HTTPS. */
    public X509Certificate certificate() {
        return certificate
                .orElseThrow(() -> new IllegalStateException("this sandbox does not speak HTTPS"))
                .certificate();
    }

    /** Certificates with which an OkHttp client trusts this sandbox only; only with HTTPS. */
    public HandshakeCertificates clientCertificates() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate())
                .build();
    }

    /** The faxes accepted so far, in order. */
    public List<ReceivedFax> faxes() {
        return log.faxes();
    }

    /** The accepted fax with this job id. */
    public Optional<ReceivedFax> fax(String jobId) {
        return log.job(jobId).map(Job::fax);
    }

    /**
     * The status that GetSentFaxStatus would return now.
     *
     * @throws NoSuchElementException if no accepted fax has this job id
     */
    public String status(String jobId) {
        return log.job(jobId)
                .orElseThrow(() -> new NoSuchElementException("no such job: " + jobId))
                .status(clock.instant());
    }

    /** The number of SendFax requests received, including rejected and faulted ones. */
    public int submissions() {
        return log.submissions();
    }

    /** The number of SendFax requests received for this number, including rejected and faulted ones. */
    public int submissions(String destination) {
        return log.submissions(destination);
    }

    /** The number of GetSentFaxStatus requests received, including faulted ones. */
    public int statusRequests() {
        return log.statusRequests();
    }

    /** The number of HTTP requests received, including those with an unread body and without those for pages. */
    public int requests() {
        return server.getRequestCount() - dispatcher.pageViews();
    }

    /** The text fields of the last hundred requests that could be read, oldest first and without the password. */
    public List<Map<String, String>> requestFields() {
        return log.requests();
    }

    /**
     * Queues one fault for each of the next SendFax requests. {@link Fault#CLOSED_BEFORE_BODY}, once first in the queue,
     * affects the next request of any kind.
     */
    public void failNext(Fault... coming) {
        faults.failNext(List.of(coming));
    }

    /** Queues one fault for each of the next GetSentFaxStatus requests, like {@link #failNext}. */
    public void failNextStatus(Fault... coming) {
        faults.failNextStatus(List.of(coming));
    }

    /**
     * Stops listening: from now on connections are refused. The endpoint and everything received so far stay available.
     */
    public void refuseConnections() {
        server.close();
    }

    /**
     * Addresses, account and the table of numbers, for people. Shows the default password, but no other.
     */
    public String describe() {
        return "endpoint  " + endpoint + "\nlogin     " + login + "\npassword  "
                + shownPassword().orElse("as configured") + "\npage      " + page() + "\n\nA fax to\n"
                + TestNumber.table();
    }

    private SandboxInfo info() {
        return new SandboxInfo(endpoint, login, shownPassword());
    }

    private Optional<String> shownPassword() {
        return Optional.of(password).filter(DEFAULT_PASSWORD::equals);
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        pages.close();
        try {
            server.close();
        } catch (AssertionError timedOut) {
            // The server no longer listens; on a busy machine a request in progress ends a little later.
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

    /** The configuration of a sandbox. */
    public static final class Builder {
        private int port;
        private boolean https;
        private String login = DEFAULT_LOGIN;
        private String password = DEFAULT_PASSWORD;
        private double speed = 1;
        private InstantSource clock = InstantSource.system();
        private ResponseFormat responseFormat = ResponseFormat.LINES;
        private Optional<Fault> fault = Optional.empty();

        private Builder() {}

        /** The port; 0, the default, selects a free one. */
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

        /** The seconds of sandbox time that pass in one second of the clock. */
        public Builder speed(double speed) {
            if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("speed must be a number above 0, not " + speed);
            }
            this.speed = speed;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** The format of responses unless the number selects one; lines by default. */
        public Builder responseFormat(ResponseFormat responseFormat) {
            this.responseFormat = responseFormat;
            return this;
        }

        /** A fault of every SendFax request; {@link Fault#CLOSED_BEFORE_BODY} affects every request. */
        public Builder fault(Fault fault) {
            this.fault = Optional.of(fault);
            return this;
        }

        /**
         * Starts the sandbox.
         *
         * @throws UncheckedIOException if the port is not available
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
