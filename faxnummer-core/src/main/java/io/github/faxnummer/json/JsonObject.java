package io.github.faxnummer.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read. A value that is missing or has another type is an error that names it: a state of which a
 * part is missing could lead to a second submission.
 */
public final class JsonObject {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<?, ?> values;

    private JsonObject(Map<?, ?> values) {
        this.values = values;
    }

    /**
     * Reads exactly one object.
     *
     * @throws IOException if the text is anything else
     */
    public static JsonObject parse(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            JsonObject object = new JsonObject((Map<?, ?>) value(parser));
            if (parser.nextToken() != null) {
                throw new IOException("text behind the JSON object");
            }
            return object;
        }
    }

    /** Whether the value of this name is this text. */
    public boolean hasText(String name, String text) {
        return text.equals(values.get(name));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) throws IOException {
        return typed(name, String.class);
    }

    /** The text; empty if there is none. */
    public String textOrEmpty(String name) throws IOException {
        return has(name) ? text(name) : "";
    }

    public long number(String name) throws IOException {
        try {
            return Long.parseLong(typed(name, Digits.class).digits());
        } catch (NumberFormatException e) {
            throw invalid(name, e);
        }
    }

    public int integer(String name) throws IOException {
        try {
            return Math.toIntExact(number(name));
        } catch (ArithmeticException e) {
            throw invalid(name, e);
        }
    }

    public OptionalInt integerIfPresent(String name) throws IOException {
        return has(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
    }

    public double decimal(String name) throws IOException {
        try {
            return Double.parseDouble(typed(name, Digits.class).digits());
        } catch (NumberFormatException e) {
            throw invalid(name, e);
        }
    }

    public Instant instant(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw invalid(name, e);
        }
    }

    public Duration duration(String name) throws IOException {
        try {
            return Duration.parse(text(name));
        } catch (DateTimeException e) {
            throw invalid(name, e);
        }
    }

    public JsonObject object(String name) throws IOException {
        return new JsonObject(typed(name, Map.class));
    }

    public List<JsonObject> objects(String name) throws IOException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : typed(name, List.class)) {
            if (!(value instanceof Map<?, ?> map)) {
                throw invalid(name, null);
            }
            objects.add(new JsonObject(map));
        }
        return objects;
    }

    /** The elements, each a string or an object. */
    public List<Object> textsAndObjects(String name) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (Object value : typed(name, List.class)) {
            if (value instanceof Map<?, ?> map) {
                elements.add(new JsonObject(map));
            } else if (value instanceof String) {
                elements.add(value);
            } else {
                throw invalid(name, null);
            }
        }
        return elements;
    }

    public List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object value : typed(name, List.class)) {
            if (!(value instanceof String text)) {
                throw invalid(name, null);
            }
            texts.add(text);
        }
        return texts;
    }

    /** All values, which are strings, by their names. */
    public Map<String, String> toTexts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object name : values.keySet()) {
            texts.put(name.toString(), text(name.toString()));
        }
        return texts;
    }

    private <T> T typed(String name, Class<T> type) throws IOException {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw invalid(name, null);
        }
        return type.cast(value);
    }

    private static IOException invalid(String name, @Nullable Exception cause) {
        return new IOException("'" + name + "' is missing or invalid", cause);
    }

    /** A number as it is written. */
    private record Digits(String digits) {}

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> parser.currentToken() == JsonToken.VALUE_TRUE;
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }
}
