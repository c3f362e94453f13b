package io.github.faxnummer.order;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.Rendering;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parameters besides those of recipients and spending and of the ledger. Their help begins the text of Maven's plugin
 * descriptor and of Jenkins' help.
 */
public final class FaxParameters {

    public static final Parameter<List<String>> DOCUMENTS = Parameter.list("documents", "");
    public static final Parameter<Boolean> FAIL_IF_NO_DOCUMENT = Parameter.flag("failIfNoDocument", "true");
    public static final Parameter<List<String>> RECIPIENTS = Parameter.list("recipients", "");
    public static final Parameter<String> RECIPIENTS_FILE =
            Parameter.text("recipientsFile").requiringValue();
    public static final Parameter<String> RECIPIENTS_GROUP =
            Parameter.text("recipientsGroup").requiringValue();
    public static final Parameter<String> EMAIL = Parameter.text("email");
    public static final Parameter<String> SENDER = Parameter.text("sender");
    public static final Parameter<String> SOURCE = Parameter.text("source");
    public static final Parameter<String> REFERENCE = Parameter.text("reference");
    public static final Parameter<String> REGION =
            Parameter.text("region", FaxNumber.DEFAULT_REGION).requiringValue();
    public static final Parameter<String> ENDPOINT = Parameter.text("endpoint").requiringValue();
    public static final Parameter<Boolean> COMBINE = Parameter.flag("combine", "false");
    public static final Parameter<Boolean> SHOW_HIDDEN = Parameter.flag("showHidden", "false");
    public static final Parameter<Converters> CONVERTERS = Parameter.converters("converters");
    public static final Parameter<Optional<String>> COVER_PAGE =
            Parameter.flagOrHtml("coverPage", Message.of("input.cover"));
    public static final Parameter<String> COVER_TO = Parameter.text("coverTo");
    public static final Parameter<String> COVER_FROM = Parameter.text("coverFrom");
    public static final Parameter<String> COVER_SUBJECT = Parameter.text("coverSubject");
    public static final Parameter<String> COVER_NOTE = Parameter.text("coverNote");
    public static final Parameter<Optional<String>> STATIONERY = Parameter.line("stationery");
    public static final Parameter<SendAs> SEND_AS =
            Parameter.choice("sendAs", SendAs.DOCUMENT, Message.of("input.send-as"));
    public static final Parameter<Rendering> RENDERING =
            Parameter.choice("rendering", Rendering.AUTO, Message.of("input.rendering"));
    public static final Parameter<Boolean> ALLOW_MISSING_CONTENT = Parameter.flag("allowMissingContent", "false");
    public static final Parameter<Optional<Integer>> MAX_LINE_MINUTES = Parameter.optionalNumber(
                    "maxLineMinutes", 1, InspectionParameters.MAX)
            .requiringValue();
    public static final Parameter<Integer> MAX_PAGES = Parameter.wholeNumber(
                    "maxPages", InspectionParameters.PAGES, 1, InspectionParameters.MAX)
            .requiringValue();
    public static final Parameter<Integer> MAX_MEGABYTES = Parameter.wholeNumber(
                    "maxMegabytes", InspectionParameters.MEGABYTES, 1, InspectionParameters.MAX)
            .requiringValue();
    public static final Parameter<Duration> PREFLIGHT_TIMEOUT =
            Parameter.duration("preflightTimeout", InspectionParameters.TIMEOUT);
    public static final Parameter<Integer> PREFLIGHT_MEMORY =
            Parameter.wholeNumber("preflightMemory", InspectionParameters.MEMORY, 1, InspectionParameters.MAX);
    public static final Parameter<Integer> MAX_ENCLOSED_MEGABYTES =
            Parameter.wholeNumber("maxEnclosedMegabytes", Defaults.MAX_ENCLOSED_MEGABYTES, 0, 100);
    public static final Parameter<List<String>> JOB_ID = Parameter.list("jobId", "");
    public static final Parameter<Duration> TIMEOUT = Parameter.duration("timeout", Defaults.TIMEOUT);
    /** The same parameter in Jenkins, whose steps take a number of minutes as Pipeline's own step {@code timeout} does. */
    public static final Parameter<Duration> TIMEOUT_MINUTES =
            Parameter.minutes(TIMEOUT.name(), String.valueOf(Defaults.TIMEOUT_MINUTES));

