package io.github.faxnummer.report.pdf;

import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.EnclosedDocuments;
import io.github.faxnummer.report.PageImage;
import io.github.faxnummer.report.PageImageUnavailableException;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** The pages of a transmission report, one for each transmission. */
final class TransmissionPages {

    private static final float MARGIN = 50;
    private static final float RIGHT = PageLayout.WIDTH - MARGIN;
    private static final float TOP = PageLayout.HEIGHT - MARGIN;
    private static final float FULL = RIGHT - MARGIN;
    private static final float PICTURE_WIDTH = 150;

    /** Where a further section may begin at most: above the note at the foot. */
    private static final float LOWEST = MARGIN + 25;

    private static final float GAP = 22;
    private static final float LABELS = 104;
    private static final float TEXT_SIZE = 9.5f;
    private static final float SMALL = 7.5f;
    private static final float CHECK_SIZE = 8.5f;
    private static final float CHECK_LABELS = 218;
    private static final float CHECK_RESULTS = 70;
    private static final int MAX_VALUE_LENGTH = 400;
    private static final int MAX_NAME_LENGTH = 100;
    private static final String CHANGED = "report.enclosed.changed";
    private static final String CHANGED_UNSENT = "report.enclosed.changed-unsent";

    /** Bytes of images that fit into memory on any build machine; further images are omitted. */
    private static final long MAX_PICTURE_BYTES = 64L << 20;

    /** An image, or the reason why there is none. */
    private record Shown(Optional<PDImageXObject> picture, Message why) {}

    private final DeliveryReport report;
    private final PDDocument document;
    private final ReportFont font;
    private final Attachments attachments;
    private final String checksum;
    /** The file names of enclosed documents, and why others are not enclosed, by the path. */
    private final Map<String, String> enclosed = new HashMap<>();

    private final Map<String, Message> notEnclosed = new HashMap<>();
    private final Map<String, Shown> pictures = new HashMap<>();
    private long pictureBytes;

    private TransmissionPages(DeliveryReport report, PDDocument document, String checksum) throws IOException {
        this.report = report;
        this.document = document;
        this.font = ReportFont.embeddedIn(document);
        this.attachments = new Attachments(document);
        this.checksum = checksum;
    }

