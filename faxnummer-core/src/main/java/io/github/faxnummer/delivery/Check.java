package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.provider.FaxStatus;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A comparison of what the provider reports about a transmission with what was ordered.
 *
 * @param ordered what was ordered; empty if that is not known
 * @param reported what the provider reports, sanitized; empty if it reports nothing
 */
public record Check(Kind kind, Result result, String ordered, String reported) {

    /** The comparisons, in the order of the reports. */
    public enum Kind {
        /** The number that was dialled. */
        NUMBER,
        /** Whether it is known where the number was looked up. That it is right there, nothing here checks. */
        NUMBER_SOURCE,
        /** The job. */
        JOB,
        /** The reference, which the provider calls the file name. */
        REFERENCE,
        /** The number it was sent from, if one was ordered. */
        SOURCE,
        /** That the job is not older than its submission. */
        TIME,
        /** The number of pages. */
        PAGES,
        /** That the bytes that were sent are those that were checked, or drawn: compared while they were sent. */
        DOCUMENT,
        /** How the recipient's machine identifies itself. Anybody can set that to anything: a remark only. */
        REMOTE_TSI
    }

    /** How a comparison ended. */
    public enum Result {
        MET,
        NOT_MET,
        /** One of the two sides is not known. */
        NOT_KNOWN
    }

    private static final Pattern PLAIN_REFERENCE = Pattern.compile("[0-9A-Za-z ._-]+");
    private static final int MAX_VALUE_LENGTH = 100;
    private static final int FEWEST_DIGITS_OF_NUMBER = 6;

    // The provider's times have no zone: the same moment reads 14 hours later or 12 hours earlier than in UTC at most.
    private static final ZoneOffset LATEST = ZoneOffset.ofHours(-12);
    private static final DateTimeFormatter PROVIDER_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** All comparisons of a transmission; none if only its job id is known. */
    public static List<Check> of(FaxOrder order, Transmission transmission) {
        if (transmission.isFollowedOnly()) {
            return List.of();
        }
        Optional<FaxStatus> status = transmission.status();
        return Stream.of(
                        number(transmission, status),
                        numberSource(order, transmission),
                        job(transmission, status),
                        reference(transmission, status),
                        source(order, transmission, status),
                        time(transmission, status),
                        pages(transmission, status),
                        document(order, transmission),
                        remoteTsi(transmission, status))
                .toList();
    }

    /**
     * What contradicts that this transmission was delivered, although the provider says so. The number of pages is
     * judged by {@link Transmission#missingPages}.
     */
    static Optional<Check> contradiction(FaxOrder order, Transmission transmission) {
        return contradictions(order, transmission).findFirst();
    }

    /**
     * What contradicts that it was this transmission which failed. Where the provider names its job there is no doubt,
     * whatever the clocks say; the number it was sent from does not tell it from another one.
     */
    static Optional<Check> contradictionOfFailure(FaxOrder order, Transmission transmission) {
        boolean isNamed =
                of(order, transmission).stream().anyMatch(it -> it.kind == Kind.JOB && it.result == Result.MET);
        return contradictions(order, transmission)
                .filter(it -> !isNamed && it.kind != Kind.SOURCE)
                .findFirst();
    }

    private static Stream<Check> contradictions(FaxOrder order, Transmission transmission) {
        return of(order, transmission).stream()
                .filter(it -> it.result == Result.NOT_MET)
                .filter(it -> switch (it.kind) {
                    case NUMBER, JOB, TIME, REFERENCE, SOURCE -> true;
                    // Neither the source of a number nor the document is ever NOT_MET.
                    case NUMBER_SOURCE, DOCUMENT, PAGES, REMOTE_TSI -> false;
                });
    }

    private static Check number(Transmission transmission, Optional<FaxStatus> status) {
        String reported = status.map(FaxStatus::destination).orElse("");
        return check(
                Kind.NUMBER, transmission.recipient(), reported, FaxNumber.isSame(transmission.recipient(), reported));
    }

    private static Check numberSource(FaxOrder order, Transmission transmission) {
        String source = order.recipient(transmission.recipient())
                .map(Recipient::numberSource)
                .orElse("");
        return check(Kind.NUMBER_SOURCE, source, source, true);
    }

    private static Check job(Transmission transmission, Optional<FaxStatus> status) {
        String expected = transmission.jobId().map(Object::toString).orElse("");
        boolean isAnswered =
                transmission.progress().job().filter(Job::isKnownFromLedgerOnly).isEmpty();
        String reported = status.filter(it -> isAnswered).map(FaxStatus::jobId).orElse("");
        return check(Kind.JOB, expected, reported, expected.equals(reported));
    }

