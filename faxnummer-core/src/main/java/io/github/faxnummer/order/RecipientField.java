package io.github.faxnummer.order;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people keep about a recipient, and under which names of columns. */
enum RecipientField {
    NUMBER(
            "number",
            "nummer",
            "fax",
            "faxnumber",
            "faxnummer",
            "faxno",
            "faxnr",
            "telefax",
            "telefaxnummer",
            "businessfax",
            "faxgeschäftlich"),
    NAME("name", "displayname", "anzeigename", "fullname"),
    FIRST_NAME("firstname", "vorname"),
    LAST_NAME("lastname", "surname", "nachname", "familienname"),
    ORGANISATION("organisation", "organization", "organizationname", "company", "firma", "unternehmen"),
    ATTENTION("attention", "attn", "zuhänden", "zuhaenden", "zhd", "zhdn", "ansprechpartner", "ansprechpartnerin"),
    REFERENCE("reference", "referenz", "aktenzeichen", "geschäftszeichen"),
    NUMBER_SOURCE(
            "numbersource",
            "sourceofthenumber",
            "sourceofnumber",
            "quelledernummer",
            "quellederfaxnummer",
            "herkunftdernummer");

    /** With blanks between them and at both ends. */
    private final String names;

    RecipientField(String... names) {
        this.names = " " + String.join(" ", names) + " ";
    }

    static boolean isNamedAfterFax(String column) {
        return column.toLowerCase(Locale.ROOT).contains("fax");
    }

    /** The field that a column of this name has; upper case, blanks and punctuation do not count. */
    static Optional<RecipientField> of(String column) {
        String essence = column.replaceAll("[^\\p{L}0-9]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(it -> it.names.contains(" " + essence + " "))
                .findFirst();
    }
}
