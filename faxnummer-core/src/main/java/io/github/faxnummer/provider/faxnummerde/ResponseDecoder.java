package io.github.faxnummer.provider.faxnummerde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.faxnummer.message.Message;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Decodes a response, whose fields are documented but whose format is not, into a map of field to value. Only this
 * class knows the five formats: lines {@code NAME=value}, lines {@code NAME: value}, one URL-encoded line, a flat JSON
 * object, and XML whose elements are named after the fields. Before each of them PHP may write that it notices something,
 * as HTML.
 */
public final class ResponseDecoder {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern WEB_PAGE =
            Pattern.compile("(<\\?xml[^>]*>\\s*)?<(!doctype\\s+)?html\\b", Pattern.CASE_INSENSITIVE);
    // In exactly PHP's form; the script goes on after it, other than after a fatal error.
    private static final Pattern PHP_NOTICES = Pattern.compile(
            "(?:<br />\\s*<b>(?:Warning|Notice|Deprecated)</b>:  [^\\r\\n]{1,2000} in <b>[^<\\r\\n]{1,1000}</b>"
                    + " on line <b>[0-9]{1,9}</b><br />\\s*){1,100}");
    private static final Pattern ASSIGNMENT = Pattern.compile(NAME + "=[^\"]*");
    private static final int MAX_ELEMENTS_IN_ELEMENTS = 100;
    private static final Pattern AMPERSAND = Pattern.compile("&");

    // The names of a list's fields are all different: caching them for the next response would cost memory and save
    // nothing.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final int maxFields;

    /** Decodes responses of any number of fields. */
    public ResponseDecoder() {
        this(Integer.MAX_VALUE);
    }

    /** A response of more fields is malformed: a field takes many times the memory of its bytes. */
    public ResponseDecoder(int maxFields) {
        this.maxFields = maxFields;
    }

    /**
     * Decodes a complete response.
     *
     * @param declared the charset of the {@code Content-Type} header, if it names one that this machine knows
     * @throws MalformedResponseException if no form gives a {@code WR_Status}, a field has two values, or there are too
     *     many
     */
    public DecodedResponse decode(byte[] body, Optional<Charset> declared) throws MalformedResponseException {
        String text = withoutNotices(text(body, declared).strip());
        DecodedResponse.Builder fields;
        if (text.startsWith("{")) {
            fields = json(text);
        } else if (WEB_PAGE.matcher(text).lookingAt()) {
            throw new MalformedResponseException(Message.of("protocol.html"));
        } else if (text.startsWith("<")) {
            fields = xml(text);
        } else if (isUrlEncoded(text)) {
            fields = urlEncoded(text, declared);
        } else {
            fields = lines(text);
        }
        return fields.build();
    }

    private static String withoutNotices(String text) {
        Matcher notices = PHP_NOTICES.matcher(text);
        return notices.lookingAt() ? text.substring(notices.end()) : text;
    }

