package io.github.faxnummer.sandbox.scenario;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The two functions of the API, as strict as its documentation, as maps of fields: without HTTP and response formats. */
public final class FaxService {
    public static final String SEND_FAX = "SendFax";
    public static final String GET_SENT_FAX_STATUS = "GetSentFaxStatus";
    public static final String FAX_WRONG_FORMAT = "Fax wrong format";
    public static final String NOT_AVAILABLE = "Webrequest is not available for this account";

    private static final String FAILED_TO_SEND = "Failed to send Fax";
    private static final String DESTINATION_WRONG_FORMAT = "Destination wrong format";
    private static final String EMAIL_WRONG_FORMAT = "Email wrong format";
    private static final String PRODUCTCODE_INVALID = "Productcode invalid";
    private static final String JOB_NOT_FOUND = "Job not found";

    private static final Pattern NUMBER = Pattern.compile("00[1-9][0-9]{5,14}|0[1-9][0-9]{3,13}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    private static final Pattern SENDER = Pattern.compile("[ -~]{0,20}");

    private final String login;
    private final String password;
    private final InstantSource clock;
    private final double speed;
    private final RequestLog log;
    private final SecureRandom random = new SecureRandom();

    public FaxService(String login, String password, InstantSource clock, double speed, RequestLog log) {
        this.login = login;
        this.password = password;
        this.clock = clock;
        this.speed = speed;
        this.log = log;
    }

    /**
     * The fields of the response. The response to an unknown {@code sCommand} is not documented; the sandbox rejects it
     * like an account without access to the API.
     */
    public Map<String, String> respond(ApiRequest request) {
        if (!request.field("sProductLogin").equals(login)) {
            return failed(NOT_AVAILABLE);
        }
        if (!request.password().equals(password)) {
            return failed(PRODUCTCODE_INVALID);
        }
        return switch (request.command()) {
            case SEND_FAX -> sendFax(request);
            case GET_SENT_FAX_STATUS -> sentFaxStatus(request.field("sJobUUID"));
            default -> failed(NOT_AVAILABLE);
        };
    }

    private Map<String, String> sendFax(ApiRequest request) {
        if (!NUMBER.matcher(request.destination()).matches()) {
            return failed(DESTINATION_WRONG_FORMAT);
        }
        if (!EMAIL.matcher(request.field("sEmail")).matches()) {
            return failed(EMAIL_WRONG_FORMAT);
        }
        OptionalInt pages = pages(request);
        if (pages.isEmpty()) {
            return failed(FAX_WRONG_FORMAT);
        }
        Optional<TestNumber> number = TestNumber.of(request.destination());
        if (!hasValidSenderAndSource(request)
                || number.filter(TestNumber.REJECTED::equals).isPresent()) {
            return failed(FAILED_TO_SEND);
        }
        return accept(request, pages.getAsInt(), number.orElse(TestNumber.DELIVERED));
    }

    private Map<String, String> accept(ApiRequest request, int pages, TestNumber number) {
        ApiRequest.Upload document = request.document().orElseThrow();
        ReceivedFax fax = new ReceivedFax(
                newJobId(),
                request.fields(),
                document.content(),
                pages,
                document.fileName(),
                document.contentType(),
                clock.instant());
        log.addJob(fax, earlierFaxes -> new Job(fax, number.scenario(pages, earlierFaxes), number, speed));
        Map<String, String> response = ok();
        response.put("WR_Request_UUID", fax.jobId());
        return response;
    }

    /** The response for an unknown job is not documented; the comment is the sandbox's own. */
    private Map<String, String> sentFaxStatus(String jobId) {
        return log.job(jobId)
                .filter(job -> job.isKnown(clock.instant()))
                .map(this::status)
                .orElseGet(() -> failed(JOB_NOT_FOUND));
    }

    private Map<String, String> status(Job job) {
        Map<String, String> response = ok();
        response.put("WR_DataList_ObjectCount", "1");
        job.entry(clock.instant()).forEach((name, value) -> response.put("WR_DataList_1_" + name, value));
        return response;
    }

    private static OptionalInt pages(ApiRequest request) {
        String mimeType = request.field("mimeType");
        if (request.document().isEmpty() || !(mimeType.isEmpty() || mimeType.equals("application/pdf"))) {
            return OptionalInt.empty();
        }
        return PageCounter.pages(request.document().get().content());
    }

    private static boolean hasValidSenderAndSource(ApiRequest request) {
        String source = request.field("sSource");
        return SENDER.matcher(request.field("sSender")).matches()
                && (source.isEmpty() || NUMBER.matcher(source).matches());
    }

    private String newJobId() {
        byte[] id = new byte[10];
        random.nextBytes(id);
        return "faxsend-" + login + "-" + HexFormat.of().formatHex(id);
    }

    private static Map<String, String> ok() {
        Map<String, String> response = new LinkedHashMap<>();
        response.put("WR_Status", "ok");
        return response;
    }

    private static Map<String, String> failed(String comment) {
        Map<String, String> response = new LinkedHashMap<>();
        response.put("WR_Status", "failed");
        response.put("WR_Comment", comment);
        return response;
    }
}
