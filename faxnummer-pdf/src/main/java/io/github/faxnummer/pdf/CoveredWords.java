package io.github.faxnummer.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.text.TextPosition;

/** Finds words of a page that lie on each other, so that none of them can be read. */
final class CoveredWords {

    /** In points. */
    private static final double CELL = 6;

    /** Small letters have half the size of the font; what is above and below them may touch other lines. */
    private static final double CORE = 0.5;

    private static final double MIN_COVERED = 0.4;

    /** In points; larger letters are no text, and take long. */
    private static final double MAX_SIZE = 72;

    /** No page that can be read has so many letters in one place. */
    private static final int MAX_LETTERS = 200;

    /** In sizes of the font: further away begins another word. */
    private static final double GAP = 0.2;

    private final ResourceBudget budget;
    private final Map<Cell, List<Letter>> cells = new HashMap<>();
    private final List<StringBuilder> words = new ArrayList<>();
    private final Set<Integer> covered = new LinkedHashSet<>();
    private double end;
    private double line;
    private boolean isInWord;

    private record Cell(int x, int y) {}

    private record Letter(double left, double right, double baseline, double size, String character, int word) {

        boolean covers(Letter other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(baseline, other.baseline)
                    - Math.max(baseline - CORE * size, other.baseline - CORE * other.size);
            return word != other.word
                    && width > MIN_COVERED * Math.min(right - left, other.right - other.left)
                    && height > MIN_COVERED * CORE * Math.min(size, other.size)
                    && !isSame(other);
        }

        /** Some programs draw letters twice to make them bold. */
        private boolean isSame(Letter other) {
            return character.equals(other.character)
                    && Math.abs(left - other.left) < GAP * size
                    && Math.abs(baseline - other.baseline) < GAP * size;
        }
    }

    CoveredWords(ResourceBudget budget) {
        this.budget = budget;
    }

    /** Begins a page. */
    void startPage() {
        cells.clear();
        isInWord = false;
    }

    /** Takes the next character of the page, in the order in which it is drawn. */
    void add(TextPosition text) {
        String character = text.getUnicode();
        double left = text.getXDirAdj();
        double size = text.getYScale();
        boolean isJoined =
                isInWord && Math.abs(left - end) < GAP * size && Math.abs(text.getYDirAdj() - line) < GAP * size;
        isInWord = !character.isBlank();
        end = left + text.getWidthDirAdj();
        line = text.getYDirAdj();
        if (!isInWord) {
            return;
        }
        if (!isJoined) {
            words.add(new StringBuilder());
        }
        int word = words.size() - 1;
        words.get(word).append(character);
        // What is turned is compared with nothing, and accents lie on their letters.
        if (text.getDir() != 0
                || size > MAX_SIZE
                || end - left > 2 * MAX_SIZE
                || !character.codePoints().allMatch(Character::isLetterOrDigit)) {
            return;
        }
        Letter letter = new Letter(left, end, line, size, character, word);
        for (int x = cell(left); x <= cell(end); x++) {
            for (int y = cell(line - CORE * size); y <= cell(line); y++) {
                add(letter, cells.computeIfAbsent(new Cell(x, y), it -> new ArrayList<>()));
            }
        }
    }

    private void add(Letter letter, List<Letter> cell) {
        for (Letter other : cell) {
            budget.check();
            if (letter.covers(other)) {
                covered.add(other.word);
                covered.add(letter.word);
                // The first of many says it all.
                return;
            }
        }
        if (cell.size() < MAX_LETTERS) {
            cell.add(letter);
        }
    }

    private static int cell(double position) {
        return (int) Math.floor(position / CELL);
    }

    /** The words of all pages, in their order. */
    List<String> all() {
        return covered.stream().sorted().map(it -> words.get(it).toString()).toList();
    }
}
