package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.order.RecipientEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An element of <code>recipients</code>: a number as text, or elements with what is known of the recipient. */
public final class Recipient {

    /** Fax number in any usual format. */
    private @Nullable String number;

    /** Name of a person. */
    private @Nullable String name;

    /** Organisation. */
    private @Nullable String organisation;

    /** To whose attention the fax is, within the organisation. */
    private @Nullable String attention;

    /** Reference of this recipient's faxes, in place of the order's. */
    private @Nullable String reference;

    /** Where the number was looked up, and when. */
    private @Nullable String numberSource;

    /** Maven calls it with the text of an element that has no elements, and with each number of a property. */
    public void set(String text) {
        number = text;
    }

    private RecipientEntry entry() {
        return new RecipientEntry(
                orEmpty(number),
                orEmpty(name),
                orEmpty(organisation),
                orEmpty(attention),
                orEmpty(reference),
                orEmpty(numberSource),
                Optional.empty());
    }

    /** An element without a text is null in some versions of Maven. */
    static RecipientEntry entryOf(@Nullable Recipient recipient) {
        return recipient == null ? RecipientEntry.of("") : recipient.entry();
    }
}
