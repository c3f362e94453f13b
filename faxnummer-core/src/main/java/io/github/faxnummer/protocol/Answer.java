package io.github.faxnummer.protocol;

import io.github.faxnummer.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * A decoded answer: its fields in the order in which they came, and those of the list by entry. It always has a
 * {@code WR_Status}. Values carry no surrounding white space.
 */
public final class Answer {

    private final Map<String, String> fields;
    private final Map<String, Map<String, String>> entries;

    private Answer(Map<String, String> fields, Map<String, Map<String, String>> entries) {
        this.fields = fields;
        this.entries = entries;
    }

    /** All fields by their whole names, unmodifiable; those of the list come last. */
    public Map<String, String> fields() {
        Map<String, String> all = new LinkedHashMap<>(fields);
        entries.forEach((number, entry) ->
                entry.forEach((name, value) -> all.put(Field.ENTRY_PREFIX + number + "_" + name, value)));
        return Collections.unmodifiableMap(all);
    }

    /**
     * The same fields with other values.
     *
     * @param change gets a field's name, in an entry what is behind {@code WR_DataList_<n>_}, and its value
     */
    public Answer withValues(BinaryOperator<String> change) {
        Map<String, Map<String, String>> changed = new LinkedHashMap<>();
        entries.forEach((number, entry) -> changed.put(number, withValues(entry, change)));
        return new Answer(withValues(fields, change), changed);
    }

    private static Map<String, String> withValues(Map<String, String> fields, BinaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.replaceAll(change);
        return changed;
    }

    /** {@code WR_Status} is "ok", in whatever case: the documentation writes both {@code ok} and {@code OK}. */
    public boolean isOk() {
        return "ok".equalsIgnoreCase(fields.get(Field.STATUS));
    }

    /** {@code WR_Status} is "failed", the only other documented value. */
    public boolean isFailed() {
        return "failed".equalsIgnoreCase(fields.get(Field.STATUS));
    }

    /** A field that does not belong to an entry of the list. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * The list of {@code GetSentFaxStatus}, each entry's fields by the name behind {@code WR_DataList_<n>_}.
     *
     * @throws MalformedAnswerException if {@code WR_DataList_ObjectCount} is missing or disagrees with the entries
     */
    public List<Map<String, String>> entries() throws MalformedAnswerException {
        String announced = fields.getOrDefault(Field.OBJECT_COUNT, "");
        if (!announced.equals(String.valueOf(entries.size()))) {
            throw new MalformedAnswerException(Text.of("protocol.count", announced, entries.size()));
        }
        List<Map<String, String>> list = new ArrayList<>(entries.size());
        for (int number = 1; number <= entries.size(); number++) {
            Map<String, String> entry = entries.get(String.valueOf(number));
            if (entry == null) {
                throw new MalformedAnswerException(Text.of("protocol.gap", number));
            }
            list.add(Collections.unmodifiableMap(entry));
        }
        return list;
    }

    /** Takes fields as they come; one that comes twice must say the same. */
    static final class Builder {

        private static final int PREFIX_LENGTH = Field.ENTRY_PREFIX.length();

        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> entries = new LinkedHashMap<>();
        private final int most;
        private int count;
        private String number = "";
        private Map<String, String> entry = fields;

        Builder(int most) {
            this.most = most;
        }

        void put(String name, String value) throws MalformedAnswerException {
            String stripped = value.strip();
            int end = endOfNumber(name);
            String before = end == 0
                    ? fields.putIfAbsent(name, stripped)
                    : entry(name, end).putIfAbsent(Field.ofEntry(name.substring(end + 1)), stripped);
            if (before == null) {
                count++;
            } else if (!before.equals(stripped)) {
                throw new MalformedAnswerException(Text.of("protocol.twice", name));
            }
            if (count > most) {
                throw new MalformedAnswerException(Text.of("protocol.many-fields", most));
            }
        }

        Answer build() throws MalformedAnswerException {
            if (!fields.containsKey(Field.STATUS)) {
                throw new MalformedAnswerException(Text.of("protocol.no-status"));
            }
            return new Answer(fields, entries);
        }

        /** Most often the one of the field before. */
        private Map<String, String> entry(String name, int end) {
            if (number.length() != end - PREFIX_LENGTH || !name.startsWith(number, PREFIX_LENGTH)) {
                number = name.substring(PREFIX_LENGTH, end);
                entry = entries.computeIfAbsent(number, it -> new LinkedHashMap<>());
            }
            return entry;
        }

        /** Where the number in the name of an entry's field ends; 0 if it is not the name of one. */
        private static int endOfNumber(String name) {
            if (!name.startsWith(Field.ENTRY_PREFIX)) {
                return 0;
            }
            int end = PREFIX_LENGTH;
            while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
                end++;
            }
            return end > PREFIX_LENGTH && end < name.length() - 1 && name.charAt(end) == '_' ? end : 0;
        }
    }
}