    public static final Parameter<Duration> POLL_INTERVAL = Parameter.duration("pollInterval", Defaults.POLL_INTERVAL);
    public static final Parameter<Integer> MAX_CONCURRENT_SUBMISSIONS =
            Parameter.wholeNumber("maxConcurrentSubmissions", Defaults.MAX_CONCURRENT_SUBMISSIONS, 1, 8);
    public static final Parameter<SameNumber> SAME_NUMBER =
            Parameter.choice("sameNumber", SameNumber.SERIAL, Message.of("input.same-number"));
    public static final Parameter<Integer> REDIAL = Parameter.wholeNumber("redial", Defaults.REDIAL, 0, 20);
    public static final Parameter<Duration> REDIAL_PAUSE = Parameter.duration("redialPause", Defaults.REDIAL_PAUSE);
    public static final Parameter<List<String>> REDIAL_CAUSES =
            Parameter.list("redialCauses", Defaults.REDIAL_CAUSES).requiringValue();
    public static final Parameter<Boolean> SEND_AT_END = Parameter.flag("sendAtEnd", "false");
    public static final Parameter<Boolean> WAIT = Parameter.flag("wait", "true");
    public static final Parameter<Boolean> FAIL_ON_ERROR = Parameter.flag("failOnError", "true");
    public static final Parameter<Boolean> FAIL_ON_TIMEOUT = Parameter.flag("failOnTimeout", "true");
    public static final Parameter<Boolean> FAIL_ON_MISSING_PAGES = Parameter.flag("failOnMissingPages", "true");
    public static final Parameter<Boolean> DRY_RUN =
            Parameter.flag("dryRun", "false").requiringValue();
    public static final Parameter<Boolean> TRANSMISSION_REPORT = Parameter.flag("transmissionReport", "true");
    public static final Parameter<Boolean> PREVIEW = Parameter.flag("preview", "false");
    public static final Parameter<String> REPORT_DIRECTORY = Parameter.text("reportDirectory");
    public static final Parameter<Boolean> SANDBOX =
            Parameter.flag("sandbox", "false").requiringValue();
    public static final Parameter<Double> SANDBOX_SPEED =
            Parameter.positiveNumber("sandboxSpeed", Defaults.SANDBOX_SPEED, Message.of("input.sandbox-speed"));

    /** In the order in which they are documented. */
    public static final List<Parameter<?>> ALL = List.of(
            DOCUMENTS,
            FAIL_IF_NO_DOCUMENT,
            RECIPIENTS,
            RECIPIENTS_FILE,
            RECIPIENTS_GROUP,
            EMAIL,
            SENDER,
            SOURCE,
            REFERENCE,
            REGION,
            ENDPOINT,
            COMBINE,
            SHOW_HIDDEN,
            CONVERTERS,
            COVER_PAGE,
            COVER_TO,
            COVER_FROM,
            COVER_SUBJECT,
            COVER_NOTE,
            STATIONERY,
            SEND_AS,
            RENDERING,
            ALLOW_MISSING_CONTENT,
            MAX_LINE_MINUTES,
            MAX_PAGES,
            MAX_MEGABYTES,
            PREFLIGHT_TIMEOUT,
            PREFLIGHT_MEMORY,
            MAX_ENCLOSED_MEGABYTES,
            JOB_ID,
            TIMEOUT,
            POLL_INTERVAL,
            MAX_CONCURRENT_SUBMISSIONS,
            SAME_NUMBER,
            REDIAL,
            REDIAL_PAUSE,
            REDIAL_CAUSES,
            SEND_AT_END,
            WAIT,
            FAIL_ON_ERROR,
            FAIL_ON_TIMEOUT,
            FAIL_ON_MISSING_PAGES,
            DRY_RUN,
            TRANSMISSION_REPORT,
            PREVIEW,
            REPORT_DIRECTORY,
            SANDBOX,
            SANDBOX_SPEED);

    /** The default values, for annotations. */
    public static final class Defaults {
        public static final String MAX_ENCLOSED_MEGABYTES = "10";
        public static final String TIMEOUT = "30m";
        public static final int TIMEOUT_MINUTES = 60;
        public static final String POLL_INTERVAL = "10s";
        public static final String MAX_CONCURRENT_SUBMISSIONS = "8";
        public static final String SAME_NUMBER = "serial";
        public static final String REDIAL = "0";
        public static final String REDIAL_PAUSE = "15m";
        public static final String REDIAL_CAUSES = "17,18,19,34,41,42,44";
        public static final String SANDBOX_SPEED = "10";

        private Defaults() {}
    }

    private FaxParameters() {}
}
