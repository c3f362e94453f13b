package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The goals that send nothing. */
final class OtherGoalsIT extends MavenTestBase {

    @Test
    void checksAccountWithoutSending() {
        String console = check().to(sandbox).run().succeeded();

        assertThat(console)
                .contains("report.pdf -> 00493023125016", "are in order; nothing was sent")
                .contains("report.pdf: about 1 min on the line for each recipient")
                .doesNotContain("but timeout is");
        assertThat(sandbox.submissions()).isZero();
        assertThat(sandbox.statusRequests()).isEqualTo(1);
        assertThat(noProject().resolve("target")).doesNotExist();
    }

    @Test
    void warnsOfDocumentThatTakesLongerThanTimeout() {
        assertThat(check().to(sandbox).with("timeout", "5s").run().succeeded())
                .contains("[WARNING] report.pdf: about 1 min on the line, but timeout is 5 s,");
        assertThat(check().to(sandbox).with("timeout", "soon").run().failed()).contains("timeout 'soon'");
    }

    @Test
    void failsCheckWithWrongPassword() {
        String console = check().with("endpoint", sandbox.endpoint())
                .server("faxnummer", sandbox.login(), "wrong")
                .run()
                .failed();

        assertThat(console).contains("The account cannot be used", "password is wrong");
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void failsCheckWithInvalidParametersOffline() {
        String console = check().to(sandbox).with("email", "nobody").run().failed();

        assertThat(console).contains("email 'nobody'");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void printsSandboxConfiguration() {
        RunningBuild running =
                Maven.in(noProject()).goal("sandbox").with("sandboxSpeed", 1000).start();
        try {
            String endpoint =
                    running.prints("endpoint +(http://127\\.0\\.0\\.1:\\S+)").group(1);
            String login = running.prints("login +(\\S+)").group(1);
            String password = running.prints("password +(\\S+)").group(1);
            running.prints("any other +delivered");
            assertThat(running.console()).contains("00493023125017", "busy");
            pdf(noProject().resolve("report.pdf"));

            String console = Maven.in(noProject())
                    .goal("send")
                    .variable("FAXNUMMER_LOGIN", login)
                    .variable("FAXNUMMER_PASSWORD", password)
                    .with("endpoint", endpoint)
                    .with("pollInterval", "2s")
                    .with("documents", "report.pdf")
                    .with("recipients", DELIVERED)
                    .with("email", "compliance@example.com")
                    .run()
                    .succeeded();

            assertThat(console).contains("DONE-OK");
            assertThat(running.process().isAlive()).isTrue();
            running.stop();
            running.ended();
        } finally {
            running.kill();
        }
    }

    @Test
    void reportsOccupiedPort() {
        int taken = sandbox.endpoint().getPort();

        String console = Maven.in(noProject())
                .goal("sandbox")
                .with("sandboxPort", taken)
                .run()
                .failed();

        assertThat(console).contains("The sandbox cannot start", String.valueOf(taken));
    }

    @Test
    void listsGoalsAndParametersInHelp() {
        String console = Maven.in(noProject())
                .goal("help")
                .argument("-Ddetail")
                .ownProcess()
                .run()
                .succeeded();

        assertThat(console)
                .contains("faxnummer:send", "faxnummer:status", "faxnummer:check", "faxnummer:sandbox")
                .contains("failOnTimeout", "faxnummer.failIfNoDocument", "FAXNUMMER_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.10.0", "4.0.0-rc-6"})
    void printsFindingsInPlaceOfLogOfPdfbox(String version) throws IOException {
        pdfWithUnreadablePicture(noProject().resolve("report.pdf"));
        Maven preview = Maven.in(noProject()).version(version).goal("preview").with("documents", "report.pdf");

        String console = preview.run().succeeded();

        assertThat(console).contains("report.pdf").doesNotContain("[ERROR]", "COMMONS-LOGGING", "\tat ");
        assertThat(preview.argument("-X").run().succeeded()).contains("[DEBUG]", "Not a JPEG file");
    }

    @Test
    void previewShowsTheSenderInTheHeaderLine() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path page = noProject().resolve("target/fax-preview/report-001.png");
        Maven preview = Maven.in(noProject()).goal("preview").with("documents", "report.pdf");
        preview.run().succeeded();
        BufferedImage without = ImageIO.read(page.toFile());

        preview.with("sender", "Muster GmbH").run().succeeded();

        BufferedImage with = ImageIO.read(page.toFile());
        assertThat(rows(with, 0, 33)).isNotEqualTo(rows(without, 0, 33));
        assertThat(rows(with, 33, with.getHeight())).isEqualTo(rows(without, 33, without.getHeight()));
    }

    private static int[] rows(BufferedImage page, int first, int end) {
        return page.getRGB(0, first, page.getWidth(), end - first, null, 0, page.getWidth());
    }

    private static void pdfWithUnreadablePicture(Path file) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDImageXObject picture = new PDImageXObject(
                    document,
                    new ByteArrayInputStream("no picture".getBytes(StandardCharsets.US_ASCII)),
                    COSName.DCT_DECODE,
                    100,
                    100,
                    8,
                    PDDeviceGray.INSTANCE);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(picture, 100, 100);
            }
            document.save(file.toFile());
        }
    }

    private Maven check() {
        pdf(noProject().resolve("report.pdf"));
        return Maven.in(noProject())
                .goal("check")
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com");
    }
}
