package io.github.faxnummer.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads JSON. */
final class JsonTable {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Element(int line, Map<String, String> values) {}

    private JsonTable() {}

    static Table read(String text, String single) throws TableException {
        List<Element> elements = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new TableException(line(json), Message.of("input.recipients-file.array"));
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                int line = line(json);
                elements.add(new Element(line, values(json, single)));
            }
            if (json.nextToken() != null) {
                throw new TableException(line(json), Message.of("input.recipients-file.array"));
            }
        } catch (JsonParseException e) {
            throw new TableException(
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                    Message.of("input.recipients-file.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> names = new LinkedHashSet<>();
        elements.forEach(it -> names.addAll(it.values().keySet()));
        return new Table(
                List.copyOf(names),
                elements.stream()
                        .map(it -> new Table.Row(
                                it.line(),
                                names.stream()
                                        .map(name -> it.values().getOrDefault(name, ""))
                                        .toList()))
                        .toList());
    }

    static String write(Map<String, String> object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> value : object.entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<String, String> values(JsonParser json, String single) throws IOException, TableException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return Map.of(single, text(json, single));
        }
        Map<String, String> values = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            values.put(name, text(json, name));
        }
        return values;
    }

    /** Numbers are taken as they are written. */
    private static String text(JsonParser json, String name) throws IOException, TableException {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                json.getText().strip();
            case VALUE_NULL -> "";
            default -> throw new TableException(line(json), Message.of("input.recipients-file.string", name));
        };
    }

    private static int line(JsonParser json) {
        return json.currentTokenLocation().getLineNr();
    }
}
