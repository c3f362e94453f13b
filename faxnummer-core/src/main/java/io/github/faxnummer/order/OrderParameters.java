package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parameters of a fax as the user wrote them, not validated; omitted ones are empty.
 *
 * @param recipients from parameters and files
 * @param email gets the provider's status mails
 * @param sender name in the fax's header line
 * @param source the number it is sent from
 * @param reference comes back in status answers and mails; empty: the document's file name
 * @param region ISO 3166 code of the country that national numbers belong to
 * @param unreadable why some recipients could not be read
 */
public record OrderParameters(
        List<RecipientEntry> recipients,
        String email,
        String sender,
        String source,
        String reference,
        String region,
        List<Problem> unreadable) {

    private static final int MAX_SENDER_LENGTH = 20;

    public OrderParameters {
        recipients = List.copyOf(recipients);
        unreadable = List.copyOf(unreadable);
    }

    /** Parameters whose recipients are all known. */
    public OrderParameters(
            List<RecipientEntry> recipients,
            String email,
            String sender,
            String source,
            String reference,
            String region) {
        this(recipients, email, sender, source, reference, region, List.of());
    }

    /** The same with more recipients, or with what is wrong with them. */
    public OrderParameters with(Validated<List<RecipientEntry>> more) {
        return new OrderParameters(
                Stream.concat(recipients.stream(), more.value().stream().flatMap(List::stream))
                        .toList(),
                email,
                sender,
                source,
                reference,
                region,
                Stream.concat(unreadable.stream(), more.problems().stream()).toList());
    }

    /**
     * Validates all parameters and reports all problems at once.
     *
     * @param documents the checked documents; a file that was found more than once is faxed once
     * @param rule which numbers may be dialled
     */
    public Validated<FaxOrder> check(List<Validated<Document>> documents, RecipientRule rule) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Document> found = new LinkedHashMap<>();
        for (Validated<Document> document : documents) {
            problems.addAll(document.problems());
            document.value().ifPresent(it -> found.putIfAbsent(it.path(), it));
        }
        List<Recipient> valid = checkRecipients(rule, problems);
        String address = checkEmail(email).collect(problems).orElse("");
        String name = checkSender(sender).collect(problems).orElse("");
        String from = source.isBlank()
                ? ""
                : FaxNumber.check(FaxParameters.SOURCE.name(), source, region)
                        .collect(problems)
                        .map(FaxNumber::digits)
                        .orElse("");
        String subject = checkReference(reference).collect(problems).orElse("");
        Optional<FaxNumber> redirect = rule.redirectTo();
        redirect.ifPresent(number ->
                rule.objection(number).ifPresent(it -> problems.add(new Problem("redirectTo", number.digits(), it))));
        return problems.isEmpty()
                ? Validated.valid(new FaxOrder(
                        List.copyOf(found.values()),
                        redirect.map(it -> List.of(new Recipient(it))).orElse(valid),
                        address,
                        name,
                        from,
                        subject,
                        redirect.isPresent()
                                ? valid.stream().map(Recipient::number).toList()
                                : List.of(),
                        ""))
                : Validated.invalid(problems.stream().distinct().toList());
    }

    private List<Recipient> checkRecipients(RecipientRule rule, List<Problem> problems) {
        Map<FaxNumber, Recipient> valid = new LinkedHashMap<>();
        Map<FaxNumber, RecipientEntry> first = new HashMap<>();
        List<RecipientEntry> written =
                recipients.stream().filter(it -> !it.isBlank()).toList();
        problems.addAll(unreadable);
        if (written.isEmpty() && unreadable.isEmpty()) {
            problems.add(new Problem(FaxParameters.RECIPIENTS.name(), "", Message.of("input.recipients.none")));
        } else if (written.size() < recipients.size()) {
            problems.add(new Problem(
                    FaxParameters.RECIPIENTS.name(),
                    recipients.stream().map(RecipientEntry::number).collect(Collectors.joining(", ")),
                    Message.of("input.recipients.blank")));
        }
        for (RecipientEntry entry : written) {
            entry.check(region).collect(problems).ifPresent(recipient -> {
                FaxNumber number = recipient.number();
                Recipient before = valid.getOrDefault(number, recipient);
                before.mergedWith(recipient)
                        .ifPresentOrElse(
                                it -> valid.put(number, it),
                                () -> problems.add(entry.numberProblem(Message.of(
                                        "input.recipients.twice",
                                        first.getOrDefault(number, entry).mention()))));
                if (first.putIfAbsent(number, entry) == null) {
                    rule.objection(number).ifPresent(it -> problems.add(entry.numberProblem(it)));
                }
            });
        }
        return List.copyOf(valid.values());
    }

    /** That some recipients are listed more than once, if they are. */
    public Optional<Message> duplicates(FaxOrder order) {
        int more = recipients.size()
                - (order.redirectedFrom().isEmpty() ? order.recipients() : order.redirectedFrom()).size();
        return more == 0 ? Optional.empty() : Optional.of(Message.of("plan.duplicates", more));
    }

    /**
     * Validates the address for status mails, which the API requires. The result is the address as it is sent: without
     * invisible characters at its ends, the domain in ASCII.
     */
    public static Validated<String> checkEmail(String written) {
        return EmailAddress.check(written);
    }

    /** What may go wrong with a valid address. */
    public static Optional<Message> emailWarning(String address) {
        return EmailAddress.warning(address);
    }

    /** At most 20 printable ASCII characters, as many as the provider takes. */
    public static Validated<String> checkSender(String written) {
        String sender = written.strip();
        int stranger = sender.codePoints()
                .filter(character -> character < ' ' || character > '~')
                .findFirst()
                .orElse(-1);
        if (stranger >= 0) {
            return Validated.invalid(
                    FaxParameters.SENDER.name(),
                    written,
                    Message.of("input.sender.character", Characters.name(stranger)));
        }
        return sender.length() <= MAX_SENDER_LENGTH
                ? Validated.valid(sender)
                : Validated.invalid(
                        FaxParameters.SENDER.name(),
                        written,
                        Message.of("input.sender.long", sender.length(), MAX_SENDER_LENGTH));
    }

    static Validated<String> checkReference(String written) {
        String reference = written.strip();
        int stranger = reference
                .codePoints()
                .filter(Sanitizer::isHarmfulInNames)
                .findFirst()
                .orElse(-1);
        return stranger < 0
                ? Validated.valid(reference)
                : Validated.invalid(
                        FaxParameters.REFERENCE.name(),
                        written,
                        Message.of("input.reference.character", Characters.name(stranger)));
    }
}
