#!/usr/bin/env bash
# Guess:    .row::after { content: ""; display: table; clear: both }, the "clearfix" of Bootstrap and of most report
#           skins, puts what follows below the floats, as in every browser.
# Seen:     openhtmltopdf lays what follows beside or over the floats; with display: block it stands below them. Flying
#           Saucer and html2pdf put it below with both.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, html2pdf 6.2.0 (JDK 17), poppler 22.12.0 (pdftotext).
# Matters:  reports of Maven's Fluido skin, whose heading lies under the footer then; say display: block.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
body='<div class="row"><div class="column"><p>first</p><p>second</p><p>third</p></div></div><div>below</div>'
for display in table block; do
  html $display "<style>.column { float: left; width: 60% } .row:after { content: ''; display: $display;
    clear: both }</style>" "$body"
done
convert
for display in table block; do
  for converter in 0 1 2; do
    pdftotext -bbox $display.$converter.pdf words.html
    third=$(sed -nE 's/.*yMin="([0-9.]+)".*>third<\/word>/\1/p' words.html)
    below=$(sed -nE 's/.*yMin="([0-9.]+)".*>below<\/word>/\1/p' words.html)
    awk -v display=$display -v converter=$converter -v third="$third" -v below="$below" 'BEGIN {
      split("openhtmltopdf Flying-Saucer html2pdf", names, " ")
      print display, names[converter + 1] ":", (below + 0 > third + 0 ? "below" : "beside the floats") }'
  done
done | tee seen.out
diff seen.out - <<'E'
table openhtmltopdf: beside the floats
table Flying-Saucer: below
table html2pdf: below
block openhtmltopdf: below
block Flying-Saucer: below
block html2pdf: below
E
echo "As recorded."
