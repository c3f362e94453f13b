package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.ledger.LedgerKey;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OnceScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A {@link DeliveryRecord} as core's {@link DeliveryJournal}, whose attributes are what only a step knows. */
final class RecordJournal {

    private static final String ID = "id";
    private static final String KIND = "kind";
    private static final String CREDENTIALS_ID = "credentialsId";
    private static final String NODE = "node";
    private static final String WORKSPACE = "workspace";
    private static final String WAITS = "wait";
    private static final String FAIL_ON_ERROR = "failOnError";
    private static final String FAIL_ON_TIMEOUT = "failOnTimeout";
    private static final String FAIL_ON_MISSING_PAGES = "failOnMissingPages";
    private static final String REPORT_DIRECTORY = "reportDirectory";
    private static final String ABORTED = "aborted";
    private static final String ONCE = "once";
    private static final String IDEMPOTENCY_KEY = "idempotencyKey";
    private static final String RESEND = "resend";
    private static final String RESEND_UNKNOWN = "resendUnknown";
    private static final String RUN = "run";
    private static final String RUN_NAME = "runName";
    private static final String FINGERPRINT = "fingerprint.";
    private static final String SEEN = "seen.";

    private final Map<String, String> attributes;

    private RecordJournal(Map<String, String> attributes) {
        this.attributes = attributes;
    }

    /** Returns when the record is on disk; a crash leaves the old or the new one, whole. */
    static void write(Path file, DeliveryRecord record) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(ID, record.id());
        attributes.put(KIND, record.kind().name());
        attributes.put(CREDENTIALS_ID, record.credentialsId());
        attributes.put(NODE, record.workspace().node());
        attributes.put(WORKSPACE, record.workspace().path());
        attributes.put(WAITS, String.valueOf(record.waits()));
        attributes.put(FAIL_ON_ERROR, String.valueOf(record.failOnError()));
        attributes.put(FAIL_ON_TIMEOUT, String.valueOf(record.failOnTimeout()));
        attributes.put(FAIL_ON_MISSING_PAGES, String.valueOf(record.failOnMissingPages()));
        attributes.put(REPORT_DIRECTORY, record.reportDirectory());
        attributes.put(ABORTED, String.valueOf(record.aborted()));
        if (!record.once().isOff()) {
            put(attributes, record.once());
        }
        DeliveryJournal.create(
                file, new JournaledDelivery(record.endpoint(), record.started(), attributes, record.delivery()));
    }

    static DeliveryRecord read(Path file) throws IOException {
        JournaledDelivery journaled = DeliveryJournal.read(file);
        return new RecordJournal(journaled.attributes()).record(journaled);
    }

    private DeliveryRecord record(JournaledDelivery journaled) throws IOException {
        return new DeliveryRecord(
                text(ID),
                kind(),
                journaled.start(),
                journaled.endpoint(),
                text(CREDENTIALS_ID),
                new Workspace(text(NODE), text(WORKSPACE)),
                flag(WAITS),
                flag(FAIL_ON_ERROR),
                flag(FAIL_ON_TIMEOUT),
                flag(FAIL_ON_MISSING_PAGES),
                text(REPORT_DIRECTORY),
                false,
                flag(ABORTED),
                once(),
                journaled.delivery());
    }

    private static void put(Map<String, String> attributes, OnceSettings once) {
        attributes.put(ONCE, once.scope().name().toLowerCase(Locale.ROOT));
        attributes.put(IDEMPOTENCY_KEY, once.idempotencyKey());
        attributes.put(RESEND, String.valueOf(once.resend()));
        attributes.put(RESEND_UNKNOWN, String.valueOf(once.resendUnknown()));
        attributes.put(RUN, once.runId());
        attributes.put(RUN_NAME, once.runName());
        once.fingerprints().forEach((document, fingerprint) -> attributes.put(FINGERPRINT + document, fingerprint));
        once.seen().forEach((fax, attempt) -> attributes.put(SEEN + fax.hex(), String.valueOf(attempt)));
    }

    /** Off in records of versions that had no ledger. */
    private OnceSettings once() throws IOException {
        if (!attributes.containsKey(ONCE)) {
            return OnceSettings.OFF;
        }
        OnceScope scope = OnceParameters.ONCE
                .check(text(ONCE))
                .value()
                .orElseThrow(() -> new IOException("'" + ONCE + "' is invalid"));
        Map<String, String> fingerprints = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (name.startsWith(FINGERPRINT)) {
                fingerprints.put(name.substring(FINGERPRINT.length()), value);
            }
        });
        Map<LedgerKey, Integer> seen = new HashMap<>();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getKey().startsWith(SEEN)) {
                try {
                    seen.put(
                            new LedgerKey(attribute.getKey().substring(SEEN.length())),
                            Integer.parseInt(attribute.getValue()));
                } catch (IllegalArgumentException e) {
                    throw new IOException("'" + attribute.getKey() + "' is invalid", e);
                }
            }
        }
        return new OnceSettings(
                scope,
                text(IDEMPOTENCY_KEY),
                flag(RESEND),
                flag(RESEND_UNKNOWN),
                text(RUN),
                text(RUN_NAME),
                fingerprints,
                seen);
    }

    private DeliveryRecord.Kind kind() throws IOException {
        try {
            return DeliveryRecord.Kind.valueOf(text(KIND));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + KIND + "' is invalid", e);
        }
    }

    private boolean flag(String name) throws IOException {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IOException("'" + name + "' is invalid");
        };
    }

    private String text(String name) throws IOException {
        String text = attributes.get(name);
        if (text == null) {
            throw new IOException("'" + name + "' is missing");
        }
        return text;
    }
}
