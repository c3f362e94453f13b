package io.github.faxnummer.jenkins.step;

import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.Arguments;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.Lists;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.RecipientEntry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a Pipeline step as its setters expect them. What Groovy lets people write, such as a list, an array, a
 * GString or a number, is accepted where its meaning is clear; for the rest the message names the parameter.
 */
final class StepArguments {

    private static final int MAX_VALUE_LENGTH = 100;
    private static final String RECIPIENTS = "recipients";
    private static final String NUMBER = "number";
    private static final String POLICY = "policy";
    private static final Set<String> LISTS = Set.of("documents", "recipients", "jobId", "jobIds", "redialCauses");
    private static final Set<String> TEXTS = Set.of(
            "recipientsFile",
            "recipientsGroup",
            "email",
            "sender",
            "source",
            "reference",
            "credentialsId",
            "reportDirectory",
            "coverPage",
            "coverTo",
            "coverFrom",
            "coverSubject",
            "coverNote",
            "stationery",
            "sendAs",
            "rendering",
            "maxLineMinutes",
            "sameNumber",
            "redial",
            "redialPause",
            "once",
            "idempotencyKey");
    private static final Set<String> SWITCHES = Set.of(
            "wait",
            "failOnError",
            "failOnTimeout",
            "failOnMissingPages",
            "preview",
            "combine",
            "showHidden",
            "allowMissingContent",
            "dryRun",
            "resend",
            "resendUnknown");

    /** Fax numbers: a number of Groovy has lost its plus sign or leading zeros, and the country with them. */
    private static final Set<String> FAX_NUMBERS = Set.of("recipients", "source");

    /** Texts that may be written as true or false. */
    private static final Set<String> FLAGS_OR_TEXTS = Set.of("coverPage");

    private static final Set<String> REQUIRING_VALUE = requiringValue(FaxParameters.ALL, OnceParameters.ALL);

    private StepArguments() {}

    /**
     * The arguments as the setters of a type expect them.
     *
     * @param step its name, for messages
     */
    static Map<String, Object> normalized(String step, Class<?> type, Map<?, ?> arguments) {
        Arguments.requireKnown(step, "", arguments.keySet(), Arguments.namesOf(type));
        Map<String, Object> normalized = new HashMap<>();
        arguments.forEach(
                (name, value) -> normalized.put(String.valueOf(name), normalized(step, String.valueOf(name), value)));
        return normalized;
    }

    /** Here, because what is refused within a nested value is shown with a stack trace. */
    private static Object policy(String step, Object value) {
        if (value instanceof Map<?, ?> policy) {
            return FaxPolicy.normalized(step, policy);
        }
        if (value instanceof FaxPolicy || value instanceof UninstantiatedDescribable) {
            return value;
        }
        throw Arguments.invalid(Messages.StepArguments_map(POLICY, Arguments.shown(value)));
    }

    /** A list or text as it is shown where there is little room; empty if it is neither. */
    static String inBrief(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        List<?> items = Arguments.items(value);
        String text = items == null
                ? value.toString()
                : items.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Sanitizer.line(text, MAX_VALUE_LENGTH);
    }

    /** The numbers of recipients, and nothing else that is known of them; the file if there are none. */
    static String recipientsInBrief(Map<String, Object> arguments) {
        Object recipients = arguments.get(RECIPIENTS);
        if (recipients == null) {
            return inBrief(arguments.get("recipientsFile"));
        }
        List<?> items = Arguments.items(recipients);
        return inBrief(items == null ? numbers(recipients.toString()) : numbers(items));
    }

    private static List<String> numbers(List<?> items) {
        return items.stream()
                .flatMap(it -> it instanceof Map<?, ?> recipient
                        ? Stream.of(String.valueOf(recipient.get(NUMBER)))
                        : parsed(List.of(String.valueOf(it))).stream())
                .toList();
    }

    private static List<String> numbers(String written) {
        return parsed(Lists.entries(written));
    }

    private static List<String> parsed(List<String> entries) {
        return RecipientEntry.parse(entries).value().stream()
                .flatMap(List::stream)
                .map(RecipientEntry::number)
                .toList();
    }

    @SafeVarargs
    private static Set<String> requiringValue(List<Parameter<?>>... parameters) {
        return Stream.of(parameters)
                .flatMap(List::stream)
                .filter(Parameter::requiresValue)
                .map(Parameter::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean requiresValue(String name) {
        return REQUIRING_VALUE.contains(name) || SWITCHES.contains(name);
    }

    private static @Nullable Object normalized(String step, String name, @Nullable Object value) {
        if (value == null ? requiresValue(name) : REQUIRING_VALUE.contains(name) && Arguments.isBlank(value)) {
            throw Arguments.invalid(Messages.StepArguments_blank(name));
        }
        if (value == null) {
            return null;
        }
        if (name.equals(POLICY)) {
            return policy(step, value);
        }
        if (LISTS.contains(name)) {
            List<?> items = Arguments.items(value);
            return items == null ? text(name, value) : lines(name, items);
        }
        if (TEXTS.contains(name)) {
            return text(name, value);
        }
        if (SWITCHES.contains(name)) {
            return truth(name, value);
        }
        return name.equals("timeout") ? minutes(name, value) : value;
    }

    /** Each item on a line of its own, so that items may contain commas. */
    private static String lines(String name, List<?> items) {
        StringBuilder lines = new StringBuilder();
        for (Object item : items) {
            lines.append(item == null ? "" : item(name, item)).append('\n');
        }
        return lines.toString();
    }

    /** What is known of a recipient becomes a line: the step keeps its recipients as text. */
    private static String item(String name, Object item) {
        if (!name.equals(RECIPIENTS) || !(item instanceof Map<?, ?> recipient)) {
            return text(name, item);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        recipient.forEach((field, value) -> {
            if (value != null) {
                boolean isNumber = NUMBER.equals(String.valueOf(field));
                fields.put(String.valueOf(field), text(isNumber ? name : name + "." + field, value));
            }
        });
        return RecipientEntry.write(fields);
    }

    private static String text(String name, Object value) {
        if (value instanceof Number && FAX_NUMBERS.contains(name)) {
            throw Arguments.invalid(Messages.StepArguments_number(name, Arguments.shown(value)));
        }
        String text =
                value instanceof Boolean && FLAGS_OR_TEXTS.contains(name) ? value.toString() : Arguments.text(value);
        if (text != null) {
            return text;
        }
        throw Arguments.invalid(
                LISTS.contains(name)
                        ? Messages.StepArguments_list(name, Arguments.shown(value))
                        : Messages.StepArguments_text(name, Arguments.shown(value)));
    }

    private static boolean truth(String name, Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof CharSequence && value.toString().strip().matches("(?i)true|false")) {
            return Boolean.parseBoolean(value.toString().strip());
        }
        throw Arguments.invalid(Messages.StepArguments_truth(name, Arguments.shown(value)));
    }

    private static int minutes(String name, Object value) {
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof CharSequence;
        String written = value.toString().strip();
        if (whole && written.matches("-?[0-9]{1,9}")) {
            return Integer.parseInt(written);
        }
        throw Arguments.invalid(Messages.StepArguments_minutes(name, Arguments.shown(value)));
    }
}
