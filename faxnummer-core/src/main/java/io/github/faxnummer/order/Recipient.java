package io.github.faxnummer.order;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recipient of an order. Texts other than the number are empty where nothing is known. They are personal data.
 *
 * @param name of a person
 * @param attention to whose attention the fax is, within the organisation
 * @param reference in status responses and mails, on the cover page and in the stationery; empty: the order's
 * @param numberSource where the number was looked up, and when
 */
public record Recipient(
        FaxNumber number, String name, String organisation, String attention, String reference, String numberSource)
        implements Serializable {

    /** A recipient of whom nothing else is known. */
    public Recipient(FaxNumber number) {
        this(number, "", "", "", "", "");
    }

    /** Whether anything beside the number is known. */
    public boolean isDescribed() {
        return !equals(new Recipient(number));
    }

    /** Name and organisation, each on a line of its own; empty if neither is known. */
    public String address() {
        return lines("\n", name, organisation);
    }

    /** Name, organisation and attention in one line; empty if none is known. */
    public String label() {
        return lines(", ", name, organisation, attention);
    }

    /** This recipient and another of the same number in one; empty if they contradict each other. */
    Optional<Recipient> mergedWith(Recipient other) {
        List<Optional<String>> fields = List.of(
                either(name, other.name),
                either(organisation, other.organisation),
                either(attention, other.attention),
                either(reference, other.reference),
                either(numberSource, other.numberSource));
        return fields.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Recipient(
                        number,
                        fields.get(0).orElseThrow(),
                        fields.get(1).orElseThrow(),
                        fields.get(2).orElseThrow(),
                        fields.get(3).orElseThrow(),
                        fields.get(4).orElseThrow()))
                : Optional.empty();
    }

    private static Optional<String> either(String one, String other) {
        return one.isEmpty() || one.equals(other)
                ? Optional.of(other)
                : Optional.of(one).filter(it -> other.isEmpty());
    }

    private static String lines(String separator, String... texts) {
        return Stream.of(texts).filter(it -> !it.isEmpty()).collect(Collectors.joining(separator));
    }
}
