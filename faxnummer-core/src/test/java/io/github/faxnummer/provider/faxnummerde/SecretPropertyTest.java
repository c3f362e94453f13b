package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okio.ByteString;

/** However a response spells the password or the login, nothing that a result shows contains a first part of it. */
class SecretPropertyTest {

    private static final int PART = 4;

    /** How a program spells a value in what it prints. */
    enum Spelling {
        RAW {
            @Override
            String of(String value) {
                return value;
            }
        },
        PHP_TRACE {
            @Override
            String of(String value) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                StringBuilder spelled = new StringBuilder("'");
                for (int i = 0; i < Math.min(15, bytes.length); i++) {
                    spelled.append(
                            bytes[i] < ' ' || bytes[i] == 0x7F
                                    ? String.format(Locale.ROOT, "\\x%02X", bytes[i] & 0xFF)
                                    : String.valueOf((char) bytes[i]));
                }
                return spelled + (bytes.length > 15 ? "...'" : "'");
            }
        },
        PHP_TRACE_IN_HTML {
            @Override
            String of(String value) {
                return PHP_TRACE
                        .of(value)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;");
            }
        },
        HTML {
            @Override
            String of(String value) {
                return value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#039;");
            }
        },
        HTML_DECIMAL {
            @Override
            String of(String value) {
                return value.codePoints().mapToObj(it -> "&#" + it + ";").collect(Collectors.joining());
            }
        },
        HTML_HEXADECIMAL {
            @Override
            String of(String value) {
                return value.codePoints()
                        .mapToObj(it -> "&#x" + Integer.toHexString(it) + ";")
                        .collect(Collectors.joining());
            }
        },
        HTML_NAMED {
            @Override
            String of(String value) {
                return HTML.of(value)
                        .replace("ü", "&uuml;")
                        .replace("ß", "&szlig;")
                        .replace("é", "&eacute;");
            }
        },
        URL {
            @Override
            String of(String value) {
                return URLEncoder.encode(value, StandardCharsets.UTF_8);
            }
        },
        URL_WITH_BLANKS {
            @Override
            String of(String value) {
                return URL.of(value).replace("+", "%20").toLowerCase(Locale.ROOT);
            }
        },
        URL_ISO_8859_1 {
            @Override
            String of(String value) {
                return URLEncoder.encode(value, StandardCharsets.ISO_8859_1);
            }
        },
        URL_OF_JAVASCRIPT {
            @Override
            String of(String value) {
                return value.chars()
                        .mapToObj(it -> String.format(Locale.ROOT, "%%u%04X", it))
                        .collect(Collectors.joining());
            }
        },
        JSON {
            @Override
            String of(String value) {
                return new String(JsonStringEncoder.getInstance().quoteAsString(value)).replace("/", "\\/");
            }
        },
        JSON_ASCII {
            @Override
            String of(String value) {
                StringBuilder spelled = new StringBuilder();
                for (char it : JSON.of(value).toCharArray()) {
                    spelled.append(it < 0x80 ? String.valueOf(it) : String.format(Locale.ROOT, "\\u%04x", (int) it));
                }
                return spelled.toString();
            }
        },
        JAVA_OCTAL {
            @Override
            String of(String value) {
                StringBuilder spelled = new StringBuilder();
                for (byte it : value.getBytes(StandardCharsets.UTF_8)) {
                    spelled.append(
                            it < ' ' ? String.format(Locale.ROOT, "\\%03o", it & 0xFF) : String.valueOf((char) it));
                }
                return spelled.toString();
            }
        },
        WRONG_CHARSET {
            @Override
            String of(String value) {
                return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
        },
        UPPER_CASE {
            @Override
            String of(String value) {
                return value.toUpperCase(Locale.ROOT);
            }
        };

        abstract String of(String value);
    }

