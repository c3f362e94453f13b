#!/usr/bin/env bash
# Guess:    an Interleaved 2 of 5 bar code of a fax number with eleven digits, 030 23125016, is refused, for this code
#           has pairs of digits only.
# Seen:     bwip-js, OkapiBarcode and Barcode4J put a zero in front without a word. A scanner reads 003023125016, a
#           number abroad: 00 30 is Greece. JsBarcode and ZXing refuse. In Code 39, which has capitals only, JsBarcode
#           and Barcode4J make FAX-4711 of "Fax-4711", where the others refuse.
# Versions: bwip-js 4.11.4, jsbarcode 3.12.3 (Node.js 20); okapibarcode 0.5.0, barcode4j 2.1, ZXing 3.5.3 (JDK 17).
# Matters:  the number to answer to is scanned from a cover page and dialled; an id that is compared with its case is
#           not found.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers com.google.zxing:javase:3.5.3 uk.org.okapibarcode:okapibarcode:0.5.0 net.sf.barcode4j:barcode4j:2.1
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" bwip-js@4.11.4 jsbarcode@3.12.3
cat > draw.js <<'E'
const bwip = require('bwip-js'), jsbarcode = require('jsbarcode'), { writeFileSync } = require('fs')
async function draw (code, format, text) {
  const drawn = {}
  try {
    jsbarcode(drawn, text, { format })
    console.log(`jsbarcode ${code} ${text}: ${drawn.encodings.map(part => part.text).join('')}`)
  } catch (e) {
    console.log(`jsbarcode ${code} ${text}: refused`)
  }
  try {
    writeFileSync(`${code}.png`, await bwip.toBuffer({ bcid: code, text, scale: 3, paddingwidth: 20 }))
  } catch (e) {
    console.log(`bwip-js ${code} ${text}: refused`)
  }
}
draw('interleaved2of5', 'ITF', '03023125016').then(() => draw('code39', 'CODE39', 'Fax-4711'))
E
cat > Draw.java <<'E'
import com.google.zxing.*;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Map;
import javax.imageio.ImageIO;
import org.krysalis.barcode4j.impl.AbstractBarcodeBean;
import org.krysalis.barcode4j.output.bitmap.BitmapCanvasProvider;
import uk.org.okapibarcode.backend.*;
import uk.org.okapibarcode.graphics.Color;
import uk.org.okapibarcode.output.Java2DRenderer;
class Draw {
    interface Image {
        BufferedImage draw() throws Exception;
    }

    static void show(String name, Image image) {
        String read;
        try {
            var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image.draw())));
            read = new MultiFormatReader().decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true)).getText();
        } catch (ReaderException e) {
            read = "not read";
        } catch (Exception e) {
            read = "refused";
        }
        System.out.println(name + ": " + read);
    }

    static BufferedImage okapi(Symbol symbol, String text) {
        symbol.setModuleWidth(3);
        symbol.setContent(text);
        var image = new BufferedImage(symbol.getWidth() + 100, symbol.getHeight() + 60, BufferedImage.TYPE_BYTE_GRAY);
        var graphics = image.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.translate(50, 20);
        new Java2DRenderer(graphics, 1, Color.WHITE, Color.BLACK).render(symbol);
        return image;
    }

    static BufferedImage barcode4j(AbstractBarcodeBean code, String text) throws Exception {
        var canvas = new BitmapCanvasProvider(600, BufferedImage.TYPE_BYTE_BINARY, false, 0);
        code.generateBarcode(canvas, text);
        canvas.finish();
        return canvas.getBufferedImage();
    }

    static BufferedImage zxing(BarcodeFormat format, String text) throws Exception {
        return com.google.zxing.client.j2se.MatrixToImageWriter.toBufferedImage(
                new MultiFormatWriter().encode(text, format, 600, 100));
    }

    public static void main(String[] args) throws Exception {
        String number = "03023125016", id = "Fax-4711";
        show("bwip-js interleaved2of5 " + number, () -> ImageIO.read(new File("interleaved2of5.png")));
        var pairs = new Code2Of5();
        pairs.setMode(Code2Of5.ToFMode.INTERLEAVED);
        show("okapibarcode interleaved2of5 " + number, () -> okapi(pairs, number));
        show("barcode4j interleaved2of5 " + number,
                () -> barcode4j(new org.krysalis.barcode4j.impl.int2of5.Interleaved2Of5Bean(), number));
        show("zxing interleaved2of5 " + number, () -> zxing(BarcodeFormat.ITF, number));
        show("okapibarcode code39 " + id, () -> okapi(new Code3Of9(), id));
        show("barcode4j code39 " + id,
                () -> barcode4j(new org.krysalis.barcode4j.impl.code39.Code39Bean(), id));
    }
}
E
{
  node draw.js
  java -cp 'lib/*' Draw.java
} | tee seen.out
diff seen.out - <<'E'
jsbarcode interleaved2of5 03023125016: refused
jsbarcode code39 Fax-4711: FAX-4711
bwip-js code39 Fax-4711: refused
bwip-js interleaved2of5 03023125016: 003023125016
okapibarcode interleaved2of5 03023125016: 003023125016
barcode4j interleaved2of5 03023125016: 003023125016
zxing interleaved2of5 03023125016: refused
okapibarcode code39 Fax-4711: refused
barcode4j code39 Fax-4711: FAX-4711
E
echo "As recorded."
