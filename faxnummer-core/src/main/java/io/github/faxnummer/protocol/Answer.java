package io.github.faxnummer.protocol;

import io.github.faxnummer.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decoded answer: its fields in the order in which they came. It always has a {@code WR_Status}.
 *
 * @param fields ordered, unmodifiable; values carry no surrounding white space
 */
public record Answer(Map<String, String> fields) {

    private static final Pattern ENTRY = Pattern.compile(Pattern.quote(Field.ENTRY_PREFIX) + "([0-9]+)_(.+)");

    public Answer {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
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
        for (Map.Entry<String, String> field : fields.entrySet()) {
            Matcher matcher = ENTRY.matcher(field.getKey());
            if (matcher.matches()) {
                entries.computeIfAbsent(matcher.group(1), number -> new LinkedHashMap<>())
                        .put(matcher.group(2), field.getValue());
            }
        }
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
}
