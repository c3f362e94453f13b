package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.pdf.LineSeconds;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A validated order: every document goes to every recipient. Created by {@link OrderParameters#check}.
 *
 * @param sender empty: none
 * @param source {@code 00…}; empty: the provider chooses
 * @param reference empty: each document's file name
 * @param redirectedFrom the ordered recipients of faxes that are redirected to another number; empty: not redirected
 * @param pricePerPage in euros; empty: not known
 */
public record FaxOrder(
        List<Document> documents,
        List<Recipient> recipients,
        String email,
        String sender,
        String source,
        String reference,
        List<FaxNumber> redirectedFrom,
        String pricePerPage)
        implements Serializable {

    public FaxOrder {
        documents = List.copyOf(documents);
        recipients = List.copyOf(recipients);
        redirectedFrom = List.copyOf(redirectedFrom);
    }

    /** An order that is not redirected, whose price is not known, and of whose recipients only the numbers are. */
    public FaxOrder(
            List<Document> documents,
            List<FaxNumber> numbers,
            String email,
            String sender,
            String source,
            String reference) {
        this(documents, numbers.stream().map(Recipient::new).toList(), email, sender, source, reference, List.of(), "");
    }

    /** The numbers of the recipients. */
    public List<FaxNumber> numbers() {
        return recipients.stream().map(Recipient::number).toList();
    }

    /**
     * What is known of the recipient with a number.
     *
     * @param digits {@code 00…}
     */
    public Optional<Recipient> recipient(String digits) {
        return recipients.stream()
                .filter(it -> it.number().digits().equals(digits))
                .findFirst();
    }

    /** What a page costs in euros. */
    public Optional<BigDecimal> price() {
        return pricePerPage.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(pricePerPage));
    }

    /** The documents that go to a recipient. */
    public List<Document> documentsFor(FaxNumber recipient) {
        return documents.stream().filter(it -> it.isFor(recipient)).toList();
    }

    /** How many documents each recipient gets. */
    public int documentsForEach() {
        return recipients.stream()
                .mapToInt(it -> documentsFor(it.number()).size())
                .max()
                .orElse(documents.size());
    }

    /** The same order for the documents that were made of its own, or what is wrong with these. */
    public Validated<FaxOrder> composed(List<Validated<Document>> made) {
        List<Problem> problems =
                made.stream().flatMap(it -> it.problems().stream()).toList();
        if (!problems.isEmpty()) {
            return Validated.invalid(problems);
        }
        FaxOrder order = new FaxOrder(
                made.stream().flatMap(it -> it.value().stream()).toList(),
                recipients,
                email,
                sender,
                source,
                reference,
                redirectedFrom,
                pricePerPage);
        List<FaxNumber> numbers = numbers();
        boolean isSame = numbers.stream()
                        .allMatch(it -> contents(order.documentsFor(it)).equals(contents(documents)))
                && order.documents.stream().allMatch(it -> numbers.stream().anyMatch(it::isFor));
        return isSame
                ? Validated.valid(order)
                : Validated.invalid(FaxParameters.DOCUMENTS.name(), names(), Message.of("input.composed.differs"));
    }

    private String names() {
        return documents.stream().map(Document::name).collect(Collectors.joining(", "));
    }

    /** The SHA-256 of all documents, or of what they were composed of. */
    private static List<String> contents(List<Document> documents) {
        return documents.stream()
                .flatMap(it -> it.isComposed()
                        ? it.parts().stream()
                                .filter(part -> part.kind() == DocumentPart.Kind.DOCUMENT)
                                .map(DocumentPart::sha256)
                        : Stream.of(it.facts().sha256()))
                .toList();
    }

    /** The same order with what a page costs. */
    public FaxOrder withPrice(Optional<BigDecimal> euros) {
        return new FaxOrder(
                documents,
                recipients,
                email,
                sender,
                source,
                reference,
                redirectedFrom,
                euros.map(BigDecimal::toPlainString).orElse(""));
    }

    /** The reference of this document's faxes in the provider's status responses and mails. */
    public String referenceFor(Document document) {
        return reference.isEmpty() ? Sanitizer.name(document.name()) : reference;
    }

    /** The reference of a fax: the recipient's own, if it has one. */
    public String referenceFor(Document document, Recipient recipient) {
        return recipient.reference().isEmpty() ? referenceFor(document) : recipient.reference();
    }

    /**
     * Why the order is not within a limit for its time on the line, if it is not. A document whose pages could not be drawn
     * counts for nothing.
     */
    public Optional<Problem> checkLineTime(Optional<Integer> maxLineMinutes) {
        double seconds = numbers().stream()
                .flatMap(number -> documentsFor(number).stream())
                .flatMap(it -> it.facts().lineSeconds().stream())
                .mapToDouble(LineSeconds::predicted)
                .sum();
        return maxLineMinutes
                .filter(it -> seconds > Duration.ofMinutes(it).toSeconds())
                .map(it -> new Problem(
                        FaxParameters.MAX_LINE_MINUTES.name(), String.valueOf(it), Message.of("limit.line", (long)
                                Math.ceil(seconds / Duration.ofMinutes(1).toSeconds()))));
    }

    /**
     * A warning for each document whose predicted time on the line is more than the time for the whole delivery. A document
     * whose pages could not be drawn has none.
     */
    public List<Message> timeoutWarnings(Duration timeout) {
        return documents.stream()
                .filter(it -> recipients.isEmpty() || it.isFor(recipients.get(0).number()))
                .flatMap(it -> it.timeoutWarning(timeout).stream())
                .toList();
    }

    /** What may go wrong, and what to do. Warnings do not prevent the order from being sent. */
    public List<Message> warnings() {
        return Stream.concat(
                        OrderParameters.emailWarning(email)
                                .map(it -> Message.of("input.email.warning", email, it))
                                .stream(),
                        documents.stream().flatMap(it -> warnings(it).stream()))
                .toList();
    }

    /** What is made for each recipient differs in its cover page, and in the pages with space for the stationery. */
    private List<Message> warnings(Document document) {
        if (recipients.isEmpty() || document.isFor(recipients.get(0).number())) {
            return document.warnings();
        }
        String missing = document.pagesWithoutStationery();
        return documentsFor(recipients.get(0).number()).stream()
                        .anyMatch(it -> it.isMadeOfTheSameAs(document)
                                && it.pagesWithoutStationery().equals(missing))
                ? List.of()
                : document.stationeryWarnings();
    }
}
