package io.github.faxnummer.jenkins.delivery;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.PdfFacts;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** {@link DeliveryRecord} as JSON. Reading is strict: half a record is none, for it could lead to a second submission. */
public final class RecordJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Serializable.class, new TextArgument()))
            .addMixIn(TransmissionState.class, ProgressByName.class)
            // Records are their components: what their methods tell is not state.
            .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RecordJson() {}

    public static byte[] write(DeliveryRecord record) throws IOException {
        return MAPPER.writeValueAsBytes(record);
    }

    public static DeliveryRecord read(byte[] json) throws IOException {
        if (!(MAPPER.readTree(json) instanceof ObjectNode tree)) {
            throw new IOException("The record is none.");
        }
        if (tree.path("format").asInt() == 1) {
            upgradeFromFormat1(tree);
        }
        if (tree.path("format").asInt() == 2) {
            upgradeFromFormat2(tree);
        }
        addOrderDefaults(tree);
        DeliveryRecord record = MAPPER.treeToValue(tree, DeliveryRecord.class);
        if (record.format() != DeliveryRecord.FORMAT) {
            throw new IOException("The record has format " + record.format() + ", which this version cannot read.");
        }
        return record;
    }

    /** Records from before orders could be redirected and had a price. */
    private static void addOrderDefaults(ObjectNode tree) {
        if (tree.at("/delivery/order") instanceof ObjectNode order) {
            if (!order.has("redirectedFrom")) {
                order.putArray("redirectedFrom");
            }
            if (!order.has("pricePerPage")) {
                order.put("pricePerPage", "");
            }
        }
    }

    /** Format 1 did not know what is in a document: what was planned then is not sent any more, the rest is followed. */
    private static void upgradeFromFormat1(ObjectNode tree) {
        tree.put("format", 2);
        tree.put("failOnMissingPages", true);
        tree.put("reportDirectory", "");
        JsonNode unknown = MAPPER.valueToTree(new PdfFacts("", 0, "", List.of(), List.of()));
        for (JsonNode document : tree.at("/delivery/order/documents")) {
            if (document instanceof ObjectNode object) {
                object.set("facts", unknown);
            }
        }
        for (JsonNode transmission : tree.at("/delivery/transmissions")) {
            if (transmission instanceof ObjectNode object) {
                object.put("documentPages", 0);
            }
        }
    }

    /** Format 2 kept neither possible job ids of an unknown submission nor the size of a refused document. */
    private static void upgradeFromFormat2(ObjectNode tree) {
        tree.put("format", DeliveryRecord.FORMAT);
        for (JsonNode transmission : tree.at("/delivery/transmissions")) {
            if (transmission.path("progress") instanceof ObjectNode progress) {
                if (progress.path("state").asText().equals("unknown") && !progress.has("candidates")) {
                    progress.putArray("candidates");
                }
                if (progress.path("refusal") instanceof ObjectNode refusal && !refusal.has("documentBytes")) {
                    refusal.put("documentBytes", 0);
                }
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TransmissionState.Planned.class, name = "planned"),
        @JsonSubTypes.Type(value = TransmissionState.Submitting.class, name = "submitting"),
        @JsonSubTypes.Type(value = TransmissionState.Verifying.class, name = "verifying"),
        @JsonSubTypes.Type(value = TransmissionState.Submitted.class, name = "submitted"),
        @JsonSubTypes.Type(value = TransmissionState.Done.class, name = "done"),
        @JsonSubTypes.Type(value = TransmissionState.TimedOut.class, name = "timed-out"),
        @JsonSubTypes.Type(value = TransmissionState.Mismatched.class, name = "mismatched"),
        @JsonSubTypes.Type(value = TransmissionState.StatusUnavailable.class, name = "untold"),
        @JsonSubTypes.Type(value = TransmissionState.Rejected.class, name = "rejected"),
        @JsonSubTypes.Type(value = TransmissionState.Unknown.class, name = "unknown"),
        @JsonSubTypes.Type(value = TransmissionState.NotSent.class, name = "not-sent")
    })
    private interface ProgressByName {}

    /** The arguments of a {@link Message} are strings or further texts, and nothing else is ever made of them. */
    private static final class TextArgument extends JsonDeserializer<Serializable> {
        @Override
        public Serializable deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.currentToken() == JsonToken.START_OBJECT
                    ? context.readValue(parser, Message.class)
                    : context.readValue(parser, String.class);
        }
    }
}
