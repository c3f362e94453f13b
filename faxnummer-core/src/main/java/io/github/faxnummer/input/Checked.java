package io.github.faxnummer.input;

import io.github.faxnummer.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of checking an input: a value, or problems. Problems of several inputs are collected, so that a user learns all
 * of them at once.
 *
 * @param value there if, and only if, there are no problems
 */
public record Checked<T>(Optional<T> value, List<Problem> problems) {

    public Checked {
        problems = List.copyOf(problems);
        if (value.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("Either a value or problems.");
        }
    }

    public static <T> Checked<T> valid(T value) {
        return new Checked<>(Optional.of(value), List.of());
    }

    public static <T> Checked<T> invalid(String parameter, String value, Text advice) {
        return new Checked<>(Optional.empty(), List.of(new Problem(parameter, value, advice)));
    }

    public static <T> Checked<T> invalid(List<Problem> problems) {
        return new Checked<>(Optional.empty(), problems);
    }

    public <R> Checked<R> map(Function<T, R> function) {
        return new Checked<>(value.map(function), problems);
    }

    /**
     * The value.
     *
     * @throws InvalidInputException with all problems, if there are any
     */
    public T orThrow() throws InvalidInputException {
        return value.orElseThrow(() -> new InvalidInputException(problems));
    }
}
