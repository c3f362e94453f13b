#!/usr/bin/env bash
# Guess:    the text of a document that PDFBox has just made is read by the font that it was written with.
# Seen:     until the document is saved, a font that is embedded in part has no file: PDFBox looks at every font of the
#           machine, remembers them in .pdfbox.cache of the user's home folder, and takes one of them. The words are
#           right all the same, so nothing tells. Once it is saved and read again nothing of the machine is looked at.
# Versions: PDFBox 3.0.8, DejaVu Sans of jasperreports-fonts 7.1.1.
# Matters:  a program that compares the words of a new page with those it was to write is slow on a machine with many
#           fonts, writes to a home folder that a container may not have, and depends on what is installed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for artifact in org.apache.pdfbox:pdfbox-app:3.0.8 net.sf.jasperreports:jasperreports-fonts:7.1.1; do
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=$artifact -DoutputDirectory="$work"
done
jar xf jasperreports-fonts-7.1.1.jar net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf
cat > Words.java <<'J'
import java.io.ByteArrayOutputStream;
import java.io.File;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.text.PDFTextStripper;

public class Words {
    public static void main(String[] arguments) throws Exception {
        try (PDDocument made = new PDDocument()) {
            PDFont font = PDType0Font.load(made, new File("net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf"));
            PDPage page = new PDPage();
            made.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(made, page)) {
                content.beginText();
                content.setFont(font, 12);
                content.newLineAtOffset(50, 700);
                content.showText("12 of 12 passed");
                content.endText();
            }
            if (arguments[0].equals("unsaved")) {
                System.out.print(new PDFTextStripper().getText(made));
                return;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            made.save(bytes);
            try (PDDocument read = Loader.loadPDF(bytes.toByteArray())) {
                System.out.print(new PDFTextStripper().getText(read));
            }
        }
    }
}
J
javac -cp pdfbox-app-3.0.8.jar Words.java
for state in unsaved saved; do
  mkdir "home-$state"
  words=$(java -Duser.home="$work/home-$state" "-Xlog:class+load:file=$state.log" -cp pdfbox-app-3.0.8.jar:. Words $state \
    2> /dev/null)
  echo "$state: $words; looks at the machine's fonts: $(grep -q 'pdmodel.font.FileSystemFontProvider ' $state.log &&
    echo yes || echo no); writes to the home folder: $(ls -A "home-$state" | grep . || echo nothing)"
done | tee seen.out
diff seen.out - <<'E'
unsaved: 12 of 12 passed; looks at the machine's fonts: yes; writes to the home folder: .pdfbox.cache
saved: 12 of 12 passed; looks at the machine's fonts: no; writes to the home folder: nothing
E
echo "As recorded."