    /** The body as text: by its byte order mark, else as declared, else as UTF-8, else as ISO-8859-1. */
    public static String text(byte[] body, Optional<Charset> declared) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        byte[] bytes = marked ? Arrays.copyOfRange(body, 3, body.length) : body;
        String text = decoded(bytes, marked ? StandardCharsets.UTF_8 : declared.orElse(StandardCharsets.UTF_8));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String decoded(byte[] bytes, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            // Much faster than the decoder below, and it replaces invalid bytes with this character.
            String text = new String(bytes, charset);
            if (text.indexOf('\uFFFD') < 0) {
                return text;
            }
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, charset.equals(StandardCharsets.UTF_8) ? StandardCharsets.ISO_8859_1 : charset);
        }
    }

    private static boolean isUrlEncoded(String text) {
        return text.indexOf('&') > 0
                && text.indexOf('\n') < 0
                && text.indexOf('\r') < 0
                && !text.endsWith("&")
                && AMPERSAND
                        .splitAsStream(text)
                        .allMatch(pair -> ASSIGNMENT.matcher(pair).matches());
    }

    /** Lines that begin with a name and an equals sign or a colon; all others are ignored. */
    private DecodedResponse.Builder lines(String text) throws MalformedResponseException {
        DecodedResponse.Builder fields = new DecodedResponse.Builder(maxFields);
        String lines = text.indexOf('\r') < 0 ? text : text.replace('\r', '\n');
        int end;
        for (int start = 0; start < lines.length(); start = end + 1) {
            int found = lines.indexOf('\n', start);
            end = found < 0 ? lines.length() : found;
            int name = afterBlanks(lines, start, end);
            int afterName = afterName(lines, name, end);
            int separator = afterBlanks(lines, afterName, end);
            if (afterName > name && separator < end) {
                String value = lines.substring(separator + 1, end);
                if (lines.charAt(separator) == '=') {
                    fields.put(lines, name, afterName, unquoted(value.strip()));
                } else if (lines.charAt(separator) == ':') {
                    fields.put(lines, name, afterName, value);
                }
            }
        }
        return fields;
    }

    private static int afterBlanks(String text, int start, int end) {
        int at = start;
        while (at < end && (text.charAt(at) == ' ' || (text.charAt(at) >= '\t' && text.charAt(at) <= '\r'))) {
            at++;
        }
        return at;
    }

    /** The same place if no name begins there. */
    private static int afterName(String text, int start, int end) {
        int at = start;
        while (at < end && isOfName(text.charAt(at), at == start)) {
            at++;
        }
        return at;
    }

    private static boolean isOfName(char character, boolean first) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || character == '_'
                || (!first && character >= '0' && character <= '9');
    }

    private static String unquoted(String value) {
        String unended =
                value.endsWith(";") ? value.substring(0, value.length() - 1).stripTrailing() : value;
        boolean quoted = unended.length() >= 2 && unended.startsWith("\"") && unended.endsWith("\"");
        return quoted ? unended.substring(1, unended.length() - 1) : unended;
    }

    private DecodedResponse.Builder urlEncoded(String text, Optional<Charset> declared)
            throws MalformedResponseException {
        DecodedResponse.Builder fields = new DecodedResponse.Builder(maxFields);
        for (String pair : (Iterable<String>) AMPERSAND.splitAsStream(text)::iterator) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals),
                    urlDecoded(pair.substring(equals + 1), declared.orElse(StandardCharsets.UTF_8)));
        }
        return fields;
    }

    private static String urlDecoded(String value, Charset charset) throws MalformedResponseException {
        if (value.indexOf('%') < 0 && value.indexOf('+') < 0) {
            return value;
        }
        try {
            String bytes = URLDecoder.decode(value, StandardCharsets.ISO_8859_1);
            return decoded(bytes.getBytes(StandardCharsets.ISO_8859_1), charset);
        } catch (IllegalArgumentException e) {
            throw new MalformedResponseException(Message.of("protocol.form", "URL"));
        }
    }

    private DecodedResponse.Builder json(String text) throws MalformedResponseException {
        DecodedResponse.Builder fields = new DecodedResponse.Builder(maxFields);
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == null || !value.isScalarValue()) {
                    throw new MalformedResponseException(
                            Message.of("protocol.nested", FieldNames.shownName(name == null ? "" : name)));
                }
                fields.put(name, value == JsonToken.VALUE_NULL ? "" : parser.getText());
            }
            if (parser.nextToken() != null) {
                throw new MalformedResponseException(Message.of("protocol.form", "JSON"));
            }
        } catch (IOException e) {
            throw new MalformedResponseException(Message.of("protocol.form", "JSON"));
        }
        return fields;
    }

    // The JDK's reader throws unchecked exceptions for some malformed documents, and none of them may get any further.
    @SuppressWarnings("CatchingUnchecked")
    private DecodedResponse.Builder xml(String text) throws MalformedResponseException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        DecodedResponse.Builder fields = new DecodedResponse.Builder(maxFields);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            StringBuilder value = new StringBuilder();
            boolean leaf = false;
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > MAX_ELEMENTS_IN_ELEMENTS) {
                            throw new MalformedResponseException(Message.of("protocol.form", "XML"));
                        }
                        leaf = true;
                        value.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> value.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (leaf) {
                            fields.put(reader.getLocalName(), value.toString());
                        }
                        leaf = false;
                        depth--;
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedResponseException(Message.of("protocol.form", "XML"));
                    default -> {}
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw new MalformedResponseException(Message.of("protocol.form", "XML"));
        }
        return fields;
    }
}
