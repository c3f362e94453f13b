#!/usr/bin/env bash
# Guess:    openhtmltopdf and Flying Saucer know text-decoration, which is in CSS since 1996: what is struck out in a
#           browser is struck out on the page, and line-through with a colour, as in CSS 3, is at least a line.
# Seen:     both strike out a del, paragraph, cell or item that has the style itself. The line of a row, table, list,
#           div or del is not handed on to the paragraphs, cells and items within it, and "line-through red", "solid
#           line-through" and text-decoration-line are dropped as a whole, without a warning: the text stands there as
#           if it were valid. html2pdf strikes out all of it.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 draws the results.
# Matters:  rows of cancelled orders, withdrawn findings and closed items are struck out in the browser and are in force
#           on the fax; say td, li p { text-decoration: inherit } and nothing but line-through.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
struck() { html "$1" "<style>.x { ${3:-text-decoration: line-through} }</style>" "$2"; } # NAME BODY [STYLE]
text='ilililililililililil'
struck element-del "<p><del>$text</del></p>"
struck paragraph "<p class='x'>$text</p>"
struck cell "<table><tr><td class='x'>$text</td></tr></table>"
struck row "<table><tr class='x'><td>$text</td></tr></table>"
struck table "<table class='x'><tr><td>$text</td></tr></table>"
struck list-item "<ul><li class='x'>$text</li></ul>"
struck list-item-with-paragraph "<ul><li class='x'><p>$text</p></li></ul>"
struck list "<ul class='x'><li>$text</li></ul>"
struck div-around-a-paragraph "<div class='x'><p>$text</p></div>"
struck del-around-a-paragraph "<del><p>$text</p></del>"
struck with-colour "<p><span class='x'>$text</span></p>" 'text-decoration: line-through red'
struck with-style "<p><span class='x'>$text</span></p>" 'text-decoration: solid line-through'
struck long-property "<p><span class='x'>$text</span></p>" 'text-decoration-line: line-through'
struck workaround "<table class='x'><tr class='x'><td>$text</td></tr></table>" \
  'text-decoration: line-through } td { text-decoration: inherit'
convert
cat > Line.java <<'E'
import java.io.File;
import javax.imageio.ImageIO;
class Line {
    /** Whether a row has more dark dots side by side than any letter: the line that strikes the text out. */
    public static void main(String[] pages) throws Exception {
        for (String page : pages) {
            var seen = new StringBuilder(page + ":");
            for (int converter = 0; converter < 3; converter++) {
                var image = ImageIO.read(new File(page + "." + converter + ".png"));
                int longest = 0;
                for (int y = 0; y < image.getHeight(); y++)
                    for (int x = 0, run = 0; x < image.getWidth(); x++)
                        longest = Math.max(longest, run = (image.getRGB(x, y) & 0xff) < 160 ? run + 1 : 0);
                seen.append(converter == 0 ? " " : " | ").append(longest > 60 ? "struck" : "-");
            }
            System.out.println(seen);
        }
    }
}
E
for page in "${pages[@]}"; do
  for converter in 0 1 2; do pdftoppm -png -gray -r 100 -singlefile "$page.$converter.pdf" "$page.$converter"; done
done
echo "openhtmltopdf 1.1.65 | Flying Saucer 9.13.3 | html2pdf 6.2.0:"
java Line.java "${pages[@]}" | tee seen.out
diff seen.out - <<'E'
element-del: struck | struck | struck
paragraph: struck | struck | struck
cell: struck | struck | struck
row: - | - | struck
table: - | - | struck
list-item: struck | struck | struck
list-item-with-paragraph: - | - | struck
list: - | - | struck
div-around-a-paragraph: - | - | struck
del-around-a-paragraph: - | - | struck
with-colour: - | - | struck
with-style: - | - | struck
long-property: - | - | struck
workaround: struck | struck | struck
E
echo "As recorded."
