package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * The words that lie on the pages of a document.
 *
 * @param text all of them, without blanks
 * @param words in their order
 * @param counts how often each is there
 * @param covered those that lie on each other
 */
record PageWords(String text, List<String> words, Map<String, Integer> counts, List<String> covered) {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Cc}]+");

    /** In characters: searching the whole text takes long. What is not searched counts as missing. */
    private static final long MAX_SEARCHED = 5_000_000_000L;

    /** Longer ones may be broken, and are hardly a part of another one. */
    private static final int SHORT_WORD = 10;

    private static final int MAX_NAMED = 3;
    private static final char SOFT_HYPHEN = '\u00AD';

    /**
     * A finding that names the words which are not on the pages as often as they have to be.
     *
     * @param others further words that are expected there
     */
    static Optional<Finding> missing(
            List<String> expected, List<String> others, PageWords shown, PDDocument document, ResourceBudget budget)
            throws IOException {
        Map<String, Integer> known =
                count(Stream.concat(expected.stream(), others.stream()).toList());
        List<String> missing = shown.missing(expected, known, budget);
        if (!missing.isEmpty()) {
            // A word that goes on in the next line is whole in one of the two orders.
            Set<String> suspects = new HashSet<>(missing);
            missing = of(document, true, budget)
                    .missing(
                            expected.stream()
                                    .filter(it -> suspects.contains(plain(it)))
                                    .toList(),
                            known,
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
        List<String> words = Stream.of(BLANKS.split(text)).map(PageWords::plain).toList();
        return new PageWords(plain(text), words, count(words), covered.all());
    }

    /** The number of words. */
    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<String> missing(List<String> expected, Map<String, Integer> known, ResourceBudget budget) {
        List<String> missing = new ArrayList<>();
        String others = others(known);
        long searched = 0;
        for (Map.Entry<String, Integer> word : count(expected).entrySet()) {
            int lacking = word.getValue() - counts.getOrDefault(word.getKey(), 0);
            // Where words were broken or stand close to each other they are only in the text as a whole.
            if (lacking > 0) {
                budget.check();
                searched += text.length();
                boolean isShort = word.getKey().length() <= SHORT_WORD;
                if (searched > MAX_SEARCHED
                        || (isShort
                                ? occurrences(others, word.getKey(), lacking) < lacking
                                : occurrences(text, word.getKey(), word.getValue()) < word.getValue())) {
                    missing.add(word.getKey());
                }
            }
        }
        return missing;
    }

    /** A short word is a part of many others, so it is not looked for in those that are expected themselves. */
    private String others(Map<String, Integer> known) {
        Map<String, Integer> open = new HashMap<>(known);
        StringBuilder others = new StringBuilder();
        for (String word : words) {
            if (open.merge(word, -1, Integer::sum) < 0) {
                others.append(word);
            }
        }
        return others.toString();
    }

    private static int occurrences(String text, String word, int enough) {
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
