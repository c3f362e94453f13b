package io.github.faxnummer.converter;

import io.github.faxnummer.message.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that makes a PDF of files with an extension.
 *
 * @param extension in lower case, without the dot
 * @param command the program and its arguments, with placeholders such as <code>{input}</code>
 */
public record Converter(String extension, List<String> command) implements Serializable {

    static final String INPUT = "{input}";
    static final String INPUT_URI = "{inputUri}";
    static final String OUTPUT = "{output}";
    static final String OUTPUT_FILE = "{outputFile}";
    static final String PROFILE = "{profile}";
    static final String PROFILE_URI = "{profileUri}";

    private static final List<String> PLACEHOLDERS =
            List.of(INPUT, INPUT_URI, OUTPUT, OUTPUT_FILE, PROFILE, PROFILE_URI);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}\\s]*\\}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,15}");
    private static final String PDF = "pdf";

    public Converter {
        command = List.copyOf(command);
    }

    /**
     * A converter as users write it.
     *
     * @param command arguments separated by white space; in single or double quotation marks an argument may contain
     *     some. There is no shell: nothing else has a meaning.
     */
    public static Converter of(String extension, String command) throws ConverterException {
        String name = extension.strip().toLowerCase(Locale.ROOT);
        if (!EXTENSION.matcher(name).matches()) {
            throw new ConverterException(Message.of("input.converter.extension"));
        }
        if (name.equals(PDF)) {
            throw new ConverterException(Message.of("input.converter.pdf"));
        }
        List<String> arguments = split(command);
        if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
            throw new ConverterException(Message.of("input.converter.empty"));
        }
        for (String argument : arguments) {
            Matcher placeholder = PLACEHOLDER.matcher(argument);
            while (placeholder.find()) {
                if (!PLACEHOLDERS.contains(placeholder.group())) {
                    throw new ConverterException(Message.of(
                            "input.converter.placeholder", placeholder.group(), String.join(", ", PLACEHOLDERS)));
                }
            }
        }
        require(arguments, INPUT, INPUT_URI);
        require(arguments, OUTPUT, OUTPUT_FILE);
        return new Converter(name, arguments);
    }

    private static void require(List<String> arguments, String placeholder, String other) throws ConverterException {
        if (arguments.stream().noneMatch(it -> it.contains(placeholder) || it.contains(other))) {
            throw new ConverterException(Message.of("input.converter.lacks", placeholder, other));
        }
    }

    private static List<String> split(String command) throws ConverterException {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean begun = false;
        int quote = 0;
        for (int character : command.codePoints().toArray()) {
            if (quote != 0) {
                if (character == quote) {
                    quote = 0;
                } else {
                    argument.appendCodePoint(character);
                }
            } else if (character == '"' || character == '\'') {
                quote = character;
                begun = true;
            } else if (!Character.isWhitespace(character)) {
                argument.appendCodePoint(character);
                begun = true;
            } else if (begun) {
                arguments.add(argument.toString());
                argument.setLength(0);
                begun = false;
            }
        }
        if (quote != 0) {
            throw new ConverterException(Message.of("input.converter.quote", Character.toString(quote)));
        }
        if (begun) {
            arguments.add(argument.toString());
        }
        return arguments;
    }

    /** Whether it is known how a file with this extension begins. */
    public boolean isFormatKnown() {
        return FileSignature.of(extension).isPresent();
    }

    /** Whether a file begins like others with this extension, as far as that is known. */
    boolean accepts(byte[] start) {
        return FileSignature.of(extension).map(it -> it.matches(start)).orElse(true);
    }

    /** The command with values for its placeholders. */
    List<String> command(Map<String, String> values) {
        return command.stream()
                .map(argument -> PLACEHOLDER
                        .matcher(argument)
                        .replaceAll(it -> Matcher.quoteReplacement(values.getOrDefault(it.group(), it.group()))))
                .toList();
    }
}
