package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * The words that lie on the pages of a document.
 *
 * @param text all of them, without blanks
 * @param counts how often each is there
 * @param covered those that lie on each other
 */
record PageWords(String text, Map<String, Integer> counts, List<String> covered) {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Cc}]+");

    /** In characters: searching the whole text takes long. What is not searched counts as missing. */
    private static final long MAX_SEARCHED = 5_000_000_000L;

    private static final int MAX_NAMED = 3;
    private static final char SOFT_HYPHEN = '\u00AD';

    /** A finding that names the words which are not on the pages as often as they have to be. */
    static Optional<Finding> missing(List<String> expected, PageWords shown, PDDocument document, ResourceBudget budget)
            throws IOException {
        List<String> missing = shown.missing(expected, budget);
        if (!missing.isEmpty()) {
            // A word that goes on in the next line is whole in one of the two orders.
            Set<String> suspects = new HashSet<>(missing);
            missing = of(document, true, budget)
                    .missing(
                            expected.stream()
                                    .filter(it -> suspects.contains(plain(it)))
                                    .toList(),
                            budget);
        }
        if (!missing.isEmpty()) {
            // A hyphen stands on the page only where such a word goes on in the next line.
            Set<String> hyphenated = expected.stream()
                    .filter(it -> it.indexOf(SOFT_HYPHEN) >= 0)
                    .map(PageWords::plain)
                    .collect(Collectors.toSet());
            String letters = shown.text.replace("-", "");
            missing = missing.stream()
                    .filter(it -> !hyphenated.contains(it) || !letters.contains(it.replace("-", "")))
                    .toList();
        }
        return finding(Kind.TEXT_MISSING, missing);
    }

    /** A finding that names words; empty if there are none. */
    static Optional<Finding> finding(Kind kind, List<String> words) {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        kind,
                        0,
                        words.size() + ": " + String.join(", ", words.subList(0, Math.min(MAX_NAMED, words.size())))));
    }

    /** @param sorted by their places, not in the order in which they are drawn */
    static PageWords of(PDDocument document, boolean sorted, ResourceBudget budget) throws IOException {
        CoveredWords covered = new CoveredWords(budget);
        PDFTextStripper stripper = new PDFTextStripper() {
            @Override
            protected void startPage(PDPage page) {
                covered.startPage();
            }

            @Override
            protected void processTextPosition(TextPosition text) {
                budget.check();
                // What is beyond the edges is text, too, but not on paper.
                PDRectangle paper = getCurrentPage().getMediaBox();
                double middle = text.getXDirAdj() + text.getWidthDirAdj() / 2.0;
                double baseline = text.getYDirAdj();
                if (middle >= 0 && middle <= paper.getWidth() && baseline >= 0 && baseline <= paper.getHeight()) {
                    covered.add(text);
                    super.processTextPosition(text);
                }
            }
        };
        stripper.setSortByPosition(sorted);
        // The words are only compared.
        stripper.setSuppressDuplicateOverlappingText(false);
        stripper.setShouldSeparateByBeads(false);
        String text = stripper.getText(document);
        return new PageWords(plain(text), count(List.of(BLANKS.split(text))), covered.all());
    }

    /** The number of words. */
    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<String> missing(List<String> expected, ResourceBudget budget) {
        List<String> missing = new ArrayList<>();
        long searched = 0;
        for (Map.Entry<String, Integer> word : count(expected).entrySet()) {
            // Where words were broken or stand close to each other they are only in the text as a whole.
            if (counts.getOrDefault(word.getKey(), 0) < word.getValue()) {
                budget.check();
                searched += text.length();
                if (searched > MAX_SEARCHED || occurrences(word.getKey(), word.getValue()) < word.getValue()) {
                    missing.add(word.getKey());
                }
            }
        }
        return missing;
    }

    private int occurrences(String word, int enough) {
        int found = 0;
        for (int at = text.indexOf(word); at >= 0 && found < enough; at = text.indexOf(word, at + 1)) {
            found++;
        }
        return found;
    }

    private static Map<String, Integer> count(List<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String word : words) {
            String plain = plain(word);
            if (!plain.isEmpty()) {
                counts.merge(plain, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Programs differ in blanks, ligatures and what a style sheet makes of upper and lower case. */
    private static String plain(String text) {
        return BLANKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("")
                // In capitals some letters become two, and at its end a Greek word has another one.
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
    }
}
