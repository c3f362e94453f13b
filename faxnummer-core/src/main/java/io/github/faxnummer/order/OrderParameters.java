package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a fax as the user wrote them, not validated; omitted ones are empty.
 *
 * @param recipients numbers as users write them
 * @param email gets the provider's status mails
 * @param sender name in the fax's header line
 * @param source the number it is sent from
 * @param reference comes back in status answers and mails; empty: the document's file name
 * @param region ISO 3166 code of the country that national numbers belong to
 */
public record OrderParameters(
        List<String> recipients, String email, String sender, String source, String reference, String region) {

    private static final int MAX_SENDER_LENGTH = 20;

    /**
     * Validates all parameters and reports all problems at once.
     *
     * @param documents the checked documents; a file that was found more than once is faxed once
     * @param rule which numbers may be dialled
     */
    public Validated<FaxOrder> check(List<Validated<Document>> documents, RecipientRule rule) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Document> valid = new LinkedHashMap<>();
        for (Validated<Document> document : documents) {
            problems.addAll(document.problems());
            document.value().ifPresent(it -> valid.putIfAbsent(it.path(), it));
        }
        List<FaxNumber> numbers = checkRecipients(rule, problems);
        String address = keep(checkEmail(email), problems).orElse("");
        String name = keep(checkSender(sender), problems).orElse("");
        String from = source.isBlank()
                ? ""
                : keep(FaxNumber.check(FaxParameters.SOURCE.name(), source, region), problems)
                        .map(FaxNumber::digits)
                        .orElse("");
        String subject = keep(checkReference(reference), problems).orElse("");
        Optional<FaxNumber> redirect = rule.redirectTo();
        redirect.ifPresent(number ->
                rule.objection(number).ifPresent(it -> problems.add(new Problem("redirectTo", number.digits(), it))));
        return problems.isEmpty()
                ? Validated.valid(new FaxOrder(
                        List.copyOf(valid.values()),
                        redirect.map(List::of).orElse(numbers),
                        address,
                        name,
                        from,
                        subject,
                        redirect.isPresent() ? numbers : List.of(),
                        ""))
                : Validated.invalid(problems.stream().distinct().toList());
    }

    private List<FaxNumber> checkRecipients(RecipientRule rule, List<Problem> problems) {
        Map<FaxNumber, String> numbers = new LinkedHashMap<>();
        List<String> written = recipients.stream()
                .filter(it -> !it.isBlank())
                .map(String::strip)
                .toList();
        if (written.isEmpty()) {
            problems.add(new Problem(FaxParameters.RECIPIENTS.name(), "", Message.of("input.recipients.none")));
        } else if (written.size() < recipients.size()) {
            problems.add(new Problem(
                    FaxParameters.RECIPIENTS.name(),
                    String.join(", ", recipients),
                    Message.of("input.recipients.blank")));
        }
        for (String recipient : written) {
            keep(FaxNumber.check(FaxParameters.RECIPIENTS.name(), recipient, region), problems)
                    .ifPresent(number -> {
                        String before = numbers.putIfAbsent(number, recipient);
                        if (before != null) {
                            problems.add(new Problem(
                                    FaxParameters.RECIPIENTS.name(),
                                    recipient,
                                    Message.of("input.recipients.twice", before)));
                        }
                        rule.objection(number)
                                .ifPresent(it ->
                                        problems.add(new Problem(FaxParameters.RECIPIENTS.name(), recipient, it)));
                    });
        }
        return List.copyOf(numbers.keySet());
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

    /** At most 20 printable ASCII characters (documentation, {@code sSender}). */
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

    private static Validated<String> checkReference(String written) {
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

    private static <T> Optional<T> keep(Validated<T> checked, List<Problem> problems) {
        problems.addAll(checked.problems());
        return checked.value();
    }
}
