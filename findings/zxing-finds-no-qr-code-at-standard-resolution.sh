#!/usr/bin/env bash
# Guess:    ZXing reads a QR code whose dots are twice as high as wide (204x98), if its modules are large enough; QR's
#           finder pattern was made for slanted views.
# Seen:     never, at no module size. Printing each row twice suffices: then even modules of 2 dots at fine are read,
#           although half of the rows are gone. Data Matrix and PDF417 of the same text are read as they are, Aztec
#           only when large.
# Versions: com.google.zxing 3.5.3 (core, javase).
# Matters:  who checks a received or previewed fax by its code must scale it to square dots first; a missing code says
#           nothing about the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <packaging>pom</packaging><dependencies><dependency><groupId>com.google.zxing</groupId>
    <artifactId>javase</artifactId><version>3.5.3</version></dependency></dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
cat > Read.java <<'E'
import com.google.zxing.*;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.util.Map;
class Read {
    static final String TEXT = "FAX-4711-2026-11-28";

    /** Every second row of a drawing at fine resolution (or all), then each row once or twice. */
    static String read(BarcodeFormat format, int module, int step, int repeat) throws Exception {
        var code = new MultiFormatWriter().encode(TEXT, format, 0, 0, Map.of(EncodeHintType.MARGIN, 4));
        int width = code.getWidth() * module + 80, height = (code.getHeight() * module + 80) / step * repeat;
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = Math.floorDiv(x - 40, module), row = Math.floorDiv(y / repeat * step - 40, module);
                boolean black = column >= 0 && row >= 0 && column < code.getWidth() && row < code.getHeight()
                        && code.get(column, row);
                image.getRaster().setSample(x, y, 0, black ? 0 : 255);
            }
        }
        var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image)));
        try {
            return new MultiFormatReader().decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true)).getText()
                    .equals(TEXT) ? "read" : "wrong";
        } catch (ReaderException e) {
            return "-";
        }
    }

    public static void main(String[] args) throws Exception {
        for (var format : new BarcodeFormat[] {BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX, BarcodeFormat.PDF_417,
                BarcodeFormat.AZTEC}) {
            for (int module : new int[] {2, 4, 8, 16}) {
                System.out.println(format + " " + module + " dots a module: fine " + read(format, module, 1, 1)
                        + ", standard " + read(format, module, 2, 1)
                        + ", standard with each row twice " + read(format, module, 2, 2));
            }
        }
    }
}
E
java -cp 'lib/*' Read.java | tee seen.out
grep QR_CODE seen.out | diff - <(for module in 2 4 8 16; do
  echo "QR_CODE $module dots a module: fine read, standard -, standard with each row twice read"
done)
[ "$(grep -cE '^(DATA_MATRIX|PDF_417) (4|8|16) .*standard read,' seen.out)" = 6 ]
echo "As recorded."
