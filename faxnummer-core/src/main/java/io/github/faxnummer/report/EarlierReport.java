package io.github.faxnummer.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.format.JsonReport;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What an earlier run left in a folder, read so that nothing is sent twice. */
public final class EarlierReport {

    private EarlierReport() {}

    /**
     * The faxes that arrived, that were on their way, or that may have been sent when the report was last written, by a run
     * that ended or did not live to end. What is on its way is to be asked for now.
     *
     * @param endpoint where this run's faxes go; what went elsewhere, to a sandbox for one, says nothing about them
     * @throws IOException if there is a report, and it cannot be read
     */
    public static Map<TransmissionKey, TransmissionState> read(Path folder, String endpoint, Instant now)
            throws IOException {
        Path file = folder.resolve(ReportFormats.JSON.fileName());
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, Object> report = object(parsed(Files.readString(file)));
            if (!isReadable(text(report, "version"))) {
                throw new IOException("version " + text(report, "version"));
            }
            if (!text(report, "endpoint").equals(endpoint)) {
                return Map.of();
            }
            Map<String, String> checksums = new HashMap<>();
            for (Object document : list(report, "documents")) {
                checksums.put(text(object(document), "path"), text(object(document), "sha256"));
            }
            // Of a transmission the last change counts, whatever others have the same document.
            Map<List<String>, Map<String, Object>> transmissions = new LinkedHashMap<>();
            for (Object change : Stream.concat(list(report, "transmissions").stream(), journal(folder).stream())
                    .toList()) {
                Map<String, Object> fields = object(change);
                transmissions.put(List.of(text(fields, "path"), text(fields, "recipient")), fields);
            }
            Map<TransmissionKey, TransmissionState> faxes = new HashMap<>();
            for (Map<String, Object> fields : transmissions.values()) {
                String checksum = checksums.getOrDefault(text(fields, "path"), "");
                if (!checksum.isEmpty()) {
                    progress(fields, now)
                            .ifPresent(it -> faxes.put(new TransmissionKey(checksum, text(fields, "recipient")), it));
                }
            }
            return faxes;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Whether a later submission may have to continue from the report in a folder, so that a report on given jobs must
     * not replace it. That is so if it has documents, and if it cannot be read, since what was sent is not known then.
     */
    public static boolean mustBeKept(Path folder) {
        Path file = folder.resolve(ReportFormats.JSON.fileName());
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Map<String, Object> report = object(parsed(Files.readString(file)));
            return !isReadable(text(report, "version"))
                    || !list(report, "documents").isEmpty();
        } catch (IOException | IllegalArgumentException e) {
            return true;
        }
    }

    private static List<Object> journal(Path folder) throws IOException {
        Path file = folder.resolve(ReportKeeper.JOURNAL_FILE);
        List<Object> changes = new ArrayList<>();
        if (Files.exists(file)) {
            String lines = Files.readString(file);
            // What has no end is a change that had no consequence yet, or whose consequence was not seen any more.
            for (String line :
                    lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList()) {
                changes.add(parsed(line));
            }
        }
        return changes;
    }

    /** Empty for what did not arrive and can be sent again. */
    private static Optional<TransmissionState> progress(Map<String, Object> fields, Instant now) {
        String outcome = text(fields, "outcome");
        if (fields.containsKey("jobId")) {
            Job job = job(fields);
            if (outcome.equals(Outcome.DONE_ERROR.label())) {
                return Optional.empty();
            }
            TransmissionState done = new TransmissionState.Done(job);
            return Optional.of(
                    outcome.equals(Outcome.DONE_OK.label()) && done.outcome() == Outcome.DONE_OK
                            ? done
                            : new TransmissionState.Submitted(job, now, 0, 0));
        }
        if (Stream.of(Outcome.SUBMITTING, Outcome.VERIFYING, Outcome.UNKNOWN)
                .noneMatch(it -> outcome.equals(it.label()))) {
            return Optional.empty();
        }
        Message why = Message.of("delivery.earlier");
        Instant attempted = Instant.parse(text(fields, "attempted"));
        List<JobId> candidates = list(fields, "candidateJobIds").stream()
                .map(it -> new JobId(it.toString()))
                .toList();
        return Optional.of(
                candidates.isEmpty()
                        ? new TransmissionState.Unknown(why, attempted, List.of())
                        : new TransmissionState.Verifying(why, attempted, candidates, now, 0, 0));
    }

    private static boolean isReadable(String version) {
        return IntStream.rangeClosed(JsonReport.OLDEST_VERSION, JsonReport.VERSION)
                .anyMatch(it -> version.equals(String.valueOf(it)));
    }

    private static Job job(Map<String, Object> fields) {
        Map<String, String> answer = new LinkedHashMap<>();
        object(fields.getOrDefault("answer", Map.of())).forEach((name, value) -> answer.put(name, value.toString()));
        return new Job(
                new JobId(text(fields, "jobId")),
                Instant.parse(text(fields, "submitted")),
                Instant.parse(text(fields, "changed")),
                answer.isEmpty() ? List.of() : List.of(new FaxStatus(answer)));
    }

    private static Object parsed(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return Optional.ofNullable(parser.getText()).orElseThrow(() -> new IOException("an unexpected end"));
    }

    private static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((name, field) -> object.put(name.toString(), field));
            return object;
        }
        throw new IllegalArgumentException("no JSON object");
    }

    private static List<?> list(Map<String, Object> object, String field) {
        return object.get(field) instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<String, Object> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }
}
