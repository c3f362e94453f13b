import java.io.File;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.RenderDestination;

/** Prints the share of black that PDFBox draws of a page when it prints. */
class Share {
    public static void main(String[] args) throws Exception {
        try (var document = Loader.loadPDF(new File(args[0]))) {
            var image = new PDFRenderer(document).renderImage(0, 1, ImageType.GRAY, RenderDestination.PRINT);
            int black = 0;
            for (int y = 0; y < image.getHeight(); y++)
                for (int x = 0; x < image.getWidth(); x++) if ((image.getRGB(x, y) & 0xff) < 128) black++;
            System.out.printf("%.0f%%%n", 100.0 * black / image.getWidth() / image.getHeight());
        }
    }
}
