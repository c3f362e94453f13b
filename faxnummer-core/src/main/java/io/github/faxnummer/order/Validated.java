package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a validation: a value, or problems. Problems of several inputs are combined, so that a user sees all of
 * them at once.
 *
 * @param value present if and only if there are no problems
 */
public record Validated<T>(Optional<T> value, List<Problem> problems) {

    public Validated {
        problems = List.copyOf(problems);
        if (value.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("Either a value or problems.");
        }
    }

    public static <T> Validated<T> valid(T value) {
        return new Validated<>(Optional.of(value), List.of());
    }

    public static <T> Validated<T> invalid(String parameter, String value, Message advice) {
        return new Validated<>(Optional.empty(), List.of(new Problem(parameter, value, advice)));
    }

    public static <T> Validated<T> invalid(List<Problem> problems) {
        return new Validated<>(Optional.empty(), problems);
    }

    public <R> Validated<R> map(Function<T, R> function) {
        return new Validated<>(value.map(function), problems);
    }

    /** The value; adds the problems, if there are any, to those of other inputs. */
    public Optional<T> collect(List<Problem> others) {
        others.addAll(problems);
        return value;
    }

    /**
     * The value.
     *
     * @throws InvalidOrderException with all problems, if there are any
     */
    public T orThrow() throws InvalidOrderException {
        return value.orElseThrow(() -> new InvalidOrderException(problems));
    }
}
