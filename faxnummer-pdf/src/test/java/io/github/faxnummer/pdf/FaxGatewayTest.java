package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.EncodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import io.github.faxnummer.pdf.testing.Programs;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Converts a file of drawn pages with Ghostscript as fax gateways call it, and reads the codes on what comes out. */
class FaxGatewayTest {

    private static final String TEXT = "FAX-4711";
    private static final double POINTS = 72 / 25.4;
    private static final int BLOCK = 72;

    /** Dots of a block that may differ, as the page may be scaled and moved by some dots. */
    private static final double DIFFERENCE = 0.12;

    @TempDir
    private Path folder;

    private Path fax = Path.of("");
    private BufferedImage drawn = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY);

    @BeforeEach
    void draw() throws IOException {
        Path document = SamplePdfs.a4(folder.resolve("it.pdf"), (pdf, page, content) -> {
            SamplePdfs.paragraph(content, 780);
            content.setNonStrokingColor(0.7f);
            content.addRect(60, 300, 400, 100);
            content.fill();
            content.setNonStrokingColor(0f);
            SamplePdfs.text(content, 10, 70, 350, "Total 42, on a grey ground");
            content.setNonStrokingColor(0.2f, 0.3f, 0.8f);
            content.addRect(60, 420, 400, 20);
            content.fill();
            content.setNonStrokingColor(0f);
            BitMatrix bars = code(BarcodeFormat.CODE_128, 0);
            draw(content, bars, 60, 560, 0.25 * POINTS, 40);
            BitMatrix squares = code(BarcodeFormat.QR_CODE, 0);
            double module = 14 * POINTS / squares.getWidth();
            draw(content, squares, 400, 560, module, module);
        });
        fax = folder.resolve("fax.pdf");
        Preview preview = new Preview(PdfLimits.DEFAULT, true, Rendering.AUTO);
        try (OutputStream output = Files.newOutputStream(fax)) {
            preview.writeFax(document, output);
        }
        List<FaxPage> pages = new ArrayList<>();
        preview.draw(document, 1, pages::add);
        drawn = pages.get(0).image();
    }

    private static BitMatrix code(BarcodeFormat format, int margin) throws IOException {
        try {
            return new MultiFormatWriter().encode(TEXT, format, 0, 0, Map.of(EncodeHintType.MARGIN, margin));
        } catch (com.google.zxing.WriterException e) {
            throw new IOException(e);
        }
    }

    private static void draw(
            PDPageContentStream content, BitMatrix code, double left, double bottom, double width, double height)
            throws IOException {
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y)) {
                    content.addRect(
                            (float) (left + x * width),
                            (float) (bottom + (code.getHeight() - 1 - y) * height),
                            (float) width,
                            (float) height);
                }
            }
        }
        content.fill();
    }

    @Test
    void isReadAfterFusionPbx() throws Exception {
        // A4 there is 8.3 by 11.7 inches.
        Path tiff = folder.resolve("fusionpbx.tiff");
        run(
                "gs",
                "-q",
                "-r204x196",
                "-g1693x2293",
                "-dBATCH",
                "-dPDFFitPage",
                "-dNOSAFER",
                "-dNOPAUSE",
                "-sOutputFile=" + tiff,
                "-sDEVICE=tiffg4",
                "-Ilib",
                "stocht.ps",
                "-c",
                "{ .75 gt { 1 } { 0 } ifelse} settransfer",
                "--",
                fax.toString(),
                "-c",
                "quit");

        assertReadable(tiff);
    }

    @Test
    void isReadAfterIctFax() throws Exception {
        Path postScript = folder.resolve("ictfax.ps");
        Path tiff = folder.resolve("ictfax.tiff");
        run(
                "gs",
                "-q",
                "-dNOPAUSE",
                "-dBATCH",
                "-P-",
                "-dSAFER",
                "-sDEVICE=ps2write",
                "-r204x196",
                "-sOutputFile=" + postScript,
                fax.toString());
        run(
                "gs",
                "-q",
                "-dBATCH",
                "-dNOPAUSE",
                "-sDEVICE=tiffg3",
                "-sOutputFile=" + tiff,
                "-dDITHER=300",
                "-c",
                "{ dup .85 lt { pop 0 } if } settransfer",
                "-f",
                postScript.toString());

        assertReadable(tiff);
    }

    private void assertReadable(Path tiff) throws Exception {
        BufferedImage arrived = ImageIO.read(tiff.toFile());
        int half = arrived.getWidth() * 3 / 5;
        // Codes are looked for where they are, as a program does that knows its form.
        assertThat(read(arrived.getSubimage(0, 500, half, 400))).as("Code 128").isEqualTo("CODE_128 " + TEXT);
        assertThat(read(arrived.getSubimage(half, 500, arrived.getWidth() - half, 400)))
                .as("QR code")
                .isEqualTo("QR_CODE " + TEXT);
        assertThat(blackened(arrived)).as("blocks that turned black or white").isEmpty();
    }

    private static String read(BufferedImage image) throws Exception {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        com.google.zxing.Result result = new MultiFormatReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(
                                new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))),
                        Map.of(DecodeHintType.TRY_HARDER, true));
        return result.getBarcodeFormat() + " " + result.getText();
    }

    private List<Rectangle> blackened(BufferedImage arrived) {
        int moved = FaxPdfWriter.MARGIN;
        List<Rectangle> blocks = new ArrayList<>();
        for (int y = 0; y + BLOCK < arrived.getHeight() && y + BLOCK < drawn.getHeight(); y += BLOCK) {
            for (int x = 0; x + BLOCK < arrived.getWidth() && x + moved + BLOCK < drawn.getWidth(); x += BLOCK) {
                if (Math.abs(black(arrived, x, y) - black(drawn, x + moved, y)) > DIFFERENCE) {
                    blocks.add(new Rectangle(x, y, BLOCK, BLOCK));
                }
            }
        }
        return blocks;
    }

    private static double black(BufferedImage image, int left, int top) {
        int black = 0;
        for (int i = 0; i < BLOCK * BLOCK; i++) {
            black += (image.getRGB(left + i % BLOCK, top + i / BLOCK) & 0xFF) == 0 ? 1 : 0;
        }
        return (double) black / BLOCK / BLOCK;
    }

    /** Runs a program of this machine; the test is skipped without it. */
    private static void run(String... command) throws Exception {
        command[0] = Programs.require(command[0]);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
