#!/usr/bin/env bash
# Guess:    what CSS places on paper is somewhere on the paper: a box with position: fixed on each page, as browsers
#           print it, and a long box with position: absolute goes on on the next page.
# Seen:     html2pdf prints a fixed box on the first page only. Of an absolute box it prints what fits on the first
#           page, 14 of 40 lines, and nothing of one that begins below it; the pages that it would need are not there,
#           and there is no error. openhtmltopdf and Flying Saucer repeat the fixed box and print all of the others.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 reads the results.
# Matters:  a log in a placed box ends in its middle; "draft", the case number and the sender's line stand on the first
#           page of the fax only. What is in the flow of the text (relative) is whole.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
style='<style>@page { size: 300px 300px; margin: 20px }</style>'
lines=$(printf 'line%d<br/>' {1..40})
html fixed "$style" "<div style='position: fixed; bottom: 0'>draft</div>$lines"
html absolute "$style" "<div style='position: absolute; top: 0'>$lines</div>"
html below "$style" "<p>a</p><div style='position: absolute; top: 500px'>placed</div>"
html relative "$style" "<div style='position: relative; left: 20px'>$lines</div>"
convert
names=('openhtmltopdf 1.1.65' 'Flying Saucer 9.13.3' 'html2pdf 6.2.0')
for page in "${pages[@]}"; do
  for i in 0 1 2; do
    pdftotext -layout "$page.$i.pdf" - | tr '\f' '\n' > words
    echo "$page, ${names[i]}: $(pdfinfo "$page.$i.pdf" | sed -n 's/^Pages: *//p') page(s)," \
      "$(grep -c '^ *line[0-9]' words || true) lines, draft $(grep -c draft words || true) times," \
      "placed $(grep -c placed words || true) times"
  done
done | tee seen.out
diff seen.out - <<'E'
fixed, openhtmltopdf 1.1.65: 3 page(s), 40 lines, draft 3 times, placed 0 times
fixed, Flying Saucer 9.13.3: 3 page(s), 40 lines, draft 3 times, placed 0 times
fixed, html2pdf 6.2.0: 3 page(s), 40 lines, draft 1 times, placed 0 times
absolute, openhtmltopdf 1.1.65: 3 page(s), 40 lines, draft 0 times, placed 0 times
absolute, Flying Saucer 9.13.3: 3 page(s), 40 lines, draft 0 times, placed 0 times
absolute, html2pdf 6.2.0: 1 page(s), 14 lines, draft 0 times, placed 0 times
below, openhtmltopdf 1.1.65: 2 page(s), 0 lines, draft 0 times, placed 1 times
below, Flying Saucer 9.13.3: 2 page(s), 0 lines, draft 0 times, placed 1 times
below, html2pdf 6.2.0: 1 page(s), 0 lines, draft 0 times, placed 0 times
relative, openhtmltopdf 1.1.65: 3 page(s), 40 lines, draft 0 times, placed 0 times
relative, Flying Saucer 9.13.3: 3 page(s), 40 lines, draft 0 times, placed 0 times
relative, html2pdf 6.2.0: 3 page(s), 40 lines, draft 0 times, placed 0 times
E
echo "As recorded."
