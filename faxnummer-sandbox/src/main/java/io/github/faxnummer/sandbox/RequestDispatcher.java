package io.github.faxnummer.sandbox;

import io.github.faxnummer.sandbox.scenario.ApiRequest;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.FaultPlan;
import io.github.faxnummer.sandbox.scenario.FaxService;
import io.github.faxnummer.sandbox.scenario.RequestLog;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.sandbox.web.WebPages;
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
 * Dispatches HTTP requests to the API or to the web pages and applies faults. Requests for pages have no faults and are
 * not counted.
 */
final class RequestDispatcher extends Dispatcher {
    static final String PATH = "/webrequests/product-voip/index.php";

    private final MockWebServer server;
    private final FaxService service;
    private final RequestLog log;
    private final FaultPlan faults;
    private final ResponseFormat responseFormat;
    private final String redirectTarget;
    private final WebPages pages;
    private final AtomicInteger pageViews = new AtomicInteger();

    /** @param redirectTarget scheme and host, without the port, under which this server is reachable as well */
    RequestDispatcher(
            MockWebServer server,
            FaxService service,
            RequestLog log,
            FaultPlan faults,
            ResponseFormat responseFormat,
            String redirectTarget,
            WebPages pages) {
        this.server = server;
        this.service = service;
        this.log = log;
        this.faults = faults;
        this.responseFormat = responseFormat;
        this.redirectTarget = redirectTarget;
        this.pages = pages;
    }

    @Override
    public MockResponse peek() {
        MockResponse.Builder policy = new MockResponse.Builder();
        return (faults.leavesBodyUnread() ? policy.doNotReadRequestBody() : policy).build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        discardRecordedRequests();
        String path = request.getUrl().encodedPath();
        boolean isRead =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (isRead && !path.equals(PATH)) {
            pageViews.incrementAndGet();
            return pages.respond(request);
        }
        ByteString body = request.getBody();
        if (body == null && faults.leavesBodyUnread()) {
            faults.removeUnreadBody();
            return new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build();
        }
        if (WebPages.isPage(path)) {
            return methodNotAllowed("GET, HEAD");
        }
        if (!path.equals(PATH)) {
            return FaultResponse.page(404, "Not Found").build();
        }
        if (!request.getMethod().equals("POST")) {
            return methodNotAllowed("POST");
        }
        String contentType = request.getHeaders().get("Content-Type");
        Optional<String> boundary = RequestReader.boundary(contentType == null ? "" : contentType);
        if (body == null || boundary.isEmpty()) {
            return FaultResponse.page(415, "Unsupported Media Type").build();
        }
        try {
            return respond(RequestReader.read(body, boundary.get()));
        } catch (IOException malformed) {
            return FaultResponse.page(400, "Bad Request").build();
        }
    }

    /** The number of requests for pages. */
    int pageViews() {
        return pageViews.get();
    }

    private MockResponse respond(ApiRequest request) {
        log.addRequest(request);
        Optional<Fault> fault = faults.forRequest(request);
        if (request.command().equals(FaxService.SEND_FAX)) {
            fault.ifPresent(it -> log.addFailure(request, it.description()));
        }
        boolean isCarriedOut = fault.map(Fault::isAfterAcceptance).orElse(true);
        MockResponse.Builder regular = isCarriedOut ? regularResponse(request, fault) : new MockResponse.Builder();
        return fault.map(it -> FaultResponse.of(
                        it, regular, request, URI.create(redirectTarget + ":" + server.getPort() + PATH)))
                .orElseGet(regular::build);
    }

    private MockResponse.Builder regularResponse(ApiRequest request, Optional<Fault> fault) {
        Map<String, String> response = service.respond(request);
        String comment = response.get("WR_Comment");
        if (comment != null && request.command().equals(FaxService.SEND_FAX)) {
            log.addFailure(request, comment);
        }
        ResponseFormat format = fault.flatMap(FaultResponse::format)
                .or(() -> destination(request).flatMap(TestNumber::of).flatMap(TestNumber::responseFormat))
                .orElse(responseFormat);
        return new MockResponse.Builder()
                .setHeader("Content-Type", format.contentType())
                .body(new Buffer().write(format.write(response)));
    }

    private static MockResponse methodNotAllowed(String allowed) {
        return FaultResponse.page(405, "Method Not Allowed")
                .setHeader("Allow", allowed)
                .build();
    }

    /** The recipient of the fax that the request is about. */
    private Optional<String> destination(ApiRequest request) {
        return request.command().equals(FaxService.GET_SENT_FAX_STATUS)
                ? log.job(request.field("sJobUUID")).map(job -> job.fax().destination())
                : Optional.of(request.destination());
    }

    /** The server keeps every request, including the password, until it is taken. */
    private void discardRecordedRequests() throws InterruptedException {
        RecordedRequest discarded;
        do {
            discarded = server.takeRequest(0, TimeUnit.NANOSECONDS);
        } while (discarded != null);
    }
}
