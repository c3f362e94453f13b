package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A decoded response: its fields in the order of arrival, and those of the list by entry. It always has a
 * {@code WR_Status}. Values carry no surrounding white space.
 */
public final class DecodedResponse {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> fields;
    private final Entries entries;

    private DecodedResponse(Map<String, String> fields, Entries entries) {
        this.fields = fields;
        this.entries = entries;
    }

    /** All fields by their whole names, unmodifiable; those of the list come last. */
    public Map<String, String> fields() {
        Map<String, String> all = new LinkedHashMap<>(fields);
        entries.forEach((number, entry) ->
                entry.forEach((name, value) -> all.put(FieldNames.ENTRY_PREFIX + number + "_" + name, value)));
        return Collections.unmodifiableMap(all);
    }

    /** The same fields with secrets hidden. Values that programs read are kept. */
    public DecodedResponse without(Predicate<String> secret) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(it -> FieldNames.isSplitSecret(it.getKey(), it.getValue(), secret));
        changed.replaceAll((name, value) -> FieldNames.shown(name, value, secret));
        return new DecodedResponse(changed, entries.without(secret));
    }

    /** {@code WR_Status} is "ok", in any case: the documentation writes both {@code ok} and {@code OK}. */
    public boolean isOk() {
        return "ok".equalsIgnoreCase(fields.get(FieldNames.STATUS));
    }

    /** {@code WR_Status} is "failed", the only other documented value. */
    public boolean isFailed() {
        return "failed".equalsIgnoreCase(fields.get(FieldNames.STATUS));
    }

    /** A field that does not belong to an entry of the list. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * The list of {@code GetSentFaxStatus}, each entry's fields by the name behind {@code WR_DataList_<n>_}.
     *
     * @throws MalformedResponseException if {@code WR_DataList_ObjectCount} is missing or disagrees with the entries
     */
    public List<Map<String, String>> entries() throws MalformedResponseException {
        String announced = fields.getOrDefault(FieldNames.OBJECT_COUNT, "");
        if (!announced.equals(String.valueOf(entries.size()))) {
            String count = COUNT.matcher(announced).matches() ? announced : "?";
            throw new MalformedResponseException(Message.of("protocol.count", count, entries.size()));
        }
        return entries.list();
    }

    /**
     * Collects fields in their order. A field of the API that is repeated must have the same value; of others, the
     * first counts.
     */
    static final class Builder {

        private static final int PREFIX_LENGTH = FieldNames.ENTRY_PREFIX.length();

        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Entries entries = new Entries();
        private final int maxFields;
        private int count;
        private FieldMap entry = new FieldMap();
        private FieldMap entryBefore = entry;

        Builder(int maxFields) {
            this.maxFields = maxFields;
        }

        void put(String name, String value) throws MalformedResponseException {
            put(name, 0, name.length(), value);
        }

        /** Adds a field whose name is a part of a text. */
        @SuppressWarnings("ReferenceEquality") // two entries may have the same fields
        void put(String text, int start, int end, String written) throws MalformedResponseException {
            String value = written.strip();
            int endOfNumber = endOfNumber(text, start, end);
            String before;
            if (endOfNumber == 0) {
                before = fields.putIfAbsent(text.substring(start, end), value);
            } else {
                FieldMap found = entries.at(text, start + PREFIX_LENGTH, endOfNumber);
                if (found != entry) {
                    entryBefore = entry;
                    entry = found;
                }
                before = entry.addIfAbsent(nameInEntry(text, endOfNumber + 1, end), value);
                if (entry.size() > FieldMap.MAX_FIELDS) {
                    throw new MalformedResponseException(
                            Message.of("protocol.many-fields-of-entry", FieldMap.MAX_FIELDS));
                }
            }
            if (before == null) {
                count++;
            } else if (!before.equals(value) && text.startsWith(FieldNames.PREFIX, start)) {
                throw new MalformedResponseException(
                        Message.of("protocol.twice", FieldNames.shownName(text.substring(start, end))));
            }
            if (count > maxFields) {
                throw new MalformedResponseException(Message.of("protocol.many-fields", maxFields));
            }
        }

        DecodedResponse build() throws MalformedResponseException {
            if (!fields.containsKey(FieldNames.STATUS)) {
                throw new MalformedResponseException(Message.of("protocol.no-status"));
            }
            return new DecodedResponse(fields, entries);
        }

        /** Most often the entries have the same fields in the same order, and the name is in memory already. */
        private String nameInEntry(String text, int start, int end) {
            String likely = entryBefore.name(entry.size());
            return likely.length() == end - start && text.startsWith(likely, start)
                    ? likely
                    : FieldNames.ofEntry(text.substring(start, end));
        }

        /** The end of the number in the name of an entry's field; 0 if it is not the name of one. */
        private static int endOfNumber(String text, int start, int end) {
            if (!text.startsWith(FieldNames.ENTRY_PREFIX, start)) {
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
