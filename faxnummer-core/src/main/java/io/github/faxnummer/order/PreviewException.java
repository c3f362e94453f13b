package io.github.faxnummer.order;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown if documents cannot be drawn within the limits. The images of the others are written. */
public final class PreviewException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<Problem> problems;

    PreviewException(List<Problem> problems) {
        super(text(problems, Locale.ENGLISH));
        this.problems = new ArrayList<>(problems);
    }

    /** What is wrong with the documents, and what to do. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The same in one sanitized line. */
    public String in(Locale locale) {
        return text(problems, locale);
    }

    private static String text(List<Problem> problems, Locale locale) {
        return problems.stream().map(it -> it.in(locale)).collect(Collectors.joining("; "));
    }
}
