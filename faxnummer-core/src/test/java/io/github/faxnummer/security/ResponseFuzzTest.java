package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.OperatingSystemMXBean;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.DecodedResponse;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.MalformedResponseException;
import io.github.faxnummer.provider.faxnummerde.ResponseDecoder;
import io.github.faxnummer.testing.Pdfs;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Whatever a server answers ends in an answer or a protocol error, soon, and no fax counts as accepted or delivered
 * unless the answer says so. An input is a digit, or any other byte, for a charset, and an answer's body.
 */
class ResponseFuzzTest {

    private static final List<Optional<Charset>> CHARSETS = List.of(
            Optional.empty(),
            Optional.of(UTF_8),
            Optional.of(ISO_8859_1),
            Optional.of(Charset.forName("windows-1252")),
            Optional.of(UTF_16),
            Optional.of(UTF_16LE),
            Optional.of(UTF_16BE),
            Optional.of(US_ASCII),
            Optional.of(Charset.forName("UTF-32")),
            Optional.of(Charset.forName("ISO-2022-JP")));

    /** A body without these can say "ok" in no other way than by writing it. */
    private static final Pattern OTHER_SPELLINGS = Pattern.compile("[%\\\\&]");

    private static final Pattern SAYS_OK = Pattern.compile("WR_Status.*ok", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    // Processor time of the whole process: it does not depend on the load of the machine.
    private static final long MAX_NANOS = 5_000_000_000L;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final byte[] PDF = Pdfs.pages(1);

    private static final AtomicReference<Response.Builder> ANSWER = new AtomicReference<>(new Response.Builder());

    /** The real client over a network that is nothing but the input. */
    private static final FaxnummerClient CLIENT = Clients.withHttp(
                    new OkHttpClient.Builder()
                            .addInterceptor(chain ->
                                    ANSWER.get().request(chain.request()).build())
                            .build(),
                    FaxnummerClient.builder(new Account("acc00000", new Password("the-password"))))
            .build();

    private final ResponseDecoder decoder = new ResponseDecoder();

    @FuzzTest
    void decodesAnyResponseSafely(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Optional<Charset> charset = CHARSETS.get(Math.floorMod(input[0] - '0', CHARSETS.size()));
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        long start = SYSTEM.getProcessCpuTime();

        boolean ok = decodedOk(body, charset);
        String text = ResponseDecoder.text(body, charset);
        assertThat(ok && !OTHER_SPELLINGS.matcher(text).find())
                .isEqualTo(ok
                        && !OTHER_SPELLINGS.matcher(text).find()
                        && SAYS_OK.matcher(text).find());

        MediaType type = charset.map(declared -> MediaType.parse("text/plain; charset=" + declared.name()))
                .orElse(null);
        ANSWER.set(new Response.Builder()
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(body, type)));
        check(CLIENT.submit(fax()), ok);
        ANSWER.set(new Response.Builder()
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(body, type)));
        check(CLIENT.status(new JobId("faxsend-acc12345-1")), ok, text);

        assertThat(SYSTEM.getProcessCpuTime() - start).isLessThan(MAX_NANOS);
    }

    private boolean decodedOk(byte[] body, Optional<Charset> charset) {
        try {
            DecodedResponse answer = decoder.decode(body, charset);
            assertThat(answer.fields()).containsKey("WR_Status");
            assertThat(answer.isOk() && answer.isFailed()).isFalse();
            entries(answer);
            return answer.isOk();
        } catch (MalformedResponseException e) {
            shown(e.text());
            return false;
        }
    }

    private static void entries(DecodedResponse answer) {
        try {
            assertThat(String.valueOf(answer.entries().size()))
                    .isEqualTo(answer.field("WR_DataList_ObjectCount").orElse(""));
        } catch (MalformedResponseException e) {
            shown(e.text());
        }
    }

    private static void check(SubmissionResult result, boolean ok) {
        if (result instanceof SubmissionResult.Accepted accepted) {
            assertThat(ok).isTrue();
            assertThat(accepted.jobId().value()).matches("[!-~]{1,200}");
        } else if (result instanceof SubmissionResult.Rejected rejected) {
            assertThat(ok).isFalse();
            harmless(rejected.refusal().text());
        } else if (result instanceof SubmissionResult.Unknown unknown) {
            harmless(unknown.why());
        } else {
            throw new AssertionError("An answer came, so the fax left: " + result);
        }
    }

    private static void check(StatusResult result, boolean ok, String text) {
        if (result instanceof StatusResult.Known known) {
            assertThat(ok).isTrue();
            for (FaxStatus fax : known.faxes()) {
                assertThat(fax.state() == FaxStatus.State.DONE_OK
                                && !OTHER_SPELLINGS.matcher(text).find()
                                && !text.contains("DONE-OK"))
                        .isFalse();
                fax.cause().ifPresent(cause -> shown(cause.text()));
                fax.connectionDuration();
                fax.pagesSent();
                fax.triesRemaining();
            }
        } else if (result instanceof StatusResult.Refused refused) {
            assertThat(ok).isFalse();
            harmless(refused.refusal().text());
        } else if (result instanceof StatusResult.Unavailable unavailable) {
            harmless(unavailable.why());
        }
    }

    private static void harmless(Message text) {
        assertThat(shown(text)).hasSizeLessThan(1000).satisfies(SanitizerFuzzTest::harmless);
    }

    private static String shown(Message text) {
        return text.in(Locale.GERMAN) + text.in(Locale.ENGLISH);
    }

    private static FaxRequest fax() {
        return new FaxRequest(
                new FaxNumber("00493023125016"),
                "ci@example.org",
                Pdfs.document("report.pdf", 1),
                Pdfs.content(PDF),
                "",
                "",
                "report.pdf");
    }
}
