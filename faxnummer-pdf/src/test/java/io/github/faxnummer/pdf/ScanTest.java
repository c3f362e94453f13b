package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import io.github.faxnummer.pdf.testing.Scans;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws scanned pages in the formats whose decoders are plugins of ImageIO. */
class ScanTest {

    @TempDir
    private Path folder;

    private Path file(Scans format) throws IOException {
        return Files.write(folder.resolve("scan.pdf"), format.pdf());
    }

    @ParameterizedTest
    @EnumSource(Scans.class)
    void drawsScan(Scans format) throws IOException {
        Path file = file(format);

        assertThat(new Preflight(PdfLimits.DEFAULT).check(file).findings())
                .extracting(Finding::kind)
                .doesNotContain(Kind.PICTURE_NOT_DRAWN, Kind.COLOUR);
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(file, 1, pages::add);

        assertThat(isBlack(pages.get(0).image(), 0.25, 0.5)).as("the black bar").isTrue();
        assertThat(isBlack(pages.get(0).image(), 0.75, 0.5)).as("the paper").isFalse();
    }

    /** Scanners and fax servers write such lines; the parameters are in the stream, in an array or in an object of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/CCITTFaxDecode /DecodeParms %s",
                "[/CCITTFaxDecode] /DecodeParms [%s]",
                "/CCITTFaxDecode /DecodeParms 6 0 R"
            })
    void drawsGroup3ScanWithLineEndsOnByteBoundary(String entry) throws IOException {
        String parameters = "<</K 0 /Columns 400 /Rows 560 /EndOfLine true /EncodedByteAlign true>>";
        byte[] pdf = RawPdf.page("/XObject <</I 5 0 R>>", "595 0 0 842 0 0 cm /I Do").stream(
                        "/Type /XObject /Subtype /Image /Width 400 /Height 560 /BitsPerComponent 1"
                                + " /ColorSpace /DeviceGray /Filter "
                                + entry.formatted(parameters),
                        Scans.group3WithLineEndsOnByteBoundary())
                .object(parameters)
                .end();
        Path file = Files.write(folder.resolve("group3.pdf"), pdf);

        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(file, 1, pages::add);

        BufferedImage image = pages.get(0).image();
        for (double y : List.of(0.3, 0.4, 0.5, 0.6, 0.7)) {
            assertThat(isBlack(image, 0.25, y)).as("the bar at %s", y).isTrue();
            assertThat(isBlack(image, 0.75, y)).as("the paper at %s", y).isFalse();
        }
        assertThat(isBlack(image, 0.25, 0.1)).as("the paper above").isFalse();
    }

    /** A large plan: PDFBox would hold four bytes for each pixel. */
    @ParameterizedTest
    @CsvSource({"CCITTFaxDecode,false", "FlateDecode,false", "CCITTFaxDecode,true", "FlateDecode,true"})
    void reducesScanThatIsTooLargeForMemory(String filter, boolean inArray) throws IOException {
        int size = 9_001;
        BufferedImage plan = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = plan.createGraphics();
        graphics.setBackground(Color.WHITE);
        graphics.clearRect(0, 0, size, size);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(size / 5, size / 5, size / 10, size * 3 / 5);
        graphics.dispose();
        Path file = SamplePdfs.a4(folder.resolve("plan.pdf"), (document, page, content) -> {
            PDImageXObject image = filter.startsWith("CCITT")
                    ? CCITTFactory.createFromImage(document, plan)
                    : LosslessFactory.createFromImage(document, plan);
            for (COSName key : List.of(COSName.FILTER, COSName.DECODE_PARMS)) {
                COSBase entry = image.getCOSObject().getDictionaryObject(key);
                if (inArray && entry != null) {
                    image.getCOSObject().setItem(key, new COSArray(List.of(entry)));
                }
            }
            content.drawImage(image, 0, 0, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
        });
        PdfLimits limits = new PdfLimits(100, 2L << 20, Duration.ofMinutes(2), 64L << 20);

        assertThat(new Preflight(limits).check(file).isFaxable()).isTrue();
        List<FaxPage> pages = new ArrayList<>();
        new Preview(limits).draw(file, 1, pages::add);

        BufferedImage image = pages.get(0).image();
        assertThat(isBlack(image, 0.25, 0.5)).as("the black bar").isTrue();
        assertThat(isBlack(image, 0.22, 0.25)).as("the edge of the bar").isTrue();
        assertThat(isBlack(image, 0.17, 0.25)).as("the paper beside it").isFalse();
        assertThat(isBlack(image, 0.75, 0.5)).as("the paper").isFalse();
    }

    private static boolean isBlack(BufferedImage image, double x, double y) {
        return (image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())) & 0xFF) == 0;
    }

    /** A build tool gives each plugin a class loader, and ImageIO looks for readers only once. */
    @ParameterizedTest
    @EnumSource(Scans.class)
    void drawsScanInClassLoaderThatImageIoDoesNotKnow(Scans format) throws Exception {
        Path file = file(format);
        IIORegistry registry = IIORegistry.getDefaultInstance();
        List<ImageReaderSpi> others = readers(it -> !it.getClass().getModule().equals(ImageIO.class.getModule()));
        others.forEach(registry::deregisterServiceProvider);
        List<ImageReaderSpi> before = readers(it -> true);
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            for (int build = 0; build < 2; build++) {
                Method draw = loader.loadClass(Drawn.class.getName()).getMethod("isBarBlack", Path.class);
                assertThat(draw.invoke(null, file)).isEqualTo(true);
                assertThat(readers(it -> true)).as("what is left in the JVM").isEqualTo(before);
            }
        } finally {
            others.forEach(registry::registerServiceProvider);
        }
    }

    @ParameterizedTest
    @EnumSource(Scans.class)
    void readerThatImageIoFoundInClassLoaderOfBuildGoesWithIt(Scans format) throws Exception {
        Path file = file(format);
        IIORegistry registry = IIORegistry.getDefaultInstance();
        List<ImageReaderSpi> others = readers(it -> !it.getClass().getModule().equals(ImageIO.class.getModule()));
        others.forEach(registry::deregisterServiceProvider);
        List<ImageReaderSpi> before = readers(it -> true);
        List<ImageReaderSpi> stale = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            try (URLClassLoader earlier = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                for (ImageReaderSpi it : others) {
                    if (!List.of(it.getFormatNames()).contains(format.name())) {
                        continue;
                    }
                    stale.add(register(it, earlier, registry));
                    register(it, loader, registry);
                }
            }

            assertThat(stale).hasSize(1);
            Method draw = loader.loadClass(Drawn.class.getName()).getMethod("isBarBlack", Path.class);
            assertThat(draw.invoke(null, file)).isEqualTo(true);

            stale.forEach(registry::deregisterServiceProvider);
            assertThat(readers(it -> true)).as("what is left in the JVM").isEqualTo(before);
        } finally {
            stale.forEach(registry::deregisterServiceProvider);
            others.forEach(registry::registerServiceProvider);
        }
    }

    /** As the first use of ImageIO does with what the context class loader has. */
    private static ImageReaderSpi register(ImageReaderSpi reader, ClassLoader loader, IIORegistry registry)
            throws ReflectiveOperationException {
        ImageReaderSpi found = (ImageReaderSpi)
                loader.loadClass(reader.getClass().getName()).getConstructor().newInstance();
        registry.registerServiceProvider(found, ImageReaderSpi.class);
        return found;
    }

    /** Runs in a class loader of its own. */
    public static final class Drawn {

        private Drawn() {}

        public static boolean isBarBlack(Path file) throws IOException {
            List<FaxPage> pages = new ArrayList<>();
            new Preview(PdfLimits.DEFAULT).draw(file, 1, pages::add);
            return isBlack(pages.get(0).image(), 0.25, 0.5);
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : Pattern.compile(File.pathSeparator, Pattern.LITERAL).split(all, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private static List<ImageReaderSpi> readers(Predicate<ImageReaderSpi> wanted) {
        List<ImageReaderSpi> readers = new ArrayList<>();
        Iterator<ImageReaderSpi> all =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        all.forEachRemaining(it -> {
            if (wanted.test(it)) {
                readers.add(it);
            }
        });
        return readers;
    }
}