    /** Where a response has it; {0} is what it is. */
    enum Place {
        BEFORE("{0}\nWR_Status=ok\nWR_Request_UUID=a-1"),
        BEHIND("WR_Status=ok\nWR_Request_UUID=a-1\n<br>{0}"),
        TRACE(
                "PHP Fatal error: Uncaught Exception in /a.php:3\nStack trace:\n#0 /a.php(9): login('x', {0})\n#1 '{main'}"),
        PAGE("<html><title>Wartung</title><p>{0}</p></html>"),
        TITLE("<html><title>{0}</title></html>"),
        FIRST_FIELD("<br>WR_Comment={0}<br>WR_Status=ok"),
        FIELD_NAME("WR_Status=ok\nWR_{0}=1\nWR_{0}=2"),
        JSON_NAME("'{'\"WR_Status\":\"ok\",\"{0}\":'{}}'"),
        REQUEST_UUID("<br>WR_Status=ok<br>WR_Request_UUID={0}<br>"),
        COMMENT_OF_FAILURE("WR_Status=failed\nWR_Comment=wrong password {0}"),
        COMMENT_OF_SUCCESS("WR_Status=ok\nWR_Request_UUID=a-1\nWR_Comment={0}"),
        OTHER_FIELD("WR_Status=ok\nWR_Request_UUID=a-1\nSQL=select {0}"),
        OBJECT_COUNT("WR_Status=ok\nWR_DataList_ObjectCount={0}"),
        JOB_UUID("WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_JobUUID={0}"),
        REMOTE_TSI("WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_RemoteTSI={0}"),
        STATUS("WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_Status={0}"),
        ENTRY_NAME("WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_{0}=x"),
        MEDIA_TYPE("<html>");

        private final String pattern;

        Place(String pattern) {
            this.pattern = pattern;
        }

        HttpResponse response(String spelled) {
            return new HttpResponse(
                    500,
                    this == MEDIA_TYPE ? "text/" + spelled.toLowerCase(Locale.ROOT) : "text/html",
                    Optional.of(StandardCharsets.UTF_8),
                    ByteString.encodeUtf8(
                            pattern.replace("'{", "{").replace("}'", "}").replace("{0}", spelled)),
                    HttpResponse.End.WHOLE);
        }

        /** Where only the password is a secret: in what is understood, and in a job id, which names its account. */
        boolean isOfPasswordOnly() {
            return switch (this) {
                case BEFORE,
                        BEHIND,
                        COMMENT_OF_FAILURE,
                        COMMENT_OF_SUCCESS,
                        OTHER_FIELD,
                        REMOTE_TSI,
                        STATUS,
                        ENTRY_NAME,
                        REQUEST_UUID -> true;
                default -> false;
            };
        }
    }

    @Property(tries = 3000)
    void hidesFirstPartOfSecret(
            @ForAll("secrets") String password,
            @ForAll("secrets") String login,
            @ForAll Spelling spelling,
            @ForAll Place place,
            @ForAll boolean ofLogin) {
        String secret = ofLogin && !place.isOfPasswordOnly() ? login : password;
        ResponseReader reader = new ResponseReader(new Account(login, new Password(password)));
        HttpResponse response = place.response(spelling.of(secret));

        String shown =
                shown(reader.submission(response, 3 << 20)) + "\n" + shown(reader.status(response, new JobId("a-1")));

        String part = secret.substring(0, PART);
        for (Spelling other : Spelling.values()) {
            String spelled = other.of(part).replace("'", "");
            // What our own words happen to contain is no leak: they are the same for every password.
            // In capitals one letter may become two: the part before a quotation mark is then shorter than it looks.
            boolean isShorter = other == Spelling.UPPER_CASE
                    && spelled.length() > part.replace("'", "").length();
            if (!isShorter && spelled.replaceAll("[^\\p{L}\\p{N}]", "").length() >= PART) {
                assertThat(shown.toLowerCase(Locale.ROOT)).doesNotContain(spelled.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Its first characters occur in no text of ours. */
    @Provide
    Arbitrary<String> secrets() {
        Arbitrary<String> beginning = Arbitraries.strings()
                .withChars("QXZ7üßé&<>\"'%\\{}+/$;=€ \t\u0007😀")
                .ofLength(3)
                .map(it -> "Q7" + it + "XZ");
        return net.jqwik.api.Combinators.combine(
                        beginning,
                        Arbitraries.strings().withChars("QXZ7üßé&<>\"'%\\{}+ ").ofMaxLength(20))
                .as(String::concat);
    }

    /** All that can be seen of a result, in both languages. */
    private static String shown(Object result) {
        List<Message> texts = new ArrayList<>();
        if (result instanceof SubmissionResult.Unknown unknown) {
            texts.add(unknown.why());
        } else if (result instanceof SubmissionResult.Rejected rejected) {
            texts.add(rejected.refusal().text());
        } else if (result instanceof StatusResult.Unavailable unavailable) {
            texts.add(unavailable.why());
        } else if (result instanceof StatusResult.Refused refused) {
            texts.add(refused.refusal().text());
        }
        return result
                + texts.stream()
                        .map(it -> it.in(Locale.ENGLISH) + "\n" + it.in(Locale.GERMAN))
                        .collect(Collectors.joining("\n"));
    }
}
