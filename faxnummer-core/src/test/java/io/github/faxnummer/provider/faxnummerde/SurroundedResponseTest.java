package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/**
 * Responses with text of a script, a web server or a debugger before, in and behind them: never a false acceptance, never a
 * lost job id, never a secret. {@code -Dresponses=10000000} tries more, {@code -Dresponses.seed} others.
 */
class SurroundedResponseTest {

    private static final int COUNT = Integer.getInteger("responses", 20_000);
    private static final long SEED = Long.getLong("responses.seed", 1);

    private static final String LOGIN = "Zq7x-login";
    private static final String PASSWORD = "Jk9ü<&'w\\orse battery";
    private static final List<String> PARTS =
            List.of("jk9ü", "jk9\\xc3", "jk9&uuml;", "jk9%c3%bc", "jk9\\u00fc", "jk9Ã¼", "jk9\uFFFD", "zq7x");

    private static final List<String> SURROUNDINGS = List.of(
            "",
            "\n",
            "\uFEFF",
            "\n\uFEFF",
            "<br />\n<b>Warning</b>:  foo() failed in <b>/srv/a.php</b> on line <b>7</b><br />\n",
            "\nWarning: a in /srv/a.php on line 1\n",
            "\nNotice: b in /srv/b.php on line 22\n",
            "\nDeprecated: c in /srv/c.php on line 3\n",
            "<pre>",
            "</pre>",
            "<br>",
            "<!-- x -->",
            "<html><head><title>Jk9ü</title></head>",
            "<html><head><title>Wartung</title></head>",
            "#0 /srv/a.php(3): login('Zq7x-login', 'Jk9\\xC3\\xBC<&'w\\\\or...')\n#1 {main}\n",
            "<pre>#0 login('Zq7x-login', 'Jk9\\xC3\\xBC&lt;&amp;'w\\\\or...')\n",
            "WR_Comment=Jk9%C3%BC%3C%26%27w\n",
            "WR_Jk9ü=1\nWR_Jk9ü=2\n",
            "Jk9\\u00fc<&'w",
            "Jk9&uuml;&lt;",
            "Status=DONE-OK\n",
            "WR_Status=failed\n",
            "WR_Status=ok\n",
            "}",
            "{",
            "&",
            "abcdef",
            "0",
            "\u0000",
            "%",
            "\"");

    @Test
    void keepsGuaranteesForAnySurroundings() {
        ResponseReader reader = new ResponseReader(new Account(LOGIN, new Password(PASSWORD)));
        Random random = new Random(SEED);
        int[] results = new int[4];
        for (int i = 0; i < COUNT; i++) {
            long seed = random.nextLong();
            results[check(reader, new Random(seed), seed)]++;
        }
        // All kinds of results occur, or nothing was tried.
        assertThat(results).doesNotContain(0);
        System.out.printf(
                Locale.ROOT,
                "%d responses: %d accepted, %d rejected, %d unknown with job id, %d unknown without%n",
                COUNT,
                results[0],
                results[1],
                results[2],
                results[3]);
    }

    private static int check(ResponseReader reader, Random random, long seed) {
        boolean ok = random.nextInt(3) > 0;
        String id = "faxsend-acc1-" + HexFormat.of().toHexDigits(random.nextLong())
                + HexFormat.of().toHexDigits(random.nextInt(1 << 16), 4);
        String body = surrounding(random) + response(ok, id, random) + surrounding(random);
        HttpResponse.End end = random.nextInt(8) == 0 ? HttpResponse.End.CUT_OFF : HttpResponse.End.WHOLE;
        int code = random.nextInt(4) == 0 ? 100 + random.nextInt(500) : 200;
        HttpResponse http = new HttpResponse(
                code, "text/html", Optional.of(StandardCharsets.UTF_8), ByteString.encodeUtf8(body), end);

        SubmissionResult result = reader.submission(http, 0);
        Message text = Message.of("network.interrupted");
        int kind;
        if (result instanceof SubmissionResult.Accepted accepted) {
            // Hexadecimal digits directly behind it may be digits of a longer one.
            String value = accepted.jobId().value();
            boolean isSame =
                    value.startsWith(id) && value.substring(id.length()).matches("[0-9a-f]*");
            check(ok && end == HttpResponse.End.WHOLE && isSame, "accepted", seed, body);
            shows(accepted.fields().toString(), seed, body);
            kind = 0;
        } else if (result instanceof SubmissionResult.Rejected rejected) {
            check(!ok, "rejected", seed, body);
            text = rejected.refusal().text();
            shows(rejected.refusal().comment(), seed, body);
            kind = 1;
        } else {
            SubmissionResult.Unknown unknown = (SubmissionResult.Unknown) result;
            check(!ok || unknown.candidates().contains(new JobId(id)), "lost", seed, body);
            text = unknown.why();
            kind = unknown.candidates().isEmpty() ? 3 : 2;
        }
        shows(text.in(Locale.ENGLISH) + text.in(Locale.GERMAN), seed, body);
        if (reader.status(http, new JobId(id)) instanceof StatusResult.Unavailable unavailable) {
            shows(unavailable.why().in(Locale.ENGLISH), seed, body);
        }
        return kind;
    }

    private static void shows(String shown, long seed, String body) {
        String lower = shown.toLowerCase(Locale.ROOT);
        for (String part : PARTS) {
            check(!lower.contains(part.toLowerCase(Locale.ROOT)), "shown: " + shown, seed, body);
        }
    }

    private static void check(boolean holds, String what, long seed, String body) {
        if (!holds) {
            throw new AssertionError(what + ", seed " + seed + ":\n" + body);
        }
    }

    private static String surrounding(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(SURROUNDINGS.get(random.nextInt(SURROUNDINGS.size())));
        }
        return text.toString();
    }

    private static String response(boolean ok, String id, Random random) {
        String inside = random.nextInt(3) == 0 ? surrounding(random) : "";
        String behindStatus = random.nextBoolean() ? inside : "";
        String behindId = behindStatus.isEmpty() ? inside : "";
        String status = ok ? "ok" : "failed";
        String value = ok ? id : "Fax wrong format";
        String name = ok ? "WR_Request_UUID" : "WR_Comment";
        return switch (random.nextInt(6)) {
            case 0 -> "WR_Status=" + status + "\n" + behindStatus + name + "=" + value + behindId + "\n";
            case 1 -> "WR_Status: " + status + "\r\n" + behindStatus + name + ": " + value + behindId;
            case 2 -> "WR_Status=" + status + behindStatus + "&" + name + "=" + value.replace(' ', '+') + behindId;
            case 3 ->
                "{\"WR_Status\":\"" + status + "\"," + behindStatus + "\"" + name + "\":\"" + value + "\"" + behindId
                        + "}";
            case 4 ->
                "<r><WR_Status>" + status + "</WR_Status>" + behindStatus + "<" + name + ">" + value + behindId + "</"
                        + name + "></r>";
            default -> "{\"data\":{\"WR_Status\":\"" + status + "\",\"" + name + "\":\"" + value + "\"}}" + inside;
        };
    }
}
