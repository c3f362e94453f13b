package io.github.faxnummer.order;

import io.github.faxnummer.converter.Converter;
import io.github.faxnummer.converter.ConverterException;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands for file extensions, as users write them. */
public final class ConverterParameters {

    private static final String NAME = "converters";

    private record Entry(String extension, String command) {}

    private ConverterParameters() {}

    /** Commands by extension. */
    public static Validated<Converters> check(Map<String, String> commands) {
        return check(
                commands.entrySet().stream()
                        .map(it -> new Entry(it.getKey(), it.getValue()))
                        .toList(),
                new ArrayList<>());
    }

    /** Lines such as {@code docx=soffice …}; blank ones say nothing. */
    static Validated<Converters> check(String lines) {
        List<Entry> entries = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String line : lines.lines().filter(it -> !it.isBlank()).toList()) {
            int sign = line.indexOf('=');
            if (sign < 0) {
                problems.add(new Problem(NAME, line.strip(), Message.of("input.converter.line")));
            } else {
                entries.add(new Entry(line.substring(0, sign), line.substring(sign + 1)));
            }
        }
        return check(entries, problems);
    }

    private static Validated<Converters> check(List<Entry> entries, List<Problem> problems) {
        List<Converter> converters = new ArrayList<>();
        Set<String> extensions = new HashSet<>();
        for (Entry entry : entries) {
            try {
                Converter converter = Converter.of(entry.extension(), entry.command());
                if (extensions.add(converter.extension())) {
                    converters.add(converter);
                } else {
                    problems.add(new Problem(NAME, converter.extension(), Message.of("input.converter.twice")));
                }
            } catch (ConverterException e) {
                problems.add(new Problem(NAME, entry.extension().strip(), e.why()));
            }
        }
        return problems.isEmpty() ? Validated.valid(new Converters(converters)) : Validated.invalid(problems);
    }
}
