package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
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
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.testing.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryJournalTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
    private static final JsonSchema SCHEMA = schema();

    /** What {@code version-1/fax-delivery.jsonl} holds: every state, and every value of a status. */
    private static JournaledDelivery sample() {
        FaxStatus finished = FaxStatus.builder("DONE-ERROR")
                .jobId("faxsend-acc1-1")
                .created("2026-11-23 13:00:01")
                .lastChanged("2026-11-23 13:02:10")
                .destination("00493023125016")
                .source("00493023125999")
                .reference("ref \"1\"")
                .remoteTsi("<b>\u001b[31m\u202e \uD83D x ü \uD83D\uDE00")
                .cause(OptionalInt.of(17))
                .connectionSeconds(OptionalInt.of(0))
                .pagesSent(OptionalInt.of(0))
                .triesRemaining(OptionalInt.of(4))
                .additionalFields(fields("Undocumented", "x", "PagesSent", "many"))
                .build();
        FaxStatus waiting = FaxStatus.builder("PAUSED").build();
        Job job = new Job(new JobId("faxsend-acc1-1"), NOW, NOW.plusSeconds(9), List.of(finished, waiting));
        Job silent = new Job(new JobId("faxsend-acc1-2"), NOW, NOW, List.of());
        Rejection refusal = new Rejection(FailureReason.OTHER, "no \"way\"\n", 3 << 20);
        List<JobId> candidates = List.of(new JobId("faxsend-acc1-2"), new JobId("faxsend-acc1-3"));
        List<TransmissionState> states = List.of(
                new TransmissionState.Planned(1, NOW),
                new TransmissionState.Submitting(0, NOW),
                new TransmissionState.Verifying(Message.of("protocol.no-status"), NOW, candidates, NOW, 2, 1),
                new TransmissionState.Submitted(silent, NOW, 3, 1),
                new TransmissionState.Done(job),
                new TransmissionState.TimedOut(job),
                new TransmissionState.Mismatched(job, Message.of("delivery.mismatched", "1")),
                new TransmissionState.StatusUnavailable(job, refusal),
                new TransmissionState.Rejected(refusal),
                new TransmissionState.Unknown(
                        Message.of("delivery.verifying", Message.of("protocol.no-status"), "<html>"), NOW, List.of()),
                new TransmissionState.NotSent(Message.of("delivery.too-late")));
        PdfFacts facts = new PdfFacts(
                "ab".repeat(32),
                1234,
                "1.7",
                List.of(new PageSize(210, 297), new PageSize(297.5, 210.25)),
                List.of(new Finding(Finding.Kind.NEARLY_EMPTY, 2, "\u202e<b>")),
                List.of(new LineSeconds(21.5, 16.125, 24), new LineSeconds(3, 3, 3)));
        FaxOrder order = new FaxOrder(
                List.of(new Document("/w/ä.pdf", "ä.pdf", facts)),
                List.of(new Recipient(new FaxNumber("00493023125016")), new Recipient(new FaxNumber("004420312345"))),
                "a@example.com",
                "CI",
                "00493023125999",
                "ref \"1\"",
                List.of(new FaxNumber("004930123456")),
                "0.059");
        return new JournaledDelivery(
                "https://example.com/",
                NOW,
                fields("kind", "SEND", "credentialsId", "fax \"1\""),
                new Delivery(
                        order,
                        states.stream()
                                .map(it -> new Transmission("/w/ä.pdf", "ä.pdf", 2, "00493023125016", "ref \"1\"", it))
                                .toList(),
                        NOW.plusSeconds(60),
                        new PollingSchedule(Duration.ofMillis(12_500)),
                        SameNumber.PARALLEL));
    }

    /** A change of this file is a change of the form: see {@link DeliveryJournal#VERSION}. */
    @Test
    void writesVersion1AsBefore(@TempDir Path folder) throws IOException {
        DeliveryJournal.create(folder.resolve("a"), sample());

        assertThat(Files.readString(folder.resolve("a"))).isEqualTo(Files.readString(resource("version-1/all-states")));
    }

    @Test
    void readsVersion1() throws IOException {
        assertThat(DeliveryJournal.read(resource("version-1/all-states"))).isEqualTo(sample());

        List<Transmission> changed =
                DeliveryJournal.read(resource("version-1/killed")).delivery().transmissions();
        assertThat(changed)
                .extracting(Transmission::outcome)
                .containsExactly(Outcome.DONE_OK, Outcome.SUBMITTING, Outcome.PLANNED);
        assertThat(changed.get(0).status().orElseThrow().pagesSent()).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsSentInPlaceOfDocument(Rendering rendering, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 1);
        Document document = planned.order()
                .documents()
                .get(0)
                .as(new FaxFile("cd".repeat(32), 99), rendering)
                .composedOf(
                        List.of(
                                new DocumentPart(DocumentPart.Kind.COVER_PAGE, "", "ab".repeat(32), 1, 1),
                                new DocumentPart(DocumentPart.Kind.DOCUMENT, "ä.pdf", "cd".repeat(32), 2, 4),
                                new DocumentPart(DocumentPart.Kind.STATIONERY, "", "ef".repeat(32), 2, 4)),
                        List.of(new Finding(Finding.Kind.FINE_TEXT, 1, "5 pt", new Place(1, 2, 3, 4))));
        FaxOrder order = new FaxOrder(List.of(document), planned.order().numbers(), "a@example.com", "", "", "");
        Delivery drawn = new Delivery(
                order, planned.transmissions(), planned.deadline(), PollingSchedule.DEFAULT, planned.sameNumber());

        DeliveryJournal.create(file, journaled(drawn));

        assertThat(DeliveryJournal.read(file).delivery().order().documents()).containsExactly(document);
        for (String line : DeliveryJournal.lines(file)) {
            assertThat(problems(line)).isEmpty();
        }
    }

    @Test
    void keepsWhatIsKnownOfRecipients(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 1);
        Recipient described =
                new Recipient(planned.order().numbers().get(0), "Anna", "Muster", "Buchhaltung", "AZ 1", "Impressum");
        Recipient plain = new Recipient(new FaxNumber("00493023125999"));
        FaxOrder order = new FaxOrder(
                planned.order().documents(), List.of(plain, described), "a@example.com", "", "", "", List.of(), "");
        Delivery named = Delivery.of(order, FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);

        DeliveryJournal.create(file, journaled(named));

        assertThat(DeliveryJournal.read(file).delivery().order()).isEqualTo(order);
        assertThat(named.transmissions())
                .extracting(Transmission::reference)
                .containsExactly(planned.transmissions().get(0).reference(), "AZ 1");
        for (String line : DeliveryJournal.lines(file)) {
            assertThat(problems(line)).isEmpty();
        }
    }

    @Test
    void keepsRuleForSameNumber(@TempDir Path folder) throws IOException {
        Delivery serial = Deliveries.of(2, 1);
        DeliveryJournal.create(folder.resolve("serial"), journaled(serial));
        assertThat(DeliveryJournal.read(folder.resolve("serial")).delivery()).isEqualTo(serial);

        Delivery parallel = serial.withSameNumber(SameNumber.PARALLEL);
        DeliveryJournal.create(folder.resolve("parallel"), journaled(parallel));
        assertThat(DeliveryJournal.read(folder.resolve("parallel")).delivery()).isEqualTo(parallel);
    }

    @Test
    void waitsForNothingThatAnOlderVersionDidNotWaitFor() throws IOException {
        assertThat(DeliveryJournal.read(resource("version-1/killed")).delivery().sameNumber())
                .isEqualTo(SameNumber.PARALLEL);
    }

    @Test
    void keepsWhatWasLookedUp(@TempDir Path folder) throws IOException {
        JournaledDelivery sample = sample();
        Delivery delivery = sample.delivery();
        List<Transmission> lookedUp = delivery.transmissions().stream()
                .filter(it -> it.outcome() == Outcome.UNKNOWN)
                .flatMap(it -> Arrays.stream(LookUpResult.values()).map(result -> it.lookedUp(result, "anna", NOW)))
                .toList();
        assertThat(lookedUp)
                .extracting(Transmission::outcome)
                .startsWith(Outcome.DONE_OK, Outcome.DONE_ERROR, Outcome.UNKNOWN);
        JournaledDelivery journaled = new JournaledDelivery(
                sample.endpoint(),
                sample.start(),
                sample.attributes(),
                new Delivery(
                        delivery.order(), lookedUp, delivery.deadline(), delivery.schedule(), delivery.sameNumber()));

        DeliveryJournal.create(folder.resolve("a"), journaled);

        assertThat(DeliveryJournal.read(folder.resolve("a"))).isEqualTo(journaled);
        assertThat(SCHEMA.validate(Files.readString(folder.resolve("a")), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void looksUpOnlyWhatIsUnknown() {
        for (Transmission it : sample().delivery().transmissions()) {
            if (it.outcome() != Outcome.UNKNOWN) {
                assertThatThrownBy(() -> it.lookedUp(LookUpResult.NOT_DELIVERED, "anna", NOW))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void addsLineForEachChangeThatMatters(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/journal");
        Delivery planned = Deliveries.of(1, 3);
        DeliveryJournal journal = DeliveryJournal.create(file, journaled(planned));

        Delivery submitting = planned.markSubmitting(1, Deliveries.START);
        journal.append(submitting);
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitting);

        Delivery submitted = submitting.applySubmission(1, Deliveries.accepted(1), Deliveries.START);
        journal.append(submitted);
        Delivery polled = submitted.applyStatus(1, Deliveries.unavailable(), Deliveries.after(10));
        assertThat(polled).isNotEqualTo(submitted);
        journal.append(polled);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitted);

        Delivery done = polled.applyStatus(1, Deliveries.reported("DONE-OK"), Deliveries.after(20))
                .cancelPlanned(Message.of("delivery.too-late"), Deliveries.START);
        journal.append(done);
        assertThat(Files.readAllLines(file)).hasSize(6);
        assertThat(DeliveryJournal.read(file)).isEqualTo(journaled(done));
        assertThat(folder.resolve("new").toFile().list()).containsExactly("journal");
    }

    @Test
    void replacesJournalOfEarlierDelivery(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Files.writeString(file, "of last week\n".repeat(1000));

        DeliveryJournal.create(file, sample());

        assertThat(DeliveryJournal.read(file)).isEqualTo(sample());
    }

    @Test
    void addsChangesOfFailedCallWithNextOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 2);
        DeliveryJournal journal = DeliveryJournal.create(file, journaled(planned));
        Delivery submitting = planned.markSubmitting(0, Deliveries.START);
        Path aside = Files.move(file, folder.resolve("aside"));
        Files.createDirectory(file);

        assertThatThrownBy(() -> journal.append(submitting))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());

        Files.delete(file);
        Files.move(aside, file);
        // What a full disk leaves of a line.
        Files.writeString(file, "{\"position\":0,\"transmission\":{\"docu", StandardOpenOption.APPEND);
        Delivery submitted = submitting.applySubmission(0, Deliveries.accepted(0), Deliveries.START);
        journal.append(submitted);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitted);
    }

    /** Its lines keep that program from sending twice. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void doesNotCutWhatAnotherProgramWrote(long laterNanos, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        JournaledDelivery planned = journaled(Deliveries.of(1, 2));
        DeliveryJournal first = DeliveryJournal.create(file, planned);
        first.append(planned.delivery().markSubmitting(0, Deliveries.START));
        DeliveryJournal second = DeliveryJournal.create(
                file,
                new JournaledDelivery(
                        planned.endpoint(),
                        planned.start().plusNanos(laterNanos),
                        planned.attributes(),
                        planned.delivery()));
        Delivery submitting =
                planned.delivery().markSubmitting(0, Deliveries.START).markSubmitting(1, Deliveries.START);
        second.append(submitting);

        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> first.append(planned.delivery()
                            .markSubmitting(0, Deliveries.START)
                            .applySubmission(0, Deliveries.accepted(0), Deliveries.START)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changed by another program");
        }
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitting);
        Delivery submitted = submitting.applySubmission(1, Deliveries.accepted(1), Deliveries.START);
        second.append(submitted);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitted);
    }

    @Test
    void doesNotAppendToOtherFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 1);
        DeliveryJournal journal = DeliveryJournal.create(file, journaled(planned));
        Files.delete(file);

        assertThatThrownBy(() -> journal.append(planned.markSubmitting(0, Deliveries.START)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void ignoresLineThatWasNotWrittenToItsEnd(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 1);
        DeliveryJournal journal = DeliveryJournal.create(file, journaled(planned));
        Delivery submitting = planned.markSubmitting(0, Deliveries.START);
        journal.append(submitting);
        String whole = Files.readString(file);
        Delivery submitted = submitting.applySubmission(0, Deliveries.accepted(0), Deliveries.START);
        journal.append(submitted);
        String next = Files.readString(file).substring(whole.length());

        for (int length = 0; length < next.length(); length++) {
            Files.writeString(file, whole + next.substring(0, length));
            assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(submitting);
        }
    }

    @Test
    void writesWhenInterrupted(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Delivery planned = Deliveries.of(1, 1);
        Thread.currentThread().interrupt();
        DeliveryJournal journal = DeliveryJournal.create(file, journaled(planned));
        journal.append(planned.markSubmitting(0, Deliveries.START));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(planned.markSubmitting(0, Deliveries.START));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "version":1 | "version":2
            "version":1 | "version":"1"
            "version":1,|
            "submitting" | "wishing"
            "deadline" | "headline"
            "deadline":"2026 | "deadline":"on 2026
            "polled":2 | "polled":2.5
            "polled":2 | "polled":99999999999
            "id":"faxsend-acc1-2" | "id":""
            "reason":"OTHER" | "reason":"MOOD"
            "endpoint" | "start":"x","start"
            "recipients":[ | "recipients":[1,
            """)
    void rejectsWhatIsNotComplete(String part, @Nullable String other, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        String json = Files.readString(resource("version-1/all-states"));
        String broken = json.replace(part, other == null ? "" : other);
        assertThat(broken).isNotEqualTo(json);
        Files.writeString(file, broken);

        assertThatThrownBy(() -> DeliveryJournal.read(file)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void rejectsWhatIsNoJournal(String content, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Files.writeString(file, content);

        assertThatThrownBy(() -> DeliveryJournal.read(file)).isInstanceOf(IOException.class);
    }

    static Stream<String> damaged() throws IOException {
        String snapshot = Files.readString(resource("version-1/all-states"));
        String change = Files.readAllLines(resource("version-1/killed")).get(1) + "\n";
        return Stream.of(
                "",
                "{\n}\n",
                "[]\n",
                "null\n",
                snapshot.substring(0, snapshot.length() / 2) + "\n",
                snapshot.replace("}\n", "}{}\n"),
                snapshot + snapshot,
                snapshot + "\n",
                snapshot + "{}\n",
                // Of another delivery, and of a position that there is not.
                snapshot + change,
                snapshot + change.replace("/ci/a.pdf", "/w/ä.pdf").replace("\"position\":0", "\"position\":11"),
                snapshot + change.replace("/ci/a.pdf", "/w/ä.pdf").replace("\"position\":0", "\"position\":-1"));
    }

    @Test
    void readsTextsThatThisVersionDoesNotKnow(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Files.writeString(
                file,
                Files.readString(resource("version-1/all-states")).replace("delivery.too-late", "delivery.rained-off"));

        List<Transmission> transmissions = DeliveryJournal.read(file).delivery().transmissions();

        assertThat(transmissions.get(10).progress().reason().orElseThrow().in(Locale.ENGLISH))
                .contains("delivery.rained-off");
    }

    @ParameterizedTest
    @MethodSource("io.github.faxnummer.delivery.DeliveryTest#inEveryState")
    void writesLinesThatMatchSchema(Delivery delivery, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        DeliveryJournal.create(file, journaled(Deliveries.of(1, 1))).append(delivery);
        for (String line : Files.readAllLines(file)) {
            assertThat(problems(line)).isEmpty();
        }
    }

    @Test
    void describesSamplesInSchema() throws IOException {
        for (String sample : List.of("version-1/all-states", "version-1/killed")) {
            for (String line : DeliveryJournal.lines(resource(sample))) {
                assertThat(problems(line)).isEmpty();
            }
        }
        String snapshot = Files.readString(resource("version-1/all-states"));
        for (String other : List.of(
                snapshot.replace("\"version\":1", "\"version\":2"),
                snapshot.replace("\"attempts\"", "\"tries\""),
                snapshot.replace("\"type\":\"planned\"", "\"type\":\"wished\""),
                snapshot.replace("\"polled\":2", "\"polled\":\"2\""))) {
            assertThat(other).isNotEqualTo(snapshot);
            assertThat(problems(other)).isNotEmpty();
        }
    }

    private static Set<?> problems(String line) {
        return SCHEMA.validate(
                line, InputFormat.JSON, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    private static JournaledDelivery journaled(Delivery delivery) {
        return new JournaledDelivery("https://fax.example/", Deliveries.START, Map.of("a", "b"), delivery);
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    static Path resource(String name) {
        return samples(name).resolve(DeliveryJournal.FILE);
    }

    static Path samples(String name) {
        return Path.of("src/test/resources/io/github/faxnummer/delivery", name);
    }

    static JsonSchema schema() {
        try (InputStream stream =
                Objects.requireNonNull(DeliveryJournal.class.getResourceAsStream("fax-delivery.schema.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
