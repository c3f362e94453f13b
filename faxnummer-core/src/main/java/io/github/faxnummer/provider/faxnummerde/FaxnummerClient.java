package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionPermit;
import io.github.faxnummer.provider.SubmissionResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The two functions of the Faxnummer.de API, one blocking HTTP exchange each. An interrupt ends a call at once; the
 * interrupt status stays set. Thread-safe. Closing ends its threads and connections.
 */
public final class FaxnummerClient implements FaxProvider {

    private static final int MAX_CONCURRENT_CALLS = 64;
    private static final long GRACE_MILLIS = 1000;
    private static final int MAX_MESSAGE_LENGTH = 160;

    private final Endpoint endpoint;
    private final Account account;
    private final CallExecutor submissions = new CallExecutor(Duration.ZERO);
    private final CallExecutor polls = new CallExecutor(Duration.ofSeconds(1));
    private final ResponseReader responses;
    private final OkHttpClient submitting;
    private final OkHttpClient polling;

    private FaxnummerClient(Builder builder) {
        endpoint = builder.endpoint;
        account = builder.account;
        responses = new ResponseReader(account);
        OkHttpClient.Builder common = builder.httpClient
                .get()
                .socketFactory(new BoundedReadSocketFactory())
                // Over HTTP/2 submissions would share a connection, and a server could send frames without end that no
                // bound on an answer counts.
                .protocols(List.of(Protocol.HTTP_1_1))
                .cache(null)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .addNetworkInterceptor(FaxnummerClient::withoutRetryAfter)
                .connectTimeout(builder.timeouts.connect())
                .readTimeout(builder.timeouts.idle())
                .writeTimeout(builder.timeouts.idle());
        builder.proxy.ifPresent(proxy -> use(proxy, common));
        if (!endpoint.url().startsWith("https:")) {
            // Loads nothing of TLS.
            common.proxy(Proxy.NO_PROXY).connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        OkHttpClient shared = common.build();
        // A reused connection may be dead without notice, and then it would be unknown whether the fax
        // went out: each submission gets a connection of its own.
        submitting = shared.newBuilder()
                .dispatcher(dispatcher(submissions))
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addNetworkInterceptor(SingleUseGate::intercept)
                .callTimeout(builder.timeouts.submission())
                .build();
        polling = shared.newBuilder()
                .dispatcher(dispatcher(polls))
                .connectionPool(new ConnectionPool())
                .callTimeout(builder.timeouts.poll())
                .build();
    }

    /** A client of the provider's endpoint, without proxy, with default timeouts, unless the builder sets others. */
    public static Builder builder(Account account) {
        return new Builder(account);
    }

    /**
     * {@code SendFax} (documentation, "Funktion SendFax"): at most once under all circumstances. If the
     * server has several addresses, further ones are tried only until a connection is established.
     */
    @Override
    public SubmissionResult submit(FaxRequest fax) {
        InputStream document;
        long length;
        try {
            length = fax.content().length();
            document = fax.content().open();
        } catch (IOException | RuntimeException e) {
            return new SubmissionResult.NotSent(
                    responses.withoutSecrets(Message.of("network.document", cleaned(e.getMessage()))), false);
        }
        try {
            if (length < 1) {
                return new SubmissionResult.NotSent(Message.of("input.document.empty"), false);
            }
            return length == fax.document().sent().bytes()
                    ? submit(fax, new DocumentBody(document, fax.document().sent()))
                    : new SubmissionResult.NotSent(Message.of("network.document.changed"), false);
        } finally {
            closeQuietly(document);
        }
    }

    private SubmissionResult submit(FaxRequest fax, DocumentBody document) {
        MultipartBody.Builder form = form("SendFax")
                .addFormDataPart(FieldNames.DESTINATION, fax.destination().dialled())
                .addFormDataPart(FieldNames.EMAIL, fax.email())
                .addFormDataPart(FieldNames.MIME_TYPE, "application/pdf")
                .addFormDataPart(FieldNames.FAX_FILE_NAME, fax.reference());
        if (!fax.sender().isEmpty()) {
            form.addFormDataPart(FieldNames.SENDER, fax.sender());
        }
        if (!fax.source().isEmpty()) {
            form.addFormDataPart(FieldNames.SOURCE, fax.source());
        }
        form.addFormDataPart(FieldNames.FAX, uploadName(fax.document()), document);
        SingleUseGate gate = new SingleUseGate(fax.permit());
        try {
            return responses.submission(
                    exchange(submitting, form, gate), fax.document().sent().bytes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Message why = Message.of("network.interrupted");
            return gate.lock() ? new SubmissionResult.NotSent(why, true) : new SubmissionResult.Unknown(why);
        } catch (IOException e) {
            NetworkFailure failure = NetworkFailure.of(e, endpoint);
            return gate.lock()
                    ? new SubmissionResult.NotSent(responses.withoutSecrets(failure.text()), failure.retryable())
                    : new SubmissionResult.Unknown(responses.withoutSecrets(failure.text()));
        }
    }

    /** {@code GetSentFaxStatus} (documentation, "Funktion GetSentFaxStatus"): changes nothing, may be repeated. */
    @Override
    public StatusResult status(JobId jobId) {
        MultipartBody.Builder form = form("GetSentFaxStatus").addFormDataPart(FieldNames.JOB_UUID, jobId.value());
        try {
            return responses.status(exchange(polling, form, new SingleUseGate(SubmissionPermit.ALWAYS)), jobId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StatusResult.Unavailable(Message.of("network.interrupted"));
        } catch (IOException e) {
            return new StatusResult.Unavailable(
                    responses.withoutSecrets(NetworkFailure.of(e, endpoint).text()));
        }
    }

    /**
     * Tests the account with a request that changes and costs nothing: the status of a job that cannot exist. The
     * response to that is not documented, so every response except a rejection of the account counts as success.
     *
     * @return why the account cannot be used; empty if it can
     */
    @Override
    public Optional<Message> checkAccount() {
        StatusResult result = status(new JobId("faxnummer-for-ci-account-check"));
        if (result instanceof StatusResult.Unavailable unavailable) {
            return Optional.of(unavailable.why());
        }
        return result instanceof StatusResult.Refused refused
                        && refused.refusal().reason().concernsAccount()
                ? Optional.of(refused.refusal().text())
                : Optional.empty();
    }

    @Override
    public void close() {
        submitting.dispatcher().cancelAll();
        polling.dispatcher().cancelAll();
        submitting.connectionPool().evictAll();
        polling.connectionPool().evictAll();
        submissions.shutdown();
        polls.shutdown();
    }

    private static Dispatcher dispatcher(CallExecutor threads) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
        dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
        return dispatcher;
    }

    private static void closeQuietly(InputStream document) {
        try {
            document.close();
        } catch (IOException | RuntimeException e) {
            // A file that cannot be closed must not hide the result of the submission.
        }
    }

    /**
     * Removes Retry-After: the delivery decides when to poll again, and a number that is too large makes the library
     * throw in its own thread.
     */
    private static Response withoutRetryAfter(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request())
                .newBuilder()
                .removeHeader("Retry-After")
                .build();
    }

    private static void use(HttpProxy proxy, OkHttpClient.Builder client) {
        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
        if (!proxy.user().isEmpty()) {
            String credentials = Credentials.basic(proxy.user(), proxy.password(), StandardCharsets.UTF_8);
            // OkHttp asks for a login also when the server behind the proxy answers 407, which must not get this one.
            client.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                            || !response.request().method().equals("CONNECT")
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", credentials)
                            .build());
        }
    }

