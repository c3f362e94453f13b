package io.github.faxnummer.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Version 0 of a journal. The program then continued from {@code fax-report.json} of version 1 or 2, with a file of changes
 * beside it. As a journal the first line holds that report, and the changes follow.
 *
 * @param report the report, in one line
 * @param changes transmissions as in the report, one in each line; the last one of a transmission counts
 */
record LegacyJournal(String report, List<String> changes) {

    static final String REPORT_FILE = "fax-report.json";
    static final String CHANGES_FILE = "fax-report.journal";

    private static final int VERSION = 0;

    /** The last version of the report from which a later run continued. */
    private static final int LAST_VERSION_OF_REPORT = 2;

    private static final String BEFORE_REPORT = "{\"version\":" + VERSION + ",\"report\":";
    private static final String BEHIND_REPORT = "}";

    private static final Set<String> MAY_HAVE_BEEN_SENT =
            Set.of(Outcome.SUBMITTING.label(), Outcome.VERIFYING.label(), Outcome.UNKNOWN.label());

    /**
     * What an older version left in a folder; empty if there is nothing to continue from.
     *
     * @throws IOException if there is a report that cannot be read
     */
    static Optional<LegacyJournal> inFolder(Path folder) throws IOException {
        Path file = folder.resolve(REPORT_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String report = Files.readString(file);
        JsonObject json = JsonObject.parse(report);
        if (json.integer("version") > LAST_VERSION_OF_REPORT
                || json.objects("documents").isEmpty()) {
            return Optional.empty();
        }
        Path changes = folder.resolve(CHANGES_FILE);
        LegacyJournal journal =
                new LegacyJournal(compact(report), Files.exists(changes) ? DeliveryJournal.lines(changes) : List.of());
        // Or an error would come to light when the report is gone.
        journal.states("", "", Instant.EPOCH);
        return Optional.of(journal);
    }

    /** The journal in a file that begins with this line; empty if it has a newer version. */
    static Optional<LegacyJournal> of(List<String> lines) throws IOException {
        String first = DeliveryJournal.first(lines);
        return first.startsWith(BEFORE_REPORT)
                ? Optional.of(new LegacyJournal(
                        first.substring(BEFORE_REPORT.length(), first.length() - BEHIND_REPORT.length()),
                        lines.subList(1, lines.size())))
                : Optional.empty();
    }

    void writeTo(Path file) throws IOException {
        StringBuilder lines = new StringBuilder(BEFORE_REPORT)
                .append(report)
                .append(BEHIND_REPORT)
                .append('\n');
        changes.forEach(change -> lines.append(change).append('\n'));
        DurableFile.replace(file, out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** See {@link DeliveryRecovery#read}. */
    Map<TransmissionKey, Transmission> states(String endpoint, String earlierRun, Instant now) throws IOException {
        JsonObject json = JsonObject.parse(report);
        Map<TransmissionKey, Transmission> states = new HashMap<>();
        Map<String, String> checksums = new HashMap<>();
        for (JsonObject document : json.objects("documents")) {
            checksums.put(document.text("path"), document.text("sha256"));
        }
        for (JsonObject transmission : transmissions(json)) {
            String checksum = checksums.getOrDefault(transmission.text("path"), "");
            Optional<TransmissionState> state = state(transmission, earlierRun, now);
            if (!checksum.isEmpty() && state.isPresent()) {
                String recipient = transmission.text("recipient");
                states.put(
                        new TransmissionKey(checksum, recipient),
                        new Transmission(transmission.text("path"), "", 0, recipient, "", state.get()));
            }
        }
        return json.textOrEmpty("endpoint").equals(endpoint) ? states : Map.of();
    }

    private List<JsonObject> transmissions(JsonObject json) throws IOException {
        List<JsonObject> all = new ArrayList<>(json.objects("transmissions"));
        for (String change : changes) {
            all.add(JsonObject.parse(change));
        }
        Map<List<String>, JsonObject> latest = new LinkedHashMap<>();
        for (JsonObject transmission : all) {
            latest.put(List.of(transmission.text("path"), transmission.text("recipient")), transmission);
        }
        return List.copyOf(latest.values());
    }

    private static Optional<TransmissionState> state(JsonObject json, String earlierRun, Instant now)
            throws IOException {
        try {
            String outcome = json.text("outcome");
            if (json.has("jobId")) {
                Job job = job(json).ofEarlierRun(earlierRun);
                boolean isFailed = outcome.equals(Outcome.DONE_ERROR.label());
                boolean isDelivered = outcome.equals(Outcome.DONE_OK.label()) && job.isDelivered();
                return DeliveryRecovery.resumed(
                        job, isFailed ? Outcome.DONE_ERROR : isDelivered ? Outcome.DONE_OK : Outcome.SUBMITTED, now);
            }
            if (!MAY_HAVE_BEEN_SENT.contains(outcome)) {
                return Optional.empty();
            }
            List<JobId> candidates = json.has("candidateJobIds")
                    ? json.texts("candidateJobIds").stream().map(JobId::new).toList()
                    : List.of();
            return Optional.of(DeliveryRecovery.unknown(json.instant("attempted"), candidates, earlierRun, now));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Job job(JsonObject json) throws IOException {
        List<FaxStatus> faxes = json.has("status")
                ? List.of(FaxStatus.builder(json.text("status"))
                        .remoteTsi(json.textOrEmpty("remoteTsi"))
                        .cause(json.integerIfPresent("cause"))
                        .connectionSeconds(json.integerIfPresent("durationSeconds"))
                        .pagesSent(json.integerIfPresent("pagesSent"))
                        .build())
                : List.of();
        return new Job(new JobId(json.text("jobId")), json.instant("submitted"), json.instant("changed"), faxes);
    }

    private static String compact(String json) throws IOException {
        StringWriter compact = new StringWriter();
        JsonFactory factory = new JsonFactory();
        try (JsonParser parser = factory.createParser(json);
                JsonGenerator generator = factory.createGenerator(compact)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
        return compact.toString();
    }
}
