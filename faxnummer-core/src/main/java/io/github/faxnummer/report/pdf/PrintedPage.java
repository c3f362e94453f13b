package io.github.faxnummer.report.pdf;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Sha256;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The text of a page of a report. It is read by the words that were printed, so the messages used here must keep their
 * texts.
 *
 * @param language of the report
 */
record PrintedPage(String text, Locale language) {

    private static final String NO_VALUE = "–";

    /** More than any row has. */
    private static final int MAX_LENGTH = 1000;

    /** A value that does not fit on its lines ends with an ellipsis, but is never shorter than this. */
    private static final int MIN_LENGTH = 30;

    private static final String ELLIPSIS = normalized("…");

    static PrintedPage of(PDDocument document, int number, Locale language) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(number);
        stripper.setEndPage(number);
        return new PrintedPage(normalized(stripper.getText(document)), language);
    }

    /** What a page says of the data: the same words in every language. */
    static String checksum(String file, byte[] data) {
        return checksumLabel(file) + Sha256.of(data);
    }

    private static String checksumLabel(String file) {
        return file + ": SHA-256 ";
    }

    /** False for a report of an earlier version. */
    boolean hasChecksum(String file) {
        return text.contains(checksumLabel(file));
    }

    boolean hasChecksum(String file, byte[] data) {
        return text.contains(checksum(file, data));
    }

    /** Whether it is the page of this transmission of so many. */
    boolean isTransmission(int number, int count) {
        String title = normalized(Message.of("report.number", number, count).in(language));
        return Pattern.compile(Pattern.quote(title) + "(?!\\d)").matcher(text).find();
    }

    /** Whether it says that the report has no transmission. */
    boolean isNothing() {
        return text.contains(normalized(Message.of("report.nothing").in(language))) && !hasRow("report.recipient");
    }

    /** Whether there is a row with this label, which has a value. */
    boolean hasRow(String label) {
        return rows(label).find();
    }

    /**
     * Whether the row with this label has this value. A label may follow the value, behind a comma. Characters behind the
     * first one that is not ASCII are not compared, because the page may show others in their place.
     *
     * @param value blank if the row must have none
     */
    boolean prints(String label, String value) {
        String expected = normalized(Sanitizer.line(value, MAX_LENGTH)).replace(" ", "");
        return rows(label)
                .results()
                .anyMatch(it -> expected.isEmpty()
                        ? text.startsWith(NO_VALUE, it.end()) && isEnd(it.end() + NO_VALUE.length())
                        : startsWith(it.end(), expected));
    }

    /** Whether the row with this label has this text, in the language of the report. */
    boolean prints(String label, Message value) {
        return prints(label, value.in(language));
    }

    private Matcher rows(String label) {
        String shown = normalized(Message.of(label).in(language));
        return Pattern.compile("(?m)^" + Pattern.quote(shown) + "\\h+").matcher(text);
    }

    /** Long values are printed on several lines. */
    private boolean startsWith(int start, String value) {
        int at = start;
        for (int i = 0; i < value.length(); i++) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == value.charAt(i)) {
                at++;
            } else if (value.charAt(i) > '~') {
                return true;
            } else {
                return i >= MIN_LENGTH && text.startsWith(ELLIPSIS, at);
            }
        }
        return isEnd(at);
    }

    private boolean isEnd(int at) {
        String rest = text.substring(at, Math.min(at + 2, text.length()));
        return rest.isEmpty() || Character.isWhitespace(rest.charAt(0)) || rest.equals(", ");
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