    /**
     * Writes the report.
     *
     * @param format of the data
     * @param data what the pages show; identifies the report
     */
    static void write(DeliveryReport report, ReportFormat format, byte[] data, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            TransmissionPages pages =
                    new TransmissionPages(report, document, PrintedPage.checksum(format.fileName(), data));
            PdfArchive.prepare(
                    document, pages.localized("report.title"), pages.localized("report.language"), report, data);
            pages.attachments.add(format.fileName(), format.mediaType(), Attachments.Relationship.DATA, data);
            pages.enclose();
            pages.attachments.close();
            pages.writePages();
            document.save(out);
        }
    }

    private void enclose() throws IOException {
        EnclosedDocuments enclosing = report.enclosed();
        List<Document> documents = report.delivery().order().documents();
        String left = enclosing.maxBytes() == 0 ? "report.enclosed.off" : "report.enclosed.large";
        documents.forEach(it -> notEnclosed.put(it.path(), Message.of(left)));
        for (Document sent : enclosing.fitting(documents)) {
            try {
                String name = attachments.add(
                        Sanitizer.line(sent.name(), MAX_NAME_LENGTH),
                        "application/pdf",
                        Attachments.Relationship.SOURCE,
                        enclosing.read(sent));
                enclosed.put(sent.path(), name);
            } catch (EnclosedDocuments.NotEnclosedException e) {
                notEnclosed.put(sent.path(), e.why());
            }
        }
    }

    /** An enclosed file that this run did not send is not called what was sent. */
    private String enclosure(Transmission transmission, Document of) {
        String name = enclosed.get(of.path());
        boolean isSent = transmission.submittedAt().isPresent();
        if (name == null) {
            return Optional.ofNullable(notEnclosed.get(of.path()))
                    .map(it -> !isSent && it.key().equals(CHANGED) ? Message.of(CHANGED_UNSENT) : it)
                    .map(it -> it.in(report.text().locale()))
                    .orElse("");
        }
        if (transmission.isOfEarlierRun()) {
            return localized("report.enclosed.earlier-run", name);
        }
        return localized(transmission.jobId().isPresent() ? "report.enclosed.value" : "report.enclosed.unsent", name);
    }

    private void writePages() throws IOException {
        List<Transmission> transmissions = report.delivery().transmissions();
        for (int i = 0; i < transmissions.size(); i++) {
            float lowest = write(transmissions.get(i), i + 1, transmissions.size(), 1);
            if (lowest < LOWEST) {
                document.removePage(i);
                write(transmissions.get(i), i + 1, transmissions.size(), (TOP - LOWEST) / (TOP - lowest));
            }
        }
        writeHistory(transmissions);
        writeParts();
        if (transmissions.isEmpty()) {
            try (PageLayout sheet = new PageLayout(document, font)) {
                frame(sheet, "");
                banner(sheet, ReportColor.OPEN, localized("report.nothing"), "");
            }
        }
    }

    /** Behind all transmissions, so that the page of each one is found by its number. */
    private void writeHistory(List<Transmission> transmissions) throws IOException {
        try (HistoryPages history = new HistoryPages(document, font, report)) {
            for (int i = 0; i < transmissions.size(); i++) {
                history.write(i + 1, transmissions.get(i));
            }
        }
    }

    private void writeParts() throws IOException {
        try (PartsPages parts = new PartsPages(document, font, report)) {
            for (Document composed : report.delivery().order().documents()) {
                parts.write(composed);
            }
        }
    }

    /**
     * Writes a page.
     *
     * @param scale less than 1 for a page with more lines than it has space for
     * @return how far down it would reach in full size
     */
    private float write(Transmission transmission, int number, int count, float scale) throws IOException {
        try (PageLayout sheet = new PageLayout(document, font)) {
            frame(sheet, localized("report.number", number, count));
            sheet.reduce(scale, MARGIN, TOP);
            return write(sheet, transmission);
        }
    }

    private float write(PageLayout sheet, Transmission transmission) throws IOException {
        DeliveryText text = report.text();
        String explanation = Stream.of(
                        text.redirected(report.delivery().order()).orElse(""),
                        arrived(transmission),
                        text.reason(transmission),
                        text.advice(report.delivery(), transmission))
                .filter(it -> !it.isEmpty())
                .map(TransmissionPages::sentence)
                .collect(Collectors.joining(" "));
        float top = banner(sheet, ink(transmission), text.result(transmission), explanation) - 24;

        float left = FULL - PICTURE_WIDTH - GAP;
        float besidePicture = grid(sheet, "report.section.fax", fax(transmission), top, left, 2);
        besidePicture = grid(sheet, "report.section.result", result(transmission), besidePicture, left, 2);
        float belowPicture = picture(sheet, transmission, top + 9) - 26;
        float below = Math.min(besidePicture, belowPicture);
        below = checks(sheet, Check.of(report.delivery().order(), transmission), below);
        below = grid(sheet, "report.section.document", documentFacts(transmission), below, FULL, 2);
        return grid(sheet, "report.section.record", record(transmission), below, FULL, 2);
    }

    private void frame(PageLayout sheet, String number) throws IOException {
        sheet.heading(localized("report.title"), MARGIN, TOP - 16, 22, ReportColor.TEXT);
        sheet.lineEndingAt(number, RIGHT, TOP - 16, TEXT_SIZE, ReportColor.LABEL);
        float y = MARGIN + 33;
        sheet.rule(MARGIN, y + 12, FULL, ReportColor.RULE);
        y = sheet.lines(localized("report.note"), MARGIN, y, SMALL, FULL, 5, ReportColor.LABEL);
        sheet.line(
                localized("report.made", Sanitizer.line(report.programVersion(), 60), time(report.end())),
                MARGIN,
                y - 3,
                SMALL,
                ReportColor.LABEL);
        sheet.lineEndingAt(number, RIGHT, y - 3, SMALL, ReportColor.LABEL);
        sheet.line(checksum, MARGIN, y - 13, SMALL, ReportColor.LABEL);
    }

    /** Returns the y of its lower edge. */
    private float banner(PageLayout sheet, ReportColor ink, String result, String explanation) throws IOException {
        float padding = 12;
        float inner = FULL - 2 * padding;
        float height = 16 + 2 * padding + sheet.height(explanation, TEXT_SIZE, inner, 4);
        float top = TOP - 34;
        sheet.box(MARGIN, top - height, FULL, height, ink);
        float y = top - padding - 13;
        sheet.heading(result, MARGIN + padding, y, 16, ReportColor.WHITE);
        sheet.lines(explanation, MARGIN + padding, y - 17, TEXT_SIZE, inner, 4, ReportColor.WHITE);
        return top - height;
    }

    private String arrived(Transmission transmission) {
        if (transmission.outcome() != Outcome.DONE_OK
                || transmission.missingPages() > 0
                || transmission.extraPages() > 0) {
            return "";
        }
        if (isKnownFromLedgerOnly(transmission)) {
            return localized("report.arrived.ledger");
        }
        OptionalInt sent = pagesSent(transmission);
        return sent.isPresent() && transmission.documentPages() > 0
                ? localized("report.arrived.pages", sent.getAsInt(), transmission.documentPages())
                : localized("report.arrived");
    }

    private static boolean isKnownFromLedgerOnly(Transmission transmission) {
        return transmission.progress().job().filter(Job::isKnownFromLedgerOnly).isPresent();
    }

    private static OptionalInt pagesSent(Transmission transmission) {
        return transmission.status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty());
    }

    private static ReportColor ink(Transmission transmission) {
        return switch (transmission.outcome()) {
            case DONE_OK -> transmission.missingPages() > 0 ? ReportColor.DOUBTFUL : ReportColor.GOOD;
            case UNKNOWN, TIMED_OUT -> ReportColor.DOUBTFUL;
            case DONE_ERROR, REJECTED, NOT_SENT -> ReportColor.BAD;
            case PLANNED, SUBMITTING, VERIFYING, SUBMITTED -> ReportColor.OPEN;
        };
    }

    private Map<String, String> fax(Transmission transmission) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "report.recipient",
                report.delivery()
                        .order()
                        .recipient(transmission.recipient())
                        .map(Recipient::label)
                        .filter(it -> !it.isEmpty())
                        .map(it -> localized("report.recipient.described", transmission.recipient(), it))
                        .orElse(transmission.recipient()));
        values.put("report.tsi", said(transmission, FaxStatus::remoteTsi));
        values.put(
                "report.sender", ofOrder(transmission, report.delivery().order().sender()));
        String ordered = report.delivery().order().source();
        boolean isOrdered = !ordered.isEmpty() && !transmission.isOfEarlierRun();
        values.put("report.source", isOrdered ? ordered : said(transmission, FaxStatus::source));
        values.put("report.reference", transmission.sentReference());
        return values;
    }

    /** What this order says, where it is this order's fax. */
    private String ofOrder(Transmission transmission, String value) {
        return transmission.isOfEarlierRun() ? localized("report.of-earlier-run") : value;
    }

    private Map<String, String> result(Transmission transmission) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "report.document-pages",
                transmission.documentPages() > 0 ? String.valueOf(transmission.documentPages()) : "");
        OptionalInt sent = pagesSent(transmission);
        values.put("report.pages-sent", sent.isPresent() ? String.valueOf(sent.getAsInt()) : "");
        values.put(
                "report.duration",
                transmission
                        .status()
                        .flatMap(FaxStatus::connectionDuration)
                        .map(DeliveryText::seconds)
                        .orElse(""));
        values.put("report.outcome", DeliveryText.state(transmission));
        values.put(
                "report.cause",
                transmission
                        .status()
                        .flatMap(FaxStatus::cause)
                        .map(report.text()::cause)
                        .orElse(""));
        return values;
    }

    private Map<String, String> documentFacts(Transmission transmission) {
        Optional<Document> sent = report.delivery().document(transmission);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("report.name", transmission.documentName());
        values.put("report.sha256", sent.map(it -> it.facts().sha256()).orElse(""));
        values.put(
                "report.file",
                sent.filter(it -> it.facts().bytes() > 0)
                        .map(it -> localized(
                                "report.file.value",
                                it.facts().bytes(),
                                it.facts().version()))
                        .orElse(""));
        sent.filter(Document::isDrawn).map(Document::sent).ifPresent(it -> {
            values.put("report.drawn.sha256", it.sha256());
            values.put("report.drawn.file", localized("report.drawn.file.value", it.bytes()));
        });
        sent.flatMap(report.text()::expectedDuration).ifPresent(it -> values.put("report.line-time", it));
        values.put(
                "report.enclosed", sent.map(it -> enclosure(transmission, it)).orElse(""));
        return values;
    }

    private Map<String, String> record(Transmission transmission) {
        Optional<Job> job = transmission.progress().job();
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "report.submitted",
                transmission.knownSubmission().map(this::time).orElse(""));
        values.put(
                "report.changed",
                job.filter(it -> !it.isKnownFromLedgerOnly())
                        .flatMap(it -> transmission.knownChange())
                        .map(this::time)
                        .orElse(""));
        values.put("report.provider-start", providersTime(said(transmission, FaxStatus::created)));
        boolean ended = transmission.progress() instanceof TransmissionState.Done;
        values.put("report.provider-end", ended ? providersTime(said(transmission, FaxStatus::lastChanged)) : "");
        values.put("report.job", transmission.jobId().map(Object::toString).orElse(""));
        values.put(
                "report.email", ofOrder(transmission, report.delivery().order().email()));
        Spending spending = transmission.spending(report.start());
        report.delivery()
                .order()
                .price()
                .ifPresent(price -> values.put(
                        "report.cost",
                        localized(
                                "report.cost.value",
                                Spending.amount(spending.cost(price)),
                                spending.pages(),
                                Spending.amount(price))));
        return values;
    }

    /** Returns the y of what comes next. */
    private float checks(PageLayout sheet, List<Check> checks, float top) throws IOException {
        if (checks.isEmpty()) {
            return top;
        }
        DeliveryText text = report.text();
        sheet.heading(localized("report.section.checks"), MARGIN, top, 10.5f, ReportColor.TEXT);
        sheet.rule(MARGIN, top - 6, FULL, ReportColor.RULE);
        float y = top - 19;
        for (Check check : checks) {
            sheet.line(text.label(check), MARGIN, y, CHECK_SIZE, ReportColor.LABEL);
            sheet.line(text.result(check), MARGIN + CHECK_LABELS, y, CHECK_SIZE, color(check));
            float x = CHECK_LABELS + CHECK_RESULTS;
            sheet.lines(text.detail(check), MARGIN + x, y, CHECK_SIZE, FULL - x, 1, ReportColor.TEXT);
            y -= 11.8f;
        }
        return y - 11;
    }

    private static ReportColor color(Check check) {
        return switch (check.result()) {
            case MET -> ReportColor.GOOD;
            case NOT_MET -> check.kind() == Check.Kind.REMOTE_TSI ? ReportColor.DOUBTFUL : ReportColor.BAD;
            case NOT_KNOWN -> ReportColor.OPEN;
        };
    }

    /** Returns the y of what comes next. */
    private float grid(
            PageLayout sheet, String heading, Map<String, String> values, float top, float width, int mostLines)
            throws IOException {
        sheet.heading(localized(heading), MARGIN, top, 10.5f, ReportColor.TEXT);
        sheet.rule(MARGIN, top - 6, width, ReportColor.RULE);
        float y = top - 20;
        for (Map.Entry<String, String> value : values.entrySet()) {
            String shown = Sanitizer.line(value.getValue(), MAX_VALUE_LENGTH);
            sheet.line(localized(value.getKey()), MARGIN, y, TEXT_SIZE, ReportColor.LABEL);
            y = sheet.lines(
                    shown.isEmpty() ? "–" : shown,
                    MARGIN + LABELS,
                    y,
                    TEXT_SIZE,
                    width - LABELS,
                    mostLines,
                    ReportColor.TEXT);
            y -= 2.2f;
        }
        return y - 13;
    }

    /** Returns the y of its lower edge. */
    private float picture(PageLayout sheet, Transmission transmission, float top) throws IOException {
        float x = RIGHT - PICTURE_WIDTH;
        Shown shown = report.delivery()
                .document(transmission)
                .map(it -> pictures.computeIfAbsent(it.path(), path -> picture(it)))
                .orElseGet(() -> new Shown(Optional.empty(), Message.of("report.picture.unknown")));
        float a4 = PICTURE_WIDTH * FaxPage.A4_HEIGHT / FaxPage.VERTICAL_DPI * FaxPage.HORIZONTAL_DPI / FaxPage.WIDTH;
        float height = a4;
        float bottom;
        if (shown.picture().isPresent()) {
            PDImageXObject picture = shown.picture().get();
            height *= Math.min(1, picture.getHeight() / (float) FaxPage.A4_HEIGHT);
            // A longer page becomes narrower, so that the height stays the same.
            float width = PICTURE_WIDTH * Math.min(1, FaxPage.A4_HEIGHT / (float) picture.getHeight());
            bottom = top - height;
            sheet.picture(picture, x, bottom, width, height);
            sheet.frame(x, bottom, width, height, ReportColor.LABEL);
            sheet.line(localized("report.picture"), x, bottom - 11, SMALL, ReportColor.LABEL);
        } else {
            bottom = top - height;
            sheet.box(x, bottom, PICTURE_WIDTH, height, ReportColor.PALE);
            sheet.frame(x, bottom, PICTURE_WIDTH, height, ReportColor.RULE);
            float y = sheet.lines(
                    localized("report.picture.none"),
                    x + 8,
                    top - height / 2 + 16,
                    TEXT_SIZE,
                    PICTURE_WIDTH - 16,
                    2,
                    ReportColor.TEXT);
            sheet.lines(
                    shown.why().in(report.text().locale()),
                    x + 8,
                    y - 2,
                    8.5f,
                    PICTURE_WIDTH - 16,
                    5,
                    ReportColor.LABEL);
        }
        return bottom - 11;
    }

    /** A failure must not prevent the report: the report is worth more than its image. */
    private Shown picture(Document of) {
        if (pictureBytes >= MAX_PICTURE_BYTES) {
            return new Shown(Optional.empty(), Message.of("report.picture.many"));
        }
        try {
            PDImageXObject picture = embedded(report.firstPages().picture(of));
            pictureBytes += picture.getCOSObject().getLength();
            return new Shown(Optional.of(picture), Message.of("report.picture"));
        } catch (PageImageUnavailableException e) {
            return new Shown(Optional.empty(), e.why());
        } catch (IOException | RuntimeException e) {
            return new Shown(Optional.empty(), Message.of("report.picture.failed"));
        }
    }

    private PDImageXObject embedded(PageImage image) throws IOException {
        COSDictionary parameters = new COSDictionary();
        parameters.setInt(COSName.K, -1);
        parameters.setInt(COSName.COLUMNS, FaxPage.WIDTH);
        parameters.setInt(COSName.ROWS, image.height());
        PDImageXObject picture = new PDImageXObject(
                document,
                image.group4(),
                COSName.CCITTFAX_DECODE,
                FaxPage.WIDTH,
                image.height(),
                1,
                PDDeviceGray.INSTANCE);
        picture.getCOSObject().setItem(COSName.DECODE_PARMS, parameters);
        return picture;
    }

    private static String said(Transmission transmission, Function<FaxStatus, String> field) {
        return transmission.status().map(field).orElse("");
    }

    private String providersTime(String written) {
        return written.isBlank() ? "" : localized("report.provider-time", Sanitizer.line(written, 40));
    }

    private String time(Instant time) {
        return report.text().time(time);
    }

    private static String sentence(String text) {
        String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private String localized(String key, Object... arguments) {
        return Message.of(key, arguments).in(report.text().locale());
    }
}
