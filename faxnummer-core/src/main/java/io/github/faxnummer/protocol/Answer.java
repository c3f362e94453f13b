package io.github.faxnummer.protocol;

import io.github.faxnummer.text.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A decoded answer: its fields in the order in which they came, and those of the list by entry. It always has a
 * {@code WR_Status}. Values carry no surrounding white space.
 */
public final class Answer {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> fields;
    private final Entries entries;

    private Answer(Map<String, String> fields, Entries entries) {
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

    /** The same fields without text that must not be shown. What a machine reads stays as it is. */
    public Answer without(Predicate<String> secret) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(it -> Field.isSplitSecret(it.getKey(), it.getValue(), secret));
        changed.replaceAll((name, value) -> Field.shown(name, value, secret));
        return new Answer(changed, entries.without(secret));
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
            String count = COUNT.matcher(announced).matches() ? announced : "?";
            throw new MalformedAnswerException(Text.of("protocol.count", count, entries.size()));
        }
        return entries.list();
    }

    /** Takes fields as they come; one of the API that comes twice must say the same. Of others the first one counts. */
    static final class Builder {

        private static final int PREFIX_LENGTH = Field.ENTRY_PREFIX.length();

        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Entries entries = new Entries();
        private final int most;
        private int count;
        private Fields entry = new Fields();
        private Fields entryBefore = entry;

        Builder(int most) {
            this.most = most;
        }

        void put(String name, String value) throws MalformedAnswerException {
            put(name, 0, name.length(), value);
        }

        /** Takes a field whose name is a part of a text. */
        @SuppressWarnings("ReferenceEquality") // two entries may have the same fields
        void put(String text, int start, int end, String written) throws MalformedAnswerException {
            String value = written.strip();
            int endOfNumber = endOfNumber(text, start, end);
            String before;
            if (endOfNumber == 0) {
                before = fields.putIfAbsent(text.substring(start, end), value);
            } else {
                Fields found = entries.at(text, start + PREFIX_LENGTH, endOfNumber);
                if (found != entry) {
                    entryBefore = entry;
                    entry = found;
                }
                before = entry.addIfAbsent(nameInEntry(text, endOfNumber + 1, end), value);
                if (entry.size() > Fields.MOST) {
                    throw new MalformedAnswerException(Text.of("protocol.many-fields-of-entry", Fields.MOST));
                }
            }
            if (before == null) {
                count++;
            } else if (!before.equals(value) && text.startsWith(Field.PREFIX, start)) {
                throw new MalformedAnswerException(
                        Text.of("protocol.twice", Field.shownName(text.substring(start, end))));
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

        /** Most often the entries have the same fields in the same order, and the name is in memory already. */
        private String nameInEntry(String text, int start, int end) {
            String likely = entryBefore.name(entry.size());
            return likely.length() == end - start && text.startsWith(likely, start)
                    ? likely
                    : Field.ofEntry(text.substring(start, end));
        }

        /** Where the number in the name of an entry's field ends; 0 if it is not the name of one. */
        private static int endOfNumber(String text, int start, int end) {
            if (!text.startsWith(Field.ENTRY_PREFIX, start)) {
                return 0;
            }
            int at = start + PREFIX_LENGTH;
            while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            return at > start + PREFIX_LENGTH && at < end - 1 && text.charAt(at) == '_' ? at : 0;
        }
    }
}
