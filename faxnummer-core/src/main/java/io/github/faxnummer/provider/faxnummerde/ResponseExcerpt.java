package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a response that was not understood which a message quotes. Such a response can repeat the request with
 * the account's login and password, in part and in any spelling, so only these parts are quoted: HTTP status, media
 * type, length, the title of a web page, and the first field of the API. No text of a response that contains a trace or
 * a secret is quoted.
 *
 * @param secrets login and password
 */
record ResponseExcerpt(SecretScanner secrets) {

    private static final int MAX_TITLE_LENGTH = 60;

    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,60}");
    private static final Pattern TRACE = Pattern.compile(
            "stack trace|traceback|exception|fatal error|thrown in|#\\d{1,3} |\\bat [\\w.$]+\\(|login\\s*\\(" + "|"
                    + FieldNames.LOGIN + "|" + FieldNames.PASSWORD,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TITLE =
            Pattern.compile("<title(?:\\s[^<>]{0,200})?>([^<>]{1,500})</title", Pattern.CASE_INSENSITIVE);
    private static final Pattern FIELD =
            Pattern.compile("(WR_[A-Za-z0-9_]{1,60})[\"'\\]]?\\s{0,5}(?:=>|[=:>])\\s{0,5}[\"']?([\\w.:-]{0,60})");

    /** The reason with the quoted parts of the response. */
    Message of(HttpResponse response, Message why, String text) {
        Message excerpt = Message.of("response.http", response.code());
        if (MEDIA_TYPE.matcher(response.mediaType()).matches() && !secrets.isIn(response.mediaType())) {
            excerpt = Message.of("response.type", excerpt, response.mediaType());
        }
        int bytes = response.body().size();
        excerpt = bytes == 0 ? Message.of("response.empty", excerpt) : Message.of("response.bytes", excerpt, bytes);
        if (!secrets.isIn(text) && !TRACE.matcher(text).find()) {
            excerpt = withTitle(excerpt, text);
            excerpt = withFirstField(excerpt, text);
        }
        return Message.of("protocol.error", withoutSecrets(why), excerpt);
    }

    /** The same text; arguments with a secret are left out. */
    Message withoutSecrets(Message text) {
        return Message.of(
                text.key(),
                text.arguments().stream()
                        .map(argument -> argument instanceof Message inner
                                ? withoutSecrets(inner)
                                : secrets.isIn(argument.toString()) ? "…" : argument)
                        .toArray());
    }

    private Message withTitle(Message excerpt, String text) {
        Matcher title = TITLE.matcher(text);
        return Optional.of(title)
                .filter(Matcher::find)
                .map(it -> Sanitizer.line(it.group(1), MAX_TITLE_LENGTH))
                .filter(it -> !it.isEmpty() && !secrets.isIn(it))
                .map(it -> Message.of("response.title", excerpt, it))
                .orElse(excerpt);
    }

    private Message withFirstField(Message excerpt, String text) {
        Matcher field = FIELD.matcher(text);
        return Optional.of(field)
                .filter(Matcher::find)
                .filter(it -> FieldNames.isDocumented(it.group(1)))
                .map(it -> it.group(1) + "=" + it.group(2))
                .filter(it -> !secrets.isIn(it))
                .map(it -> Message.of("response.field", excerpt, it))
                .orElse(excerpt);
    }
}
