package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a report has after it was to be signed.
 *
 * @param level as read back from the file; empty if it is unsigned
 * @param problem why there is no signature, or none with the time stamp that was asked for
 * @param notes why a signature has no validation data
 */
public record SigningResult(Optional<SignatureLevel> level, Optional<Message> problem, List<Message> notes) {

    public SigningResult {
        notes = List.copyOf(notes);
    }

    /** Of a report that could not be signed, because the parameters are invalid. */
    public static SigningResult unsigned(List<Problem> problems, Locale locale) {
        String why = problems.stream().map(it -> it.in(locale)).collect(Collectors.joining("; "));
        return new SigningResult(Optional.empty(), Optional.of(Message.of("signature.failed", why)), List.of());
    }

    /** Whether nothing is missing that signing the report again might add. */
    public boolean isComplete() {
        return problem.isEmpty() && notes.isEmpty();
    }

    /** What there is, for the console. */
    public List<Message> lines(Object report) {
        return Stream.concat(
                        level.map(it -> Message.of("signature.signed", report, it.text())).stream(), notes.stream())
                .toList();
    }

    /** What is missing, for the console. */
    public Optional<Message> missing(Object report) {
        return problem.map(it -> Message.of("signature.missing", report, it));
    }
}
