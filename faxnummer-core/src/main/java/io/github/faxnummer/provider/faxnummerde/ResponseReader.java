package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns an HTTP response into a result. Only a response that is understood completely is a success or a rejection. No
 * result shows a part of the password, or, after a response that was not understood, of the login.
 */
final class ResponseReader {

    private static final int HTTP_TOO_LARGE = 413;

    // More than 8 MiB hold of those that are documented; of shorter ones there could be as many as would fill the
    // memory.
    private static final int MAX_FIELDS = 250_000;

    private static final List<String> IDENTITY =
            List.of(FieldNames.ENTRY_JOB_UUID, FieldNames.ENTRY_DESTINATION, FieldNames.ENTRY_FAX_FILE_NAME);

    private final ResponseDecoder decoder = new ResponseDecoder(MAX_FIELDS);
    private final SecretScanner password;
    private final ResponseExcerpt excerpt;

    ResponseReader(Account account) {
        String secret = account.password().value();
        password = new SecretScanner(secret);
        excerpt = new ResponseExcerpt(new SecretScanner(account.login(), secret));
    }

    /** The same text without arguments that show a secret. */
    Message withoutSecrets(Message text) {
        return excerpt.withoutSecrets(text);
    }

    SubmissionResult submission(HttpResponse http, long documentBytes) {
        try {
            DecodedResponse answer = decoded(http);
            Optional<JobId> jobId = answer.field(FieldNames.REQUEST_UUID).flatMap(JobId::of);
            if (answer.isOk() && jobId.filter(JobIdFinder::isWhole).isPresent()) {
                return new SubmissionResult.Accepted(
                        jobId.get(), answer.without(password::isIn).fields());
            }
            // A field that the decoder did not see, such as one in nested JSON behind lines, contradicts a failure too.
            if (answer.isFailed() && jobId.isEmpty() && !JobIdFinder.isIn(text(http))) {
                return new SubmissionResult.Rejected(refusal(answer, documentBytes));
            }
            throw new MalformedResponseException(Message.of("protocol.contradiction"));
        } catch (MalformedResponseException e) {
            String text = text(http);
            // RFC 9110: the server refuses to process the request, so the provider's script behind it did not run.
            if (http.code() == HTTP_TOO_LARGE && !text.contains(FieldNames.PREFIX)) {
                return new SubmissionResult.Rejected(new Rejection(FailureReason.TOO_LARGE, "", documentBytes));
            }
            // A job id names the account and ends in hexadecimal digits: a password that begins as they do is not in
            // it.
            List<JobId> named = JobIdFinder.find(text);
            List<JobId> candidates = (named.isEmpty() ? JobIdFinder.findUnnamed(text) : named)
                    .stream()
                            .filter(it -> JobIdFinder.isDocumented(it) || !password.isIn(it.value()))
                            .toList();
            return new SubmissionResult.Unknown(excerpt.of(http, e.text(), text), candidates);
        }
    }

    StatusResult status(HttpResponse http, JobId jobId) {
        try {
            DecodedResponse answer = decoded(http);
            if (answer.isFailed()) {
                return new StatusResult.Refused(refusal(answer, 0));
            }
            if (!answer.isOk()) {
                throw new MalformedResponseException(Message.of("protocol.contradiction"));
            }
            List<Map<String, String>> entries = answer.without(password::isIn).entries();
            for (Map<String, String> entry : entries) {
                String job = entry.getOrDefault(FieldNames.ENTRY_JOB_UUID, "");
                if (!job.isEmpty() && !job.equals(jobId.value())) {
                    throw new MalformedResponseException(Message.of("protocol.other-job"));
                }
                if (isAnonymousResult(entry)) {
                    throw new MalformedResponseException(Message.of("protocol.anonymous"));
                }
            }
            return new StatusResult.Known(
                    entries.stream().map(StatusEntry::status).toList());
        } catch (MalformedResponseException e) {
            return new StatusResult.Unavailable(excerpt.of(http, e.text(), text(http)));
        }
    }

    /** A result that names nothing of its fax could be that of another one. */
    private static boolean isAnonymousResult(Map<String, String> entry) {
        return FaxStatus.State.of(entry.getOrDefault(FieldNames.ENTRY_STATUS, ""))
                        .isFinal()
                && IDENTITY.stream().allMatch(it -> entry.getOrDefault(it, "").isEmpty());
    }

    /** The reason is found before anything is hidden: a password may begin as a comment does. */
    private Rejection refusal(DecodedResponse answer, long documentBytes) {
        FailureReason reason = FailureReason.of(answer.field(FieldNames.COMMENT).orElse(""));
        String comment =
                answer.without(password::isIn).field(FieldNames.COMMENT).orElse("");
        return new Rejection(reason, comment, documentBytes);
    }

    private DecodedResponse decoded(HttpResponse http) throws MalformedResponseException {
        return switch (http.end()) {
            case TOO_LONG ->
                throw new MalformedResponseException(Message.of("protocol.endless", HttpResponse.MAX_BODY_BYTES));
            case CUT_OFF -> throw new MalformedResponseException(Message.of("protocol.cut-off"));
            case OTHER_ENCODING -> throw new MalformedResponseException(Message.of("protocol.encoding"));
            case WHOLE -> decoder.decode(http.body().toByteArray(), http.charset());
        };
    }

    private static String text(HttpResponse http) {
        return ResponseDecoder.text(http.body().toByteArray(), http.charset());
    }
}
