package io.github.faxnummer.jenkins.config;

import hudson.AbortException;
import hudson.util.EditDistance;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.message.Sanitizer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jspecify.annotations.Nullable;

/** What Groovy lets people write as a value or a name, for steps and for what is nested in them. */
public final class Arguments {

    private static final int MAX_VALUE_LENGTH = 100;

    /** Keys that are not names: Jenkins itself says what is wrong with them. */
    private static final Set<String> KEYS = Set.of(UninstantiatedDescribable.ANONYMOUS_KEY, DescribableModel.CLAZZ);

    private Arguments() {}

    /**
     * Refuses names that are not parameters. Jenkins only warns and goes on without them, so that a misspelled
     * {@code dryRun} would send real faxes.
     *
     * @param step for messages
     * @param prefix of nested names, such as {@code policy.}
     */
    public static void requireKnown(String step, String prefix, Collection<?> names, Collection<String> known) {
        String unknown = names.stream()
                .map(String::valueOf)
                .filter(it -> !known.contains(it) && !KEYS.contains(it))
                .sorted()
                .map(it -> Messages.StepArguments_unknown(prefix + shown(it), step, prefix + nearest(it, known)))
                .collect(Collectors.joining("\n"));
        if (!unknown.isEmpty()) {
            throw invalid(unknown);
        }
    }

    private static String nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseGet(() -> EditDistance.findNearest(name, known));
    }

    /** Names of the parameters of a describable, those of its constructor included. */
    public static Set<String> namesOf(Class<?> type) {
        return DescribableModel.of(type).getParameters().stream()
                .map(it -> it.getName())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The items of a list or an array; null if it is neither. */
    public static @Nullable List<?> items(Object value) {
        if (value instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        if (!value.getClass().isArray()) {
            return null;
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            items.add(Array.get(value, i));
        }
        return items;
    }

    public static boolean isBlank(@Nullable Object value) {
        List<?> items = value == null ? null : items(value);
        return value == null
                || (items == null ? value.toString().isBlank() : items.stream().allMatch(Arguments::isBlank));
    }

    /** The value if it is a single one; empty of anything else. */
    public static @Nullable String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof CharSequence || value instanceof Number || value instanceof Character
                ? value.toString()
                : null;
    }

    /** The value as messages show it. */
    public static String shown(Object value) {
        String shown = value instanceof Collection<?> || value.getClass().isArray() || value instanceof Map<?, ?>
                ? value.getClass().getSimpleName()
                : value.toString();
        return Sanitizer.line(shown, MAX_VALUE_LENGTH);
    }

    /** The console shows an AbortException without a stack trace; the interface declares no checked exception. */
    public static RuntimeException invalid(String message) {
        throw Arguments.<RuntimeException>unchecked(new AbortException(message));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception exception) throws E {
        throw (E) exception;
    }
}
