#!/usr/bin/env bash
# Guess:    a box with max-height and overflow: auto or scroll, as reports have for stack traces, is cut at its height
#           on paper, as overflow: hidden is and as browsers print it.
# Seen:     openhtmltopdf knows neither auto nor scroll (its log says so) and keeps the height: all lines are printed,
#           and those below the box over the text that follows it, which is illegible then. The text of the PDF is
#           complete, so comparing words finds nothing.
# Versions: openhtmltopdf 1.1.65 (JDK 17), poppler 22.12.0 (pdftotext).
# Matters:  the failure's message behind a long stack trace is an unreadable blot on the fax; a print sheet must set
#           max-height: none, height: auto and overflow: visible.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
drivers io.github.openhtmltopdf:openhtmltopdf-pdfbox:1.1.65
cat > Print.java <<'E'
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.FileOutputStream;
class Print {
    public static void main(String[] styles) throws Exception {
        XRLog.setLoggingEnabled(false);
        for (int i = 0; i < styles.length; i++) {
            var html = new StringBuilder("<html><head><style>@page { size: A4; margin: 20mm }"
                    + " body { font: 10pt Courier }</style></head><body><pre style='" + styles[i] + "'>");
            for (int line = 1; line <= 40; line++) html.append("line").append(line).append('\n');
            try (var out = new FileOutputStream(i + ".pdf")) {
                var builder = new PdfRendererBuilder();
                builder.withHtmlContent(html + "</pre><p>BEHIND</p><p>last</p></body></html>", null);
                builder.toStream(out);
                builder.run();
            }
        }
    }
}
E
styles=("overflow: visible" "max-height: 100px; overflow: hidden" "max-height: 100px; overflow: auto"
  "height: 100px; overflow: scroll" "max-height: none; height: auto; overflow: visible")
java -cp 'lib/*' Print.java "${styles[@]}"
for i in "${!styles[@]}"; do
  pdftotext -bbox "$i.pdf" words.html
  sed -nE 's/.*yMin="([0-9.]+)".*>(.*)<\/word>/\1 \2/p' words.html | awk -v style="${styles[i]}" '
    /line/ { lines++; if ($1 > last) last = $1 } /BEHIND/ { behind = $1 }
    END { print style ": " lines " of 40 lines, the text behind " (behind > last ? "below them" : "among them") }'
done | tee seen.out
diff seen.out - <<'E'
overflow: visible: 40 of 40 lines, the text behind below them
max-height: 100px; overflow: hidden: 7 of 40 lines, the text behind below them
max-height: 100px; overflow: auto: 40 of 40 lines, the text behind among them
height: 100px; overflow: scroll: 40 of 40 lines, the text behind among them
max-height: none; height: auto; overflow: visible: 40 of 40 lines, the text behind below them
E
echo "As recorded."