    /**
     * PHP removes everything up to the last backslash of a file name and does not decode OkHttp's escaped quotation
     * mark. What was made of a document in another format is a PDF.
     */
    private static String uploadName(Document document) {
        String name = Sanitizer.name(document.name()).replace('\\', '_').replace('"', '_');
        return name.toLowerCase(Locale.ROOT).endsWith(".pdf") || !document.isComposed() ? name : name + ".pdf";
    }

    private MultipartBody.Builder form(String command) {
        return new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart(FieldNames.LOGIN, account.login())
                .addFormDataPart(FieldNames.PASSWORD, account.password().value())
                .addFormDataPart(FieldNames.COMMAND, command);
    }

    private HttpResponse exchange(OkHttpClient client, MultipartBody.Builder form, SingleUseGate gate)
            throws IOException, InterruptedException {
        Call call = client.newCall(new Request.Builder()
                .url(endpoint.url())
                .tag(SingleUseGate.class, gate)
                // Otherwise, the library decompresses a response, and drops one that is only declared as compressed.
                .header("Accept-Encoding", "identity")
                .post(form.build())
                .build());
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                try {
                    answer.complete(HttpResponse.read(response));
                } catch (Throwable e) {
                    // The caller waits for any outcome.
                    answer.completeExceptionally(e);
                }
            }
        });
        try {
            // The library's timeout ends a call that waits, not one that is busy reading a hostile response.
            return answer.get(client.callTimeoutMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InterruptedIOException("timeout");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            // Has no effect on a finished call; ends one whose caller was interrupted.
            call.cancel();
        }
    }

    private static String cleaned(@Nullable String message) {
        return Sanitizer.line(String.valueOf(message), MAX_MESSAGE_LENGTH);
    }

    /** Everything but the account has a default. */
    public static final class Builder {

        private final Account account;
        private Endpoint endpoint = FaxnummerApi.ENDPOINT;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Optional<HttpProxy> proxy = Optional.empty();
        private Supplier<OkHttpClient.Builder> httpClient = () -> new OkHttpClient.Builder().proxy(Proxy.NO_PROXY);

        private Builder(Account account) {
            this.account = account;
        }

        public Builder endpoint(Endpoint value) {
            endpoint = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        /** The proxy for an HTTPS endpoint; without one the {@linkplain #proxySelector selector} decides. */
        public Builder proxy(Optional<HttpProxy> value) {
            proxy = value;
            return this;
        }

        /** Chooses the proxy where {@link #proxy} names none; by default there is no proxy then. */
        public Builder proxySelector(ProxySelector value) {
            Supplier<OkHttpClient.Builder> other = httpClient;
            httpClient = () -> other.get().proxy(null).proxySelector(value);
            return this;
        }

        /**
         * Replaces trust and name resolution in tests. Sockets, protocols, retries, redirects, authentication, pooling
         * and timeouts are not taken from it: they ensure that a fax is submitted at most once and bound each response.
         */
        Builder httpClient(OkHttpClient value) {
            httpClient = value::newBuilder;
            return this;
        }

        public FaxnummerClient build() {
            return new FaxnummerClient(this);
        }
    }
}
