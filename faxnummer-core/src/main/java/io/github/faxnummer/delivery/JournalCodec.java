package io.github.faxnummer.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.Place;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.provider.Rejection;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The lines of a {@link DeliveryJournal} in version {@value DeliveryJournal#VERSION}; {@code fax-delivery.schema.json}
 * describes them. Written field by field, so that refactoring does not change the format.
 */
final class JournalCodec {

    // ASCII only: an unpaired surrogate in foreign text is read back unchanged. An incomplete line is not completed.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private JournalCodec() {}

    /** The first line: everything, as it is at the beginning. */
    static byte[] snapshot(JournaledDelivery journaled) throws IOException {
        return line(json -> {
            json.writeNumberField("version", DeliveryJournal.VERSION);
            json.writeStringField("endpoint", journaled.endpoint());
            json.writeStringField("start", journaled.start().toString());
            write(json, "attributes", journaled.attributes());
            json.writeObjectFieldStart("delivery");
            write(json, journaled.delivery());
            json.writeEndObject();
        });
    }

    /** A line for a transmission that changed. */
    static byte[] change(int position, Transmission transmission) throws IOException {
        return line(json -> {
            json.writeNumberField("position", position);
            json.writeObjectFieldStart("transmission");
            write(json, transmission);
            json.writeEndObject();
        });
    }

    /** The delivery of a snapshot. */
    static JournaledDelivery snapshot(JsonObject line) throws IOException {
        try {
            return new JournaledDelivery(
                    line.text("endpoint"),
                    line.instant("start"),
                    line.object("attributes").toTexts(),
                    delivery(line.object("delivery")));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The transmission of a change. */
    static Transmission change(JsonObject line) throws IOException {
        try {
            return transmission(line.object("transmission"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Fields fields) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        }
        return line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(JsonGenerator json, Delivery delivery) throws IOException {
        json.writeObjectFieldStart("order");
        write(json, delivery.order());
        json.writeEndObject();
        json.writeStringField("deadline", delivery.deadline().toString());
        json.writeStringField("firstPollInterval", delivery.schedule().first().toString());
        if (delivery.sameNumber() == SameNumber.SERIAL) {
            json.writeStringField("sameNumber", delivery.sameNumber().written());
        }
        RedialPolicy redial = delivery.redial();
        if (redial.times() > 0) {
            json.writeObjectFieldStart("redial");
            json.writeNumberField("times", redial.times());
            json.writeStringField("pause", redial.pause().toString());
            json.writeArrayFieldStart("causes");
            for (String cause : new TreeSet<>(redial.causes())) {
                json.writeString(cause);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeArrayFieldStart("transmissions");
        for (Transmission transmission : delivery.transmissions()) {
            json.writeStartObject();
            write(json, transmission);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Delivery delivery(JsonObject json) throws IOException {
        List<Transmission> transmissions = new ArrayList<>();
        for (JsonObject transmission : json.objects("transmissions")) {
            transmissions.add(transmission(transmission));
        }
        return new Delivery(
                order(json.object("order")),
                transmissions,
                json.instant("deadline"),
                new PollingSchedule(json.duration("firstPollInterval")),
                // Journals from before this parameter existed have none, and nothing waited then.
                json.hasText("sameNumber", SameNumber.SERIAL.written()) ? SameNumber.SERIAL : SameNumber.PARALLEL,
                json.has("redial") ? redial(json.object("redial")) : RedialPolicy.NONE);
    }

    private static RedialPolicy redial(JsonObject json) throws IOException {
        return new RedialPolicy(json.integer("times"), json.duration("pause"), new TreeSet<>(json.texts("causes")));
    }

    private static void write(JsonGenerator json, FaxOrder order) throws IOException {
        json.writeArrayFieldStart("documents");
        for (Document document : order.documents()) {
            json.writeStartObject();
            write(json, document);
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, "recipients", order.numbers());
        List<Recipient> described =
                order.recipients().stream().filter(Recipient::isDescribed).toList();
        if (!described.isEmpty()) {
            json.writeArrayFieldStart("recipientDetails");
            for (Recipient recipient : described) {
                json.writeStartObject();
                json.writeStringField("number", recipient.number().digits());
                writeUnlessEmpty(json, "name", recipient.name());
                writeUnlessEmpty(json, "organisation", recipient.organisation());
                writeUnlessEmpty(json, "attention", recipient.attention());
                writeUnlessEmpty(json, "reference", recipient.reference());
                writeUnlessEmpty(json, "numberSource", recipient.numberSource());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeStringField("email", order.email());
        json.writeStringField("sender", order.sender());
        json.writeStringField("source", order.source());
        json.writeStringField("reference", order.reference());
        write(json, "redirectedFrom", order.redirectedFrom());
        json.writeStringField("pricePerPage", order.pricePerPage());
    }

    private static void write(JsonGenerator json, String name, List<FaxNumber> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (FaxNumber number : numbers) {
            json.writeString(number.digits());
        }
        json.writeEndArray();
    }

    private static List<FaxNumber> numbers(JsonObject json, String name) throws IOException {
        return json.texts(name).stream().map(FaxNumber::new).toList();
    }

    private static List<Recipient> recipients(JsonObject json) throws IOException {
        Map<FaxNumber, Recipient> described = new HashMap<>();
        if (json.has("recipientDetails")) {
            for (JsonObject details : json.objects("recipientDetails")) {
                FaxNumber number = new FaxNumber(details.text("number"));
                described.put(
                        number,
                        new Recipient(
                                number,
                                details.textOrEmpty("name"),
                                details.textOrEmpty("organisation"),
                                details.textOrEmpty("attention"),
                                details.textOrEmpty("reference"),
                                details.textOrEmpty("numberSource")));
            }
        }
        return numbers(json, "recipients").stream()
                .map(it -> described.getOrDefault(it, new Recipient(it)))
                .toList();
    }

    private static FaxOrder order(JsonObject json) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (JsonObject document : json.objects("documents")) {
            documents.add(document(document));
        }
        return new FaxOrder(
                documents,
                recipients(json),
                json.text("email"),
                json.text("sender"),
                json.text("source"),
                json.text("reference"),
                numbers(json, "redirectedFrom"),
                json.text("pricePerPage"));
    }

    private static void write(JsonGenerator json, Document document) throws IOException {
        PdfFacts facts = document.facts();
        json.writeStringField("path", document.path());
        json.writeStringField("name", document.name());
        json.writeStringField("sha256", facts.sha256());
        json.writeNumberField("bytes", facts.bytes());
        json.writeStringField("pdfVersion", facts.version());
        writeUnlessEmpty(json, "recipient", document.recipient());
        if (document.isDrawn()) {
            json.writeObjectFieldStart("sent");
            json.writeStringField("sha256", document.sent().sha256());
            json.writeNumberField("bytes", document.sent().bytes());
            json.writeEndObject();
        }
        if (document.isComposed()) {
            json.writeArrayFieldStart("parts");
            for (DocumentPart part : document.parts()) {
                json.writeStartObject();
                json.writeStringField("kind", part.kind().name());
                json.writeStringField("name", part.name());
                json.writeStringField("sha256", part.sha256());
                json.writeNumberField("firstPage", part.firstPage());
                json.writeNumberField("lastPage", part.lastPage());
                if (!part.made().isEmpty()) {
                    json.writeStringField("made", part.made());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (document.rendering() != rendering(document.isDrawn())) {
            json.writeStringField("rendering", document.rendering().name());
        }
        json.writeArrayFieldStart("pages");
        for (PageSize page : facts.pages()) {
            json.writeStartObject();
            json.writeNumberField("width", page.width());
            json.writeNumberField("height", page.height());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : facts.findings()) {
            json.writeStartObject();
            json.writeStringField("kind", finding.kind().name());
            json.writeNumberField("page", finding.page());
            json.writeStringField("detail", finding.detail());
            Place place = finding.place();
            if (place.isKnown()) {
                json.writeObjectFieldStart("place");
                json.writeNumberField("left", place.left());
                json.writeNumberField("top", place.top());
                json.writeNumberField("width", place.width());
                json.writeNumberField("height", place.height());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("pageSeconds");
        for (LineSeconds seconds : facts.pageSeconds()) {
            json.writeStartObject();
            json.writeNumberField("predicted", seconds.predicted());
            json.writeNumberField("low", seconds.low());
            json.writeNumberField("high", seconds.high());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Document document(JsonObject json) throws IOException {
        List<PageSize> pages = new ArrayList<>();
        for (JsonObject page : json.objects("pages")) {
            pages.add(new PageSize(page.decimal("width"), page.decimal("height")));
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonObject finding : json.objects("findings")) {
            // A kind that another version knows: a warning that was given when the document was checked.
            Optional<Finding.Kind> kind = Arrays.stream(Finding.Kind.values())
                    .filter(it -> finding.hasText("kind", it.name()))
                    .findFirst();
            if (kind.isPresent()) {
                Place place = Place.UNKNOWN;
                if (finding.has("place")) {
                    JsonObject at = finding.object("place");
                    place = new Place(at.integer("left"), at.integer("top"), at.integer("width"), at.integer("height"));
                }
                findings.add(new Finding(kind.get(), finding.integer("page"), finding.text("detail"), place));
            }
        }
        List<LineSeconds> seconds = new ArrayList<>();
        for (JsonObject page : json.objects("pageSeconds")) {
            seconds.add(new LineSeconds(page.decimal("predicted"), page.decimal("low"), page.decimal("high")));
        }
        List<DocumentPart> parts = new ArrayList<>();
        if (json.has("parts")) {
            for (JsonObject part : json.objects("parts")) {
                parts.add(new DocumentPart(
                        DocumentPart.Kind.valueOf(part.text("kind")),
                        part.text("name"),
                        part.text("sha256"),
                        part.integer("firstPage"),
                        part.integer("lastPage"),
                        part.textOrEmpty("made")));
            }
        }
        PdfFacts facts = new PdfFacts(
                json.text("sha256"), json.number("bytes"), json.text("pdfVersion"), pages, findings, seconds);
        FaxFile sent = new FaxFile(facts.sha256(), facts.bytes());
        if (json.has("sent")) {
            JsonObject other = json.object("sent");
            sent = new FaxFile(other.text("sha256"), other.number("bytes"));
        }
        Rendering rendering = Arrays.stream(Rendering.values())
                .filter(it -> json.hasText("rendering", it.name()))
                .findFirst()
                .orElse(rendering(json.has("sent")));
        return new Document(
                json.text("path"), json.text("name"), facts, sent, rendering, parts, json.textOrEmpty("recipient"));
    }

    /** Returns how the pages of a document of an earlier version are drawn: it drew all that it sent by error diffusion. */
    private static Rendering rendering(boolean isDrawn) {
        return isDrawn ? Rendering.DIFFUSION : Rendering.HALFTONE;
    }

    private static void write(JsonGenerator json, Transmission transmission) throws IOException {
        json.writeStringField("document", transmission.document());
        json.writeStringField("documentName", transmission.documentName());
        json.writeNumberField("documentPages", transmission.documentPages());
        json.writeStringField("recipient", transmission.recipient());
        json.writeStringField("reference", transmission.reference());
        json.writeObjectFieldStart("state");
        write(json, transmission.progress());
        json.writeEndObject();
        if (!transmission.history().isEmpty()) {
            json.writeArrayFieldStart("history");
            for (StateChange change : transmission.history()) {
                json.writeStartObject();
                write(json, change);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!transmission.redialled().isEmpty()) {
            json.writeArrayFieldStart("redialled");
            for (Job job : transmission.redialled()) {
                json.writeStartObject();
                write(json, job);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, StateChange change) throws IOException {
        json.writeNumberField("number", change.number());
        if (change.at().isPresent()) {
            json.writeStringField("at", change.at().get().toString());
        }
        json.writeStringField("outcome", change.outcome().name());
        writeUnlessEmpty(json, "status", change.status());
        writeUnlessEmpty(json, "providerTime", change.providerTime());
        if (change.triesRemaining().isPresent()) {
            json.writeNumberField("triesRemaining", change.triesRemaining().getAsInt());
        }
        if (change.cause().isPresent()) {
            json.writeNumberField("cause", change.cause().get().code());
        }
        if (change.reason().isPresent()) {
            write(json, "reason", change.reason().get());
        }
    }

    private static List<StateChange> history(JsonObject transmission) throws IOException {
        if (!transmission.has("history")) {
            return List.of();
        }
        List<StateChange> history = new ArrayList<>();
        for (JsonObject change : transmission.objects("history")) {
            history.add(new StateChange(
                    change.integer("number"),
                    change.has("at") ? Optional.of(change.instant("at")) : Optional.empty(),
                    Outcome.valueOf(change.text("outcome")),
                    change.textOrEmpty("status"),
                    change.textOrEmpty("providerTime"),
                    change.integerIfPresent("triesRemaining"),
                    change.integerIfPresent("cause").stream()
                            .mapToObj(Q850Cause::new)
                            .findFirst(),
                    change.has("reason") ? Optional.of(message(change.object("reason"))) : Optional.empty()));
        }
        return history;
    }

    private static Transmission transmission(JsonObject json) throws IOException {
        return new Transmission(
                json.text("document"),
                json.text("documentName"),
                json.integer("documentPages"),
                json.text("recipient"),
                json.text("reference"),
                state(json.object("state")),
                history(json),
                redialled(json));
    }

    private static List<Job> redialled(JsonObject transmission) throws IOException {
        if (!transmission.has("redialled")) {
            return List.of();
        }
        List<Job> jobs = new ArrayList<>();
        for (JsonObject attempt : transmission.objects("redialled")) {
            jobs.add(job(attempt));
        }
        return jobs;
    }

    private static void write(JsonGenerator json, TransmissionState state) throws IOException {
        if (state instanceof TransmissionState.Planned planned) {
            json.writeStringField("type", "planned");
            json.writeNumberField("attempts", planned.attempts());
            json.writeStringField("notBefore", planned.notBefore().toString());
        } else if (state instanceof TransmissionState.Submitting submitting) {
            json.writeStringField("type", "submitting");
            json.writeNumberField("attempts", submitting.attempts());
            json.writeStringField("since", submitting.since().toString());
        } else if (state instanceof TransmissionState.Verifying verifying) {
            json.writeStringField("type", "verifying");
            write(json, "reason", verifying.why());
            json.writeStringField("attempted", verifying.at().toString());
            write(json, verifying.candidates());
            writeUnlessEmpty(json, "earlierRun", verifying.earlierRun());
            writePolling(json, verifying.nextPollAt(), verifying.polled(), verifying.refusals());
        } else if (state instanceof TransmissionState.Submitted submitted) {
            json.writeStringField("type", "submitted");
            write(json, submitted.accepted());
            writePolling(json, submitted.nextPollAt(), submitted.polled(), submitted.refusals());
        } else if (state instanceof TransmissionState.Done done) {
            json.writeStringField("type", "done");
            write(json, done.finished());
            if (done.notRedialled().isPresent()) {
                write(json, "notRedialled", done.notRedialled().get());
            }
        } else if (state instanceof TransmissionState.TimedOut timedOut) {
            json.writeStringField("type", "timed-out");
            write(json, timedOut.unfinished());
        } else if (state instanceof TransmissionState.Mismatched mismatched) {
            json.writeStringField("type", "mismatched");
            write(json, "reason", mismatched.why());
            write(json, mismatched.accepted());
        } else if (state instanceof TransmissionState.StatusUnavailable unavailable) {
            json.writeStringField("type", "status-unavailable");
            write(json, unavailable.accepted());
            write(json, unavailable.refusal());
        } else if (state instanceof TransmissionState.Rejected rejected) {
            json.writeStringField("type", "rejected");
            write(json, rejected.refusal());
        } else if (state instanceof TransmissionState.Unknown unknown) {
            json.writeStringField("type", "unknown");
            write(json, "reason", unknown.why());
            json.writeStringField("attempted", unknown.at().toString());
            write(json, unknown.candidates());
            writeUnlessEmpty(json, "earlierRun", unknown.earlierRun());
        } else if (state instanceof TransmissionState.LookedUp lookedUp) {
            json.writeStringField("type", "looked-up");
            json.writeStringField("result", lookedUp.result().name());
            write(json, "reason", lookedUp.why());
            json.writeStringField("attempted", lookedUp.at().toString());
            if (lookedUp.known().isPresent()) {
                write(json, lookedUp.known().get());
            }
        } else if (state instanceof TransmissionState.NotSent notSent) {
            json.writeStringField("type", "not-sent");
            write(json, "reason", notSent.why());
        } else {
            throw new IllegalStateException("No format for " + state.getClass());
        }
    }

    private static TransmissionState state(JsonObject json) throws IOException {
        String type = json.text("type");
        return switch (type) {
            case "planned" -> new TransmissionState.Planned(json.integer("attempts"), json.instant("notBefore"));
            case "submitting" -> new TransmissionState.Submitting(json.integer("attempts"), json.instant("since"));
            case "verifying" ->
                new TransmissionState.Verifying(
                        message(json.object("reason")),
                        json.instant("attempted"),
                        candidates(json),
                        json.instant("nextPollAt"),
                        json.integer("polled"),
                        json.integer("refusals"),
                        json.textOrEmpty("earlierRun"));
            case "submitted" ->
                new TransmissionState.Submitted(
                        job(json), json.instant("nextPollAt"), json.integer("polled"), json.integer("refusals"));
            case "done" ->
                new TransmissionState.Done(
                        job(json),
                        json.has("notRedialled")
                                ? Optional.of(message(json.object("notRedialled")))
                                : Optional.empty());
            case "timed-out" -> new TransmissionState.TimedOut(job(json));
            case "mismatched" -> new TransmissionState.Mismatched(job(json), message(json.object("reason")));
            case "status-unavailable" -> new TransmissionState.StatusUnavailable(job(json), rejection(json));
            case "rejected" -> new TransmissionState.Rejected(rejection(json));
            case "unknown" ->
                new TransmissionState.Unknown(
                        message(json.object("reason")),
                        json.instant("attempted"),
                        candidates(json),
                        json.textOrEmpty("earlierRun"));
            case "looked-up" ->
                new TransmissionState.LookedUp(
                        LookUpResult.valueOf(json.text("result")),
                        message(json.object("reason")),
                        json.instant("attempted"),
                        json.has("job") ? Optional.of(job(json)) : Optional.empty());
            case "not-sent" -> new TransmissionState.NotSent(message(json.object("reason")));
            default -> throw new IOException("unknown state '" + type + "'");
        };
    }

    private static void writePolling(JsonGenerator json, Instant nextPollAt, int polled, int refusals)
            throws IOException {
        json.writeStringField("nextPollAt", nextPollAt.toString());
        json.writeNumberField("polled", polled);
        json.writeNumberField("refusals", refusals);
    }

    private static void write(JsonGenerator json, List<JobId> candidates) throws IOException {
        json.writeArrayFieldStart("candidateJobIds");
        for (JobId candidate : candidates) {
            json.writeString(candidate.value());
        }
        json.writeEndArray();
    }

    private static List<JobId> candidates(JsonObject json) throws IOException {
        return json.texts("candidateJobIds").stream().map(JobId::new).toList();
    }

    private static void write(JsonGenerator json, Job job) throws IOException {
        json.writeObjectFieldStart("job");
        json.writeStringField("id", job.id().value());
        json.writeStringField("submitted", job.submitted().toString());
        json.writeStringField("changed", job.changed().toString());
        writeUnlessEmpty(json, "earlierRun", job.earlierRun());
        json.writeArrayFieldStart("faxes");
        for (FaxStatus fax : job.faxes()) {
            json.writeStartObject();
            write(json, fax);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Job job(JsonObject state) throws IOException {
        JsonObject json = state.object("job");
        List<FaxStatus> faxes = new ArrayList<>();
        for (JsonObject fax : json.objects("faxes")) {
            faxes.add(fax(fax));
        }
        return new Job(
                new JobId(json.text("id")),
                json.instant("submitted"),
                json.instant("changed"),
                faxes,
                json.textOrEmpty("earlierRun"));
    }

    private static void write(JsonGenerator json, FaxStatus fax) throws IOException {
        json.writeStringField("state", fax.stateText());
        writeUnlessEmpty(json, "jobId", fax.jobId());
        writeUnlessEmpty(json, "created", fax.created());
        writeUnlessEmpty(json, "lastChanged", fax.lastChanged());
        writeUnlessEmpty(json, "destination", fax.destination());
        writeUnlessEmpty(json, "source", fax.source());
        writeUnlessEmpty(json, "reference", fax.reference());
        writeUnlessEmpty(json, "remoteTsi", fax.remoteTsi());
        if (fax.cause().isPresent()) {
            json.writeNumberField("cause", fax.cause().get().code());
        }
        if (fax.connectionDuration().isPresent()) {
            json.writeNumberField(
                    "connectionSeconds", fax.connectionDuration().get().toSeconds());
        }
        if (fax.pagesSent().isPresent()) {
            json.writeNumberField("pagesSent", fax.pagesSent().getAsInt());
        }
        if (fax.triesRemaining().isPresent()) {
            json.writeNumberField("triesRemaining", fax.triesRemaining().getAsInt());
        }
        if (!fax.additionalFields().isEmpty()) {
            write(json, "additionalFields", fax.additionalFields());
        }
    }

    private static FaxStatus fax(JsonObject json) throws IOException {
        return FaxStatus.builder(json.text("state"))
                .jobId(json.textOrEmpty("jobId"))
                .created(json.textOrEmpty("created"))
                .lastChanged(json.textOrEmpty("lastChanged"))
                .destination(json.textOrEmpty("destination"))
                .source(json.textOrEmpty("source"))
                .reference(json.textOrEmpty("reference"))
                .remoteTsi(json.textOrEmpty("remoteTsi"))
                .cause(json.integerIfPresent("cause"))
                .connectionSeconds(json.integerIfPresent("connectionSeconds"))
                .pagesSent(json.integerIfPresent("pagesSent"))
                .triesRemaining(json.integerIfPresent("triesRemaining"))
                .additionalFields(
                        json.has("additionalFields")
                                ? json.object("additionalFields").toTexts()
                                : Map.of())
                .build();
    }

    private static void write(JsonGenerator json, Rejection rejection) throws IOException {
        json.writeObjectFieldStart("rejection");
        json.writeStringField("reason", rejection.reason().name());
        json.writeStringField("comment", rejection.comment());
        json.writeNumberField("documentBytes", rejection.documentBytes());
        json.writeEndObject();
    }

    private static Rejection rejection(JsonObject state) throws IOException {
        JsonObject json = state.object("rejection");
        return new Rejection(
                FailureReason.valueOf(json.text("reason")), json.text("comment"), json.number("documentBytes"));
    }

    private static void write(JsonGenerator json, String name, Message message) throws IOException {
        json.writeObjectFieldStart(name);
        write(json, message);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Message message) throws IOException {
        json.writeStringField("key", message.key());
        json.writeArrayFieldStart("arguments");
        for (Object argument : message.arguments()) {
            if (argument instanceof Message further) {
                json.writeStartObject();
                write(json, further);
                json.writeEndObject();
            } else {
                json.writeString(argument.toString());
            }
        }
        json.writeEndArray();
    }

    private static Message message(JsonObject json) throws IOException {
        List<Object> arguments = new ArrayList<>();
        for (Object argument : json.textsAndObjects("arguments")) {
            arguments.add(argument instanceof JsonObject further ? message(further) : argument);
        }
        Message message = Message.of(json.text("key"), arguments.toArray());
        // Another version may have renamed the text; that must not keep the delivery from being read.
        return message.isKnown() ? message : Message.of("delivery.reason-of-other-version", message.key());
    }

    private static void write(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }
}
