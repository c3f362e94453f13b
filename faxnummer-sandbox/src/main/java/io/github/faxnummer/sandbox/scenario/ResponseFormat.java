package io.github.faxnummer.sandbox.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The format of a response. The documentation names the fields of a response but not its format, so a client has to
 * understand all of these.
 *
 * <p>Every value of a single line is kept, except for characters that a format cannot represent: a line break in one of
 * the line formats becomes a blank, and XML loses the characters that XML 1.0 does not allow.
 */
public enum ResponseFormat {
    /** Lines {@code NAME=value}; only an ambiguous value is quoted. */
    LINES("lines NAME=value", "text/plain; charset=utf-8") {
        @Override
        String format(Map<String, String> fields) {
            return lines(fields, "=", ResponseFormat::quotedIfAmbiguous, "");
        }
    },
    /** Lines {@code NAME="value";}. */
    QUOTED_LINES("lines NAME=\"value\";", "text/plain; charset=utf-8") {
        @Override
        String format(Map<String, String> fields) {
            return lines(fields, "=", ResponseFormat::quoted, ";");
        }
    },
    /** Lines {@code NAME: value}, never quoted, so that a value loses the blanks it begins or ends with. */
    COLON_LINES("lines NAME: value", "text/plain; charset=utf-8") {
        @Override
        String format(Map<String, String> fields) {
            return lines(fields, ": ", value -> value, "");
        }
    },
    /** One line {@code NAME=value&NAME=value}, URL-encoded. */
    URL_ENCODED("one URL-encoded line", "application/x-www-form-urlencoded") {
        @Override
        String format(Map<String, String> fields) {
            return fields.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
        }
    },
    /** A flat JSON object. */
    JSON("a flat JSON object", "application/json") {
        @Override
        String format(Map<String, String> fields) {
            StringWriter json = new StringWriter();
            try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
                generator.writeStartObject();
                for (Map.Entry<String, String> field : fields.entrySet()) {
                    generator.writeStringField(field.getKey(), field.getValue());
                }
                generator.writeEndObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return json.toString();
        }
    },
    /** XML with one element for each field; the field names have to be XML names. */
    XML("XML, one element for each field", "application/xml; charset=utf-8") {
        @Override
        String format(Map<String, String> fields) {
            StringWriter text = new StringWriter();
            try {
                XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
                xml.writeStartDocument("UTF-8", "1.0");
                xml.writeStartElement("response");
                for (Map.Entry<String, String> field : fields.entrySet()) {
                    xml.writeStartElement(field.getKey());
                    xml.writeCharacters(withoutInvalidXmlCharacters(field.getValue()));
                    xml.writeEndElement();
                }
                xml.writeEndElement();
                xml.writeEndDocument();
                xml.close();
            } catch (XMLStreamException e) {
                throw new IllegalArgumentException("cannot be written as XML", e);
            }
            return text.toString();
        }
    },
    /** Lines {@code NAME=value} behind what a newer PHP writes about the script, each time. */
    LINES_BEHIND_NOTICE("lines NAME=value behind a PHP notice in HTML", "text/html; charset=utf-8") {
        @Override
        String format(Map<String, String> fields) {
            return "<br />\n<b>Deprecated</b>:  utf8_encode() is deprecated in <b>/srv/api/fax.php</b> on line <b>12</b>"
                    + "<br />\n" + LINES.format(fields);
        }
    };

    private final String description;
    private final String contentType;

    ResponseFormat(String description, String contentType) {
        this.description = description;
        this.contentType = contentType;
    }

    /** The value of the {@code Content-Type} header for this format. */
    public String contentType() {
        return contentType;
    }

    /** A short English description. */
    public String description() {
        return description;
    }

    /** The fields in this format, in the order of the map, as UTF-8. */
    public byte[] write(Map<String, String> fields) {
        Map<String, String> encodable = new LinkedHashMap<>();
        fields.forEach((name, value) -> encodable.put(name, withoutLoneSurrogates(value)));
        return format(encodable).getBytes(StandardCharsets.UTF_8);
    }

    abstract String format(Map<String, String> fields);

    private static String lines(Map<String, String> fields, String separator, UnaryOperator<String> style, String end) {
        StringBuilder lines = new StringBuilder();
        fields.forEach((name, value) -> lines.append(name)
                .append(separator)
                .append(style.apply(onOneLine(value)))
                .append(end)
                .append('\n'));
        return lines.toString();
    }

    private static String quotedIfAmbiguous(String value) {
        boolean ambiguous = value.startsWith("\"")
                || value.endsWith("\"")
                || value.endsWith(";")
                || value.contains("&")
                || !value.equals(value.strip())
                || !value.equals(value.trim());
        return ambiguous ? quoted(value) : value;
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }

    private static String onOneLine(String value) {
        return value.replaceAll("\r\n|[\r\n]", " ");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String withoutLoneSurrogates(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Removes carriage returns, too: an XML parser would read them as line feeds. */
    private static String withoutInvalidXmlCharacters(String value) {
        return value.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
