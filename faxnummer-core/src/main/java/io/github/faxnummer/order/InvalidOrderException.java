package io.github.faxnummer.order;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The user's parameters are invalid; nothing was sent. */
public final class InvalidOrderException extends Exception {

    private static final long serialVersionUID = 1;

    private final List<Problem> problems;

    public InvalidOrderException(List<Problem> problems) {
        super(lines(problems, Locale.ROOT));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the parameters. */
    public List<Problem> problems() {
        return problems;
    }

    /** One line for each problem. */
    public String in(Locale locale) {
        return lines(problems, locale);
    }

    private static String lines(List<Problem> problems, Locale locale) {
        return problems.stream().map(problem -> problem.in(locale)).collect(Collectors.joining("\n"));
    }
}
