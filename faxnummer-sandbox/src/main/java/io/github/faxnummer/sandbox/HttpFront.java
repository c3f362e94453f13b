package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.ByteString;

/**
 * Turns HTTP into requests of the API and answers into HTTP, and lets the faults strike in between. Who looks at the
 * pages is left alone by faults and not counted.
 */
final class HttpFront extends Dispatcher {
    static final String PATH = "/webrequests/product-voip/index.php";

    private final MockWebServer server;
    private final FaxService service;
    private final Ledger ledger;
    private final FaultPlan faults;
    private final AnswerForm answerForm;
    private final String elsewhere;
    private final WebPages pages;
    private final AtomicInteger pageViews = new AtomicInteger();

    /** @param elsewhere scheme and host, without a port, under which this server can also be reached */
    HttpFront(
            MockWebServer server,
            FaxService service,
            Ledger ledger,
            FaultPlan faults,
            AnswerForm answerForm,
            String elsewhere,
            WebPages pages) {
        this.server = server;
        this.service = service;
        this.ledger = ledger;
        this.faults = faults;
        this.answerForm = answerForm;
        this.elsewhere = elsewhere;
        this.pages = pages;
    }

    @Override
    public MockResponse peek() {
        MockResponse.Builder policy = new MockResponse.Builder();
        return (faults.leavesBodyUnread() ? policy.doNotReadRequestBody() : policy).build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        forgetRecordedRequests();
        String path = request.getUrl().encodedPath();
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reads && !path.equals(PATH)) {
            pageViews.incrementAndGet();
            return pages.answer(request);
        }
        ByteString body = request.getBody();
        if (body == null && faults.leavesBodyUnread()) {
            faults.bodyLeftUnread();
            return new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build();
        }
        if (WebPages.isPage(path)) {
            return methodNotAllowed("GET, HEAD");
        }
        if (!path.equals(PATH)) {
            return Fault.page(404, "Not Found").build();
        }
        if (!request.getMethod().equals("POST")) {
            return methodNotAllowed("POST");
        }
        String contentType = request.getHeaders().get("Content-Type");
        Optional<String> boundary = ApiRequest.boundary(contentType == null ? "" : contentType);
        if (body == null || boundary.isEmpty()) {
            return Fault.page(415, "Unsupported Media Type").build();
        }
        try {
            return answer(ApiRequest.read(body, boundary.get()));
        } catch (IOException malformed) {
            return Fault.page(400, "Bad Request").build();
        }
    }

    /** How many requests were no business of the API. */
    int pageViews() {
        return pageViews.get();
    }

    private MockResponse answer(ApiRequest request) {
        ledger.request(request);
        Optional<Fault> fault = faults.forRequest(request);
        if (request.command().equals(FaxService.SEND_FAX)) {
            fault.ifPresent(strike -> ledger.trouble(request, strike.description()));
        }
        boolean refusedAtOnce =
                fault.filter(strike -> !strike.strikesAfterAcceptance()).isPresent();
        MockResponse.Builder answer = refusedAtOnce ? new MockResponse.Builder() : honestAnswer(request, fault);
        return fault.map(strike ->
                        strike.insteadOf(answer, request, URI.create(elsewhere + ":" + server.getPort() + PATH)))
                .orElseGet(answer::build);
    }

    private MockResponse.Builder honestAnswer(ApiRequest request, Optional<Fault> fault) {
        Map<String, String> answer = service.answer(request);
        String comment = answer.get("WR_Comment");
        if (comment != null && request.command().equals(FaxService.SEND_FAX)) {
            ledger.trouble(request, comment);
        }
        AnswerForm form = fault.flatMap(Fault::form)
                .or(() -> destination(request).flatMap(TestNumber::of).flatMap(TestNumber::answerForm))
                .orElse(answerForm);
        return new MockResponse.Builder()
                .setHeader("Content-Type", form.contentType())
                .body(new Buffer().write(form.write(answer)));
    }

    private static MockResponse methodNotAllowed(String allowed) {
        return Fault.page(405, "Method Not Allowed").setHeader("Allow", allowed).build();
    }

    /** Where the fax goes that the request is about. */
    private Optional<String> destination(ApiRequest request) {
        return request.command().equals(FaxService.GET_SENT_FAX_STATUS)
                ? ledger.job(request.field("sJobUUID")).map(job -> job.fax().destination())
                : Optional.of(request.destination());
    }

    /** The server keeps every request, password and all, until somebody takes it. */
    private void forgetRecordedRequests() throws InterruptedException {
        RecordedRequest forgotten;
        do {
            forgotten = server.takeRequest(0, TimeUnit.NANOSECONDS);
        } while (forgotten != null);
    }
}
