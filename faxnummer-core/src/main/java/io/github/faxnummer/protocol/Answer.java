package io.github.faxnummer.protocol;

import io.github.faxnummer.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** A decoded answer: its fields in the order in which they came. It always has a {@code WR_Status}. */
public final class Answer {

    private static final int PREFIX_LENGTH = Field.ENTRY_PREFIX.length();

    private final Map<String, String> fields;

    /** @param fields ordered; from now on it is this answer's own */
    Answer(Map<String, String> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** All fields, unmodifiable, in their order; values carry no surrounding white space. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The same names with other values. */
    public Answer withValues(BinaryOperator<String> valueOfName) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.replaceAll(valueOfName);
        return new Answer(changed);
    }

    /** {@code WR_Status} is "ok", in whatever case: the documentation writes both {@code ok} and {@code OK}. */
    public boolean isOk() {
        return "ok".equalsIgnoreCase(fields.get(Field.STATUS));
    }

    /** {@code WR_Status} is "failed", the only other documented value. */
    public boolean isFailed() {
        return "failed".equalsIgnoreCase(fields.get(Field.STATUS));
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * The list of {@code GetSentFaxStatus}, each entry's fields by the name behind {@code WR_DataList_<n>_}.
     *
     * @throws MalformedAnswerException if {@code WR_DataList_ObjectCount} is missing or disagrees with the entries
     */
    public List<Map<String, String>> entries() throws MalformedAnswerException {
        Map<String, Map<String, String>> entries = new LinkedHashMap<>();
        String number = "";
        Map<String, String> entry = Map.of();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String name = field.getKey();
            int end = endOfNumber(name);
            if (end > 0) {
                // Most often the number of the field before.
                if (number.length() != end - PREFIX_LENGTH || !name.startsWith(number, PREFIX_LENGTH)) {
                    number = name.substring(PREFIX_LENGTH, end);
                    entry = entries.computeIfAbsent(number, it -> new LinkedHashMap<>());
                }
                entry.put(Field.ofEntry(name.substring(end + 1)), field.getValue());
            }
        }
        String announced = fields.getOrDefault(Field.OBJECT_COUNT, "");
        if (!announced.equals(String.valueOf(entries.size()))) {
            throw new MalformedAnswerException(Text.of("protocol.count", announced, entries.size()));
        }
        List<Map<String, String>> list = new ArrayList<>(entries.size());
        for (int i = 1; i <= entries.size(); i++) {
            Map<String, String> fieldsOfIt = entries.get(String.valueOf(i));
            if (fieldsOfIt == null) {
                throw new MalformedAnswerException(Text.of("protocol.gap", i));
            }
            list.add(Collections.unmodifiableMap(fieldsOfIt));
        }
        return list;
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
