package io.github.faxnummer.sandbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The two functions of the API, as strict as its documentation. It knows fields, and neither HTTP nor answer forms. */
final class FaxService {
    static final String SEND_FAX = "SendFax";
    static final String GET_SENT_FAX_STATUS = "GetSentFaxStatus";
    static final String FAX_WRONG_FORMAT = "Fax wrong format";
    static final String NOT_AVAILABLE = "Webrequest is not available for this account";

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
    private final Ledger ledger;
    private final SecureRandom random = new SecureRandom();

    FaxService(String login, String password, InstantSource clock, double speed, Ledger ledger) {
        this.login = login;
        this.password = password;
        this.clock = clock;
        this.speed = speed;
        this.ledger = ledger;
    }

    /**
     * The fields of the answer. What an unknown {@code sCommand} is answered is not documented; here it is refused like
     * an account that may not use the API.
     */
    Map<String, String> answer(ApiRequest request) {
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
        if (!senderAndSourceFit(request)
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
        ledger.accept(new Job(fax, number.course(pages), number, speed));
        Map<String, String> answer = ok();
        answer.put("WR_Request_UUID", fax.jobId());
        return answer;
    }

    /** What an unknown job is answered is not documented; the comment is the sandbox's own. */
    private Map<String, String> sentFaxStatus(String jobId) {
        return ledger.job(jobId)
                .filter(job -> job.isKnown(clock.instant()))
                .map(this::status)
                .orElseGet(() -> failed(JOB_NOT_FOUND));
    }

    private Map<String, String> status(Job job) {
        Map<String, String> answer = ok();
        answer.put("WR_DataList_ObjectCount", "1");
        job.entry(clock.instant()).forEach((name, value) -> answer.put("WR_DataList_1_" + name, value));
        return answer;
    }

    private static OptionalInt pages(ApiRequest request) {
        String mimeType = request.field("mimeType");
        if (request.document().isEmpty() || !(mimeType.isEmpty() || mimeType.equals("application/pdf"))) {
            return OptionalInt.empty();
        }
        return Pdf.pages(request.document().get().content());
    }

    private static boolean senderAndSourceFit(ApiRequest request) {
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
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("WR_Status", "ok");
        return answer;
    }

    private static Map<String, String> failed(String comment) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("WR_Status", "failed");
        answer.put("WR_Comment", comment);
        return answer;
    }
}
