package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.RedialPolicy;
import io.github.faxnummer.delivery.StateChange;
import io.github.faxnummer.delivery.SubmissionRules;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Q850Cause;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A delivery as text for consoles and messages; foreign text in it is sanitized. */
public record DeliveryText(Locale locale, ZoneId zone) {

    private static final int MAX_CELL_LENGTH = 60;
    private static final int MAX_STATE_LENGTH = 400;
    private static final int MAX_NUMBERS = 5;

    private static final Set<String> LEFT_TO_LEDGER =
            Set.of("ledger.not-sent", "ledger.taken-away", "ledger.redials-used");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'xxx", Locale.ROOT);

    /** Texts with times in UTC. */
    public DeliveryText(Locale locale) {
        this(locale, ZoneOffset.UTC);
    }

    /** A time of this machine's clock in the user's zone, with its offset. */
    public String time(Instant time) {
        return TIME.format(time.atZone(zone));
    }

    /** Warns of the rules that are not kept, because nothing waits for the end of faxes. */
    public List<String> warnings(Delivery planned, SubmissionRules wanted) {
        return Stream.of(sentTogether(planned, wanted.sameNumber()), notRedialled(planned, wanted.redial()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> sentTogether(Delivery planned, SameNumber wanted) {
        List<String> numbers = wanted == planned.sameNumber() ? List.of() : planned.repeatedNumbers();
        return numbers.isEmpty() ? Optional.empty() : Optional.of(localized("build.same-number", list(numbers)));
    }

    /** An entry of a transmission's history in one line, without its time. */
    public String state(StateChange change) {
        List<String> details = new ArrayList<>();
        details.add(stateName(change));
        change.triesRemaining().ifPresent(tries -> details.add(localized("report.history.tries", tries)));
        change.cause().map(this::cause).ifPresent(details::add);
        change.reason().map(this::localized).ifPresent(details::add);
        if (!change.providerTime().isEmpty()) {
            details.add(localized("report.history.provider-time", change.providerTime()));
        }
        return Sanitizer.line(String.join("; ", details), MAX_STATE_LENGTH);
    }

    private String stateName(StateChange change) {
        if (change.outcome() != Outcome.SUBMITTED || change.status().isEmpty()) {
            return localized("result." + word(change.outcome()));
        }
        return switch (FaxStatus.State.of(change.status())) {
            case NEW -> localized("report.history.status.new");
            case RUNNING -> localized("report.history.status.running");
            case RETRY -> localized("report.history.status.retry");
            case DONE_OK, DONE_ERROR, OTHER -> localized("report.history.status.other", change.status());
        };
    }

    /** When the plugin learned of a change, in the user's zone with its offset. */
    public String time(StateChange change) {
        return change.at().map(this::time).orElseGet(() -> localized("report.history.time-unknown"));
    }

    /** What a check compares. */
    public String label(Check check) {
        return localized("check." + word(check.kind()));
    }

    /** How a check ended. */
    public String result(Check check) {
        return localized("check.result." + word(check.result()));
    }

    /** What a check compared, in values. */
    public String detail(Check check) {
        boolean isKnown = check.result() != Check.Result.NOT_KNOWN;
        return switch (check.kind()) {
            case TIME ->
                isKnown ? localized("check.detail.time", check.reported()) : localized("check.detail.not-reported");
            case DOCUMENT -> localized(isKnown ? "check.detail.document" : "check.detail.not-submitted");
            case SOURCE ->
                check.ordered().isEmpty()
                        ? localized("check.detail.not-ordered")
                        : compared(check, check.result() == Check.Result.NOT_MET);
            case NUMBER_SOURCE -> isKnown ? check.reported() : localized("check.detail.no-source");
            case NUMBER, JOB, REFERENCE, PAGES -> compared(check, check.result() == Check.Result.NOT_MET);
            case REMOTE_TSI -> compared(check, false);
        };
    }

    private String compared(Check check, boolean isDifferent) {
        if (check.reported().isEmpty()) {
            return localized("check.detail.not-reported");
        }
        return isDifferent ? localized("check.detail.different", check.reported(), check.ordered()) : check.reported();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A message that was made before its reader was known; times in it are shown like all others. */
    private String localized(Message message) {
        return withLocalTimes(message).in(locale);
    }

    private Message withLocalTimes(Message message) {
        List<Serializable> shown = new ArrayList<>();
        for (Serializable argument : message.arguments()) {
            if (argument instanceof Message inner) {
                shown.add(withLocalTimes(inner));
            } else {
                shown.add(withLocalTime(argument.toString()));
            }
        }
        return new Message(message.key(), shown);
    }

    private String withLocalTime(String argument) {
        if (!argument.endsWith("Z")) {
            return argument;
        }
        try {
            return time(Instant.parse(argument));
        } catch (DateTimeParseException e) {
            return argument;
        }
    }

    private String localized(String key, Object... arguments) {
        return Message.of(key, arguments).in(locale);
    }

    /** One line on how far a transmission is. */
    public String line(Transmission transmission) {
        return line(transmission, transmission);
    }

    /** The same of one of its {@linkplain Transmission#attempts attempts}. */
    public String line(Transmission whole, Transmission transmission) {
        String detail = detail(transmission, reason(whole, transmission));
        return name(transmission) + ": " + state(transmission) + (detail.isEmpty() ? "" : ", " + detail);
    }

    /** One line about a poll without a response. */
    public String statusUnavailable(Transmission transmission, Message why) {
        return Message.of("line.unanswered", name(transmission), why).in(locale);
    }

    /**
     * Everything that is about to be sent, without line ends: documents, pages, recipients, cost.
     *
     * @param start when the delivery began
     */
    public List<String> plan(Delivery delivery, Instant start) {
        FaxOrder order = delivery.order();
        Spending spending = delivery.spending(start);
        List<String> lines = new ArrayList<>();
        lines.add(
                Message.of("plan.headline", spending.faxes(), spending.pages()).in(locale));
        order.documents()
                .forEach(it -> lines.add("  "
                        + Message.of("plan.document", cell(it.name()), it.pages())
                                .in(locale)));
        order.recipients()
                .forEach(it -> lines.add("  "
                        + (it.label().isEmpty()
                                ? localized("plan.recipient", it.number().digits())
                                : localized(
                                        "plan.recipient.described", it.number().digits(), cell(it.label())))));
        lineTime(delivery).ifPresent(it -> lines.add("  " + it));
        redial(delivery, start).ifPresent(it -> lines.add("  " + it));
        notes(delivery, start).forEach(it -> lines.add("  " + it));
        return List.copyOf(lines);
    }

    /**
     * Facts about all faxes together: the number that they are redirected to, and their expected cost.
     *
     * @param start when the delivery began
     */
    public List<String> notes(Delivery delivery, Instant start) {
        return Stream.concat(
                        redirected(delivery.order()).stream(),
                        cost(delivery.order(), delivery.spending(start)).stream())
                .toList();
    }

    /** The predicted time on the line of several planned faxes; empty if it is not known of each. */
    private Optional<String> lineTime(Delivery delivery) {
        List<Optional<LineSeconds>> calls = delivery.transmissions().stream()
                .filter(it -> it.outcome() == Outcome.PLANNED)
                .map(it -> delivery.document(it)
                        .flatMap(document -> document.facts().lineSeconds()))
                .toList();
        return calls.size() < 2 || calls.contains(Optional.<LineSeconds>empty())
                ? Optional.empty()
                : calls.stream()
                        .flatMap(Optional::stream)
                        .reduce(LineSeconds::plus)
                        .map(it -> localized("plan.line-time", Document.minutes(it)));
    }

    /** How failed faxes are redialled, and how many faxes that can make; empty if they are not. */
    private Optional<String> redial(Delivery delivery, Instant start) {
        RedialPolicy policy = delivery.redial();
        Spending max = delivery.maxSpending(start);
        return policy.times() == 0
                ? Optional.empty()
                : Optional.of(
                        localized("plan.redial", policy.times(), duration(policy.pause()), max.faxes(), max.pages()));
    }

    private Optional<String> notRedialled(Delivery planned, RedialPolicy wanted) {
        return wanted.times() > 0 && planned.redial().times() == 0
                ? Optional.of(localized("build.redial-without-wait", wanted.times()))
                : Optional.empty();
    }

    /** The redirection of the faxes to another number; empty if there is none. */
    public Optional<String> redirected(FaxOrder order) {
        return order.redirectedFrom().isEmpty()
                ? Optional.empty()
                : Optional.of(Message.of("build.redirected", numbers(order.numbers()), numbers(order.redirectedFrom()))
                        .in(locale));
    }

    /** What faxes are expected to cost; empty if the price is not known. */
    private Optional<String> cost(FaxOrder order, Spending spending) {
        return order.price()
                .map(price -> Message.of(
                                "plan.cost",
                                Spending.amount(spending.cost(price)),
                                spending.pages(),
                                Spending.amount(price))
                        .in(locale));
    }

    private static String numbers(List<FaxNumber> numbers) {
        return list(numbers.stream().map(FaxNumber::digits).toList());
    }

    private static String list(List<String> numbers) {
        String first = numbers.stream().limit(MAX_NUMBERS).collect(Collectors.joining(", "));
        return numbers.size() <= MAX_NUMBERS ? first : first + ", … (" + numbers.size() + ")";
    }

    /** Why a build fails, a line for each transmission that did not arrive, with what can be done. */
    public String failures(Delivery delivery) {
        Verdict verdict = Verdict.of(delivery);
        Message headline = Message.of(
                verdict.incomplete().isEmpty() ? "failures.headline" : "failures.headline.pages",
                verdict.failures().size(),
                delivery.transmissions().size());
        return Stream.concat(
                        Stream.of(headline.in(locale)),
                        verdict.failures().stream()
                                .map(it -> ("  " + line(it) + ". " + advice(delivery, it)).stripTrailing()))
                .collect(Collectors.joining("\n"));
    }

    /** A table with a head, a row for each attempt of each transmission, without line ends. */
    public List<String> table(Delivery delivery) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of("document", "recipient", "outcome", "pages", "duration", "detail", "job")
                .map(column -> Message.of("table." + column).in(locale))
                .toList());
        for (Transmission whole : delivery.transmissions()) {
            for (Transmission it : whole.attempts()) {
                rows.add(List.of(
                        cell(it.documentName()),
                        cell(it.recipient()),
                        state(it),
                        pages(it),
                        it.status()
                                .flatMap(FaxStatus::connectionDuration)
                                .map(DeliveryText::seconds)
                                .orElse("-"),
                        cell(reason(whole, it)),
                        it.jobId().map(Object::toString).orElse("-")));
            }
        }
        return Columns.aligned(rows);
    }

    /** The result in plain words, without the reason. */
    public String result(Transmission transmission) {
        if (transmission.progress() instanceof TransmissionState.Mismatched) {
            return localized("result.mismatched");
        }
        if (transmission.progress() instanceof TransmissionState.LookedUp lookedUp) {
            return localized("result.looked-up-" + word(lookedUp.result()));
        }
        return Message.of(
                        transmission.missingPages() > 0
                                ? "result.missing-pages"
                                : "result."
                                        + transmission
                                                .outcome()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'))
                .in(locale);
    }

    /** The result; for a fax in progress, what the provider does with it. */
    public String status(Transmission transmission) {
        String key = transmission.outcome() == Outcome.SUBMITTED
                ? transmission
                        .status()
                        .map(it -> switch (it.state()) {
                            case NEW, RUNNING, RETRY -> "status." + word(it.state());
                            case DONE_OK, DONE_ERROR, OTHER -> "";
                        })
                        .orElse("")
                : "";
        return key.isEmpty() ? result(transmission) : localized(key);
    }

    /** All faxes in one line, such as {@code 2 faxes: 1 delivered, 1 busy}. */
    public String summary(Collection<Transmission> transmissions) {
        return summary(FaxCounts.of(transmissions));
    }

    /** All faxes in one line, such as {@code 2 faxes: 1 delivered, 1 busy}. */
    public String summary(FaxCounts counts) {
        int all = counts.all();
        String faxes = all == 1
                ? localized("summary.faxes.one")
                : localized("summary.faxes." + (all == 0 ? "none" : "many"), all);
        String parts = FaxCounts.ORDER.stream()
                .filter(counts.results()::containsKey)
                .map(it -> localized("summary." + it, counts.results().getOrDefault(it, 0)))
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? faxes : faxes + ": " + parts;
    }

    /** A duration in plain words, such as {@code 2 min 20 s}. */
    public String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return localized("duration.seconds", seconds);
        }
        return seconds < 3600
                ? localized("duration.minutes", seconds / 60, seconds % 60)
                : localized("duration.hours", seconds / 3600, seconds % 3600 / 60);
    }

    /** How long a call with the document is expected to take; empty if that is not known. */
    public Optional<String> expectedDuration(Document document) {
        return document.expectedDuration().map(it -> it.in(locale));
    }

    /** Pages sent, and how many the document has, as far as they are known; else empty. */
    public String pageCount(Transmission transmission) {
        OptionalInt sent = transmission.status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty());
        int pages = transmission.documentPages();
        if (sent.isEmpty()) {
            return pages == 0 ? "" : localized("pages.document", pages);
        }
        return pages == 0 ? String.valueOf(sent.getAsInt()) : localized("pages.sent", sent.getAsInt(), pages);
    }