    /**
     * Only letters and digits of ASCII count, and not what a field of limited length cuts off: how the provider encodes
     * and stores the reference is not documented. So one with other characters may differ.
     */
    private static Check reference(Transmission transmission, Optional<FaxStatus> status) {
        String reported = status.map(FaxStatus::reference).orElse("");
        String ours = essence(transmission.reference());
        String theirs = essence(reported);
        boolean isSame = !ours.isEmpty() && !theirs.isEmpty() && (ours.startsWith(theirs) || theirs.startsWith(ours));
        boolean isComparable = isSame
                || (!theirs.isEmpty()
                        && PLAIN_REFERENCE.matcher(transmission.reference()).matches());
        return ofOrder(
                transmission, check(Kind.REFERENCE, transmission.reference(), isComparable ? reported : "", isSame));
    }

    private static Check source(FaxOrder order, Transmission transmission, Optional<FaxStatus> status) {
        String reported = status.map(FaxStatus::source).orElse("");
        return ofOrder(
                transmission, check(Kind.SOURCE, order.source(), reported, FaxNumber.isSame(order.source(), reported)));
    }

    /** What an earlier run ordered may differ from this order, and is not known here. */
    private static Check ofOrder(Transmission transmission, Check check) {
        return transmission.isOfEarlierRun() && check.result == Result.NOT_MET
                ? new Check(check.kind, Result.NOT_KNOWN, check.ordered, check.reported)
                : check;
    }

    private static Check time(Transmission transmission, Optional<FaxStatus> status) {
        String reported = status.map(FaxStatus::created).orElse("");
        Optional<Job> job = transmission.progress().job();
        Optional<LocalDateTime> created = time(reported);
        if (job.isEmpty() || created.isEmpty()) {
            return check(Kind.TIME, "", reported, false);
        }
        boolean isOlder = created.get().toInstant(LATEST).isBefore(job.get().submitted());
        return check(Kind.TIME, job.get().submitted().toString(), reported, !isOlder);
    }

    private static Check pages(Transmission transmission, Optional<FaxStatus> status) {
        OptionalInt sent = status.map(FaxStatus::pagesSent).orElse(OptionalInt.empty());
        String pages = transmission.documentPages() > 0 ? String.valueOf(transmission.documentPages()) : "";
        String reported = sent.isPresent() ? String.valueOf(sent.getAsInt()) : "";
        return check(Kind.PAGES, pages, reported, pages.equals(reported));
    }

    /**
     * Never {@link Result#NOT_MET}: the client computes the checksum while it sends and never sends the last byte of a
     * different document, so that such a document has no job. What an earlier run sent may have been another file with
     * the same content, or with the same idempotency key.
     */
    private static Check document(FaxOrder order, Transmission transmission) {
        String checksum = order.documents().stream()
                .filter(it -> it.path().equals(transmission.document()))
                .map(it -> it.sent().sha256())
                .findFirst()
                .orElse("");
        boolean isSent = transmission.jobId().isPresent() && !transmission.isOfEarlierRun();
        return check(Kind.DOCUMENT, checksum, isSent ? checksum : "", true);
    }

    private static Check remoteTsi(Transmission transmission, Optional<FaxStatus> status) {
        String reported = status.map(FaxStatus::remoteTsi).orElse("");
        String theirs = reported.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
        String ours = transmission.recipient().replaceFirst("^0+", "");
        return theirs.length() < FEWEST_DIGITS_OF_NUMBER
                ? new Check(Kind.REMOTE_TSI, Result.NOT_KNOWN, transmission.recipient(), sanitized(reported))
                : check(Kind.REMOTE_TSI, transmission.recipient(), reported, ours.endsWith(theirs));
    }

    private static Check check(Kind kind, String ordered, String reported, boolean isSame) {
        Result known = isSame ? Result.MET : Result.NOT_MET;
        return new Check(
                kind,
                ordered.isEmpty() || reported.isBlank() ? Result.NOT_KNOWN : known,
                sanitized(ordered),
                sanitized(reported));
    }

    private static Optional<LocalDateTime> time(String written) {
        try {
            return Optional.of(LocalDateTime.parse(written.strip(), PROVIDER_TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String essence(String reference) {
        return reference.replaceAll("[^0-9A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static String sanitized(String text) {
        return Sanitizer.line(text, MAX_VALUE_LENGTH);
    }
}
