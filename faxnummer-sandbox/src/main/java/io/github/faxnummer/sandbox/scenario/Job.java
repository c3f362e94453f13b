package io.github.faxnummer.sandbox.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An accepted fax and its status at a given time. */
public record Job(ReceivedFax fax, Scenario scenario, TestNumber number, double speed) {
    /** The documentation gives times without a zone; a German provider's are German. */
    private static final ZoneId PROVIDER_ZONE = ZoneId.of("Europe/Berlin");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String ACCOUNT_NUMBER = "00493023125000";

    public String status(Instant now) {
        return stage(now).status();
    }

    /** Whether GetSentFaxStatus finds it yet. */
    public boolean isKnown(Instant now) {
        return elapsed(now).compareTo(number.unknownFor()) >= 0;
    }

    /** The fields of the one entry of the list, without their prefix. */
    public Map<String, String> entry(Instant now) {
        Scenario.Stage stage = stage(now);
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("JobUUID", fax.jobId());
        entry.put("CreateDateTime", time(fax.receivedAt()));
        entry.put("LastChangeDateTime", time(fax.receivedAt().plus(scaled(stage.begins(), 1 / speed))));
        entry.put("DestinationNumber", fax.destination());
        entry.put("FromNumber", fax.field("sSource").isEmpty() ? ACCOUNT_NUMBER : fax.field("sSource"));
        entry.put("FaxFileName", fax.field("sFaxFileName"));
        entry.put("Status", stage.status());
        boolean machineAnswered =
                stage.outcome().filter(outcome -> !outcome.connected().isZero()).isPresent();
        entry.put("RemoteTSI", machineAnswered ? number.remoteTsi() : "");
        stage.outcome().ifPresent(outcome -> {
            entry.put("StatusQ850Cause", Integer.toString(outcome.cause()));
            entry.put("ConnectionDuration", Long.toString(outcome.connected().toSeconds()));
            entry.put("PagesSent", Integer.toString(outcome.pagesSent()));
        });
        stage.triesRemaining().ifPresent(tries -> entry.put("SendTriesRemaining", Integer.toString(tries)));
        number.falsify(entry);
        return entry;
    }

    private Scenario.Stage stage(Instant now) {
        return scenario.at(elapsed(now));
    }

    private Duration elapsed(Instant now) {
        return scaled(Duration.between(fax.receivedAt(), now), speed);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(PROVIDER_ZONE));
    }
}