    /**
     * The outcome in words: the cause of a failed call, the provider's refusal, missing or additional pages, or what
     * else went wrong. Empty on success.
     */
    public String reason(Transmission transmission) {
        return reason(transmission, "line.earlier-run.failed");
    }

    /**
     * The same of one of the {@linkplain Transmission#attempts attempts}.
     *
     * @param whole the transmission; another attempt followed each of its attempts but the last one, or follows
     */
    public String reason(Transmission whole, Transmission attempt) {
        return attempt.redialled().size() < whole.redialled().size()
                ? reason(attempt, "line.earlier-run.redialled")
                : reason(attempt);
    }

    private String reason(Transmission transmission, String ofFailed) {
        String earlier = transmission
                .progress()
                .job()
                .filter(job -> !job.earlierRun().isEmpty())
                .map(job -> localized(
                        transmission.outcome() == Outcome.DONE_ERROR ? ofFailed : "line.earlier-run",
                        cell(job.earlierRun()),
                        time(job.submitted())))
                .orElse("");
        String attempt = transmission.redialled().isEmpty() || transmission.isRedialPending()
                ? ""
                : localized("line.attempt", transmission.redialled().size() + 1);
        return Stream.of(earlier, reasonOfOutcome(transmission), attempt)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** That this build sends a document to the same number already. */
    public String sentAlready(Transmission transmission) {
        return Message.of("build.sent-already", cell(transmission.documentName()), transmission.recipient())
                .in(locale);
    }

    /** One line for each transmission that will not be submitted because of an earlier submission. */
    public List<String> skipped(Delivery delivery) {
        return delivery.transmissions().stream()
                .filter(it -> it.outcome() != Outcome.PLANNED)
                .map(it -> Message.of(
                                "build.once.skipped",
                                cell(it.documentName()),
                                it.recipient(),
                                Stream.of(
                                                it.outcome().label(),
                                                it.jobId().map(JobId::value).orElse(""),
                                                reason(it))
                                        .filter(part -> !part.isEmpty())
                                        .collect(Collectors.joining(", ")))
                        .in(locale))
                .toList();
    }

    private String reasonOfOutcome(Transmission transmission) {
        if (transmission.progress() instanceof TransmissionState.LookedUp lookedUp) {
            return localized(lookedUp.why());
        }
        if (transmission.outcome() == Outcome.DONE_ERROR) {
            String cause = transmission
                    .status()
                    .flatMap(FaxStatus::cause)
                    .map(this::cause)
                    .orElseGet(() -> Message.of("cause.none").in(locale));
            return transmission
                    .progress()
                    .reason()
                    .map(it -> cause + "; " + localized(it))
                    .orElse(cause);
        }
        if (transmission.isRedialPending() && transmission.progress() instanceof TransmissionState.Planned planned) {
            return localized("line.redial", transmission.redialled().size() + 1, time(planned.notBefore()));
        }
        if (transmission.missingPages() > 0) {
            int pages = transmission.documentPages();
            return pages == 0
                    ? localized("line.no-pages")
                    : localized("line.missing-pages", pages - transmission.missingPages(), pages);
        }
        if (transmission.extraPages() > 0) {
            int pages = transmission.documentPages();
            return Message.of("line.extra-pages", pages + transmission.extraPages(), pages)
                    .in(locale);
        }
        return transmission.progress().reason().map(this::localized).orElse("");
    }

    /** What a person can do about a transmission that was not delivered, or not completely. */
    public String advice(Delivery delivery, Transmission transmission) {
        return switch (transmission.outcome()) {
            case DONE_ERROR -> {
                if (isLeftToLedger(transmission)) {
                    yield localized("advice.not-sent.ledger");
                }
                Optional<Q850Cause> cause = transmission.status().flatMap(FaxStatus::cause);
                // What an unknown cause means, nothing says.
                boolean later = cause.filter(Q850Cause::isStandard)
                        .map(Q850Cause::retryCanHelp)
                        .orElse(true);
                yield Stream.concat(
                                Stream.of(Message.of(later ? "advice.later" : "advice.number")),
                                cause.flatMap(Q850Cause::recipientAdvice).stream())
                        .map(it -> it.in(locale))
                        .collect(Collectors.joining(" "));
            }
            case NOT_SENT -> localized(isLeftToLedger(transmission) ? "advice.not-sent.ledger" : "advice.not-sent");
            case UNKNOWN -> {
                if (transmission.progress() instanceof TransmissionState.Mismatched) {
                    // The reason says what to do.
                    yield "";
                }
                if (transmission.progress() instanceof TransmissionState.LookedUp) {
                    yield localized("advice.looked-up");
                }
                if (transmission.progress() instanceof TransmissionState.Unknown unknown
                        && !unknown.earlierRun().isEmpty()) {
                    yield localized(
                            "advice.unknown.earlier-run",
                            cell(unknown.earlierRun()),
                            transmission.recipient(),
                            time(unknown.at()));
                }
                yield transmission.progress() instanceof TransmissionState.Unknown unknown
                        ? Message.of(
                                        "advice.unknown",
                                        Sanitizer.line(transmission.reference(), MAX_CELL_LENGTH),
                                        transmission.recipient(),
                                        time(unknown.at()),
                                        delivery.order().email())
                                .in(locale)
                        : Message.of(isUnknownId(transmission) ? "advice.job-id" : "advice.job")
                                .in(locale);
            }
            case TIMED_OUT -> Message.of("advice.job").in(locale);
            case DONE_OK ->
                transmission.missingPages() > 0
                        ? Message.of("advice.missing-pages").in(locale)
                        : "";
            case PLANNED, SUBMITTING, VERIFYING, SUBMITTED, REJECTED -> "";
        };
    }

    /** Whether this run did not send it because another one has done so, or may have. */
    private static boolean isLeftToLedger(Transmission transmission) {
        return transmission
                .progress()
                .reason()
                .filter(DeliveryText::isLeftToLedger)
                .isPresent();
    }

    private static boolean isLeftToLedger(Message why) {
        return LEFT_TO_LEDGER.contains(why.key())
                || why.arguments().stream().anyMatch(it -> it instanceof Message inner && isLeftToLedger(inner));
    }

    private static boolean isUnknownId(Transmission transmission) {
        return transmission.progress() instanceof TransmissionState.StatusUnavailable unavailable
                && transmission.isFollowedOnly()
                && transmission.status().isEmpty()
                && !unavailable.refusal().reason().concernsAccount();
    }

    /** A Q.850 cause in words, with its code. */
    public String cause(Q850Cause cause) {
        return Message.of("cause", cause.text(), cause.code()).in(locale);
    }

    private static String name(Transmission transmission) {
        String document = cell(transmission.documentName());
        String recipient = cell(transmission.recipient());
        return document.isEmpty() && recipient.isEmpty()
                ? transmission.jobId().map(Object::toString).orElse("")
                : document + " -> " + recipient;
    }

    /** The outcome in a word; for a fax in progress, the status that the provider reported. */
    public static String state(Transmission transmission) {
        return transmission.outcome() == Outcome.SUBMITTED
                ? transmission
                        .status()
                        .map(status -> cell(status.stateText()))
                        .filter(status -> !status.isEmpty())
                        .orElse(Outcome.SUBMITTED.label())
                : transmission.outcome().label();
    }

    private String detail(Transmission transmission, String reason) {
        return switch (transmission.outcome()) {
            case SUBMITTED, DONE_OK, TIMED_OUT ->
                Stream.of(
                                reason,
                                transmission
                                        .status()
                                        .map(status -> statusDetail(
                                                status,
                                                transmission.missingPages() > 0 || transmission.extraPages() > 0))
                                        .filter(it -> !it.isEmpty())
                                        .orElseGet(() -> job(transmission)))
                        .filter(it -> !it.isEmpty())
                        .collect(Collectors.joining(", "));
            case PLANNED, SUBMITTING, VERIFYING, DONE_ERROR, REJECTED, UNKNOWN, NOT_SENT ->
                Stream.of(reason, job(transmission)).filter(it -> !it.isEmpty()).collect(Collectors.joining(", "));
        };
    }

    private String job(Transmission transmission) {
        return transmission
                .jobId()
                .map(id -> Message.of("line.job", id).in(locale))
                .orElse("");
    }

    private String statusDetail(FaxStatus status, boolean pagesAreTold) {
        List<String> details = new ArrayList<>();
        status.triesRemaining()
                .ifPresent(tries -> details.add(Message.of("line.tries", tries).in(locale)));
        if (!pagesAreTold) {
            status.pagesSent()
                    .ifPresent(
                            pages -> details.add(Message.of("line.pages", pages).in(locale)));
        }
        status.connectionDuration().ifPresent(duration -> details.add(seconds(duration)));
        if (!status.remoteTsi().isEmpty()) {
            details.add(Message.of("line.tsi", cell(status.remoteTsi())).in(locale));
        }
        return String.join(", ", details);
    }

    public static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** Pages sent; of how many if some are missing. */
    public static String pages(Transmission transmission) {
        String sent = transmission.status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()).stream()
                .mapToObj(Integer::toString)
                .findFirst()
                .orElse("-");
        return transmission.missingPages() > 0 && transmission.documentPages() > 0
                ? sent + "/" + transmission.documentPages()
                : sent;
    }

    private static String cell(String text) {
        return Sanitizer.line(text, MAX_CELL_LENGTH);
    }
}
