#!/usr/bin/env bash
# Guess:    a tab in <pre> goes to the next multiple of eight columns, as in CSS, terminals and browsers.
# Seen:     openhtmltopdf prints eight blanks for each tab, wherever it stands, and tab-size changes their number. What
#           tabs align is crooked: the second column begins at 9, 15 and 16 instead of 8, 8 and 16.
# Versions: openhtmltopdf 1.1.65 (JDK 17), poppler 22.12.0 (pdftotext).
# Matters:  tables of linters, coverage tools and logs, and code indented by blanks and tabs; expand tabs to blanks
#           first, by column.
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
    public static void main(String[] texts) throws Exception {
        XRLog.setLoggingEnabled(false);
        for (int i = 0; i < texts.length; i++) {
            try (var out = new FileOutputStream(i + ".pdf")) {
                var builder = new PdfRendererBuilder();
                builder.withHtmlContent("<html><head><style>@page { size: A4; margin: 72pt } body { margin: 0 }"
                        + " pre { font: 10pt Courier }</style></head><body>" + texts[i] + "</body></html>", null);
                builder.toStream(out);
                builder.run();
            }
        }
    }
}
E
texts=($'<pre>\tX</pre>' $'<pre>a\tX</pre>' $'<pre>abcdefg\tX</pre>' $'<pre>abcdefgh\tX</pre>' \
  "<pre style='tab-size:4'>abc"$'\tX</pre>')
java -cp 'lib/*' Print.java "${texts[@]}"
for i in "${!texts[@]}"; do
  pdftotext -bbox "$i.pdf" words.html
  # letters of Courier 10 pt are 6 pt wide, the margin is 72 pt
  sed -nE 's/.*xMin="([0-9.]+)".*>X<\/word>/\1/p' words.html | awk -v text="${texts[i]//$'\t'/\\\\t}" '
    { printf "%s: X in column %.0f\n", text, ($1 - 72) / 6 }'
done | tee seen.out
diff seen.out - <<'E'
<pre>\tX</pre>: X in column 8
<pre>a\tX</pre>: X in column 9
<pre>abcdefg\tX</pre>: X in column 15
<pre>abcdefgh\tX</pre>: X in column 16
<pre style='tab-size:4'>abc\tX</pre>: X in column 7
E
echo "As recorded."
