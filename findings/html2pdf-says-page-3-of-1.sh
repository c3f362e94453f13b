#!/usr/bin/env bash
# Guess:    counter(pages) in the footer of a page is the number of pages, in each converter that knows it.
# Seen:     html2pdf counts before it has placed what floats, and before it takes out pages that stay empty: a table
#           that floats over three pages has "1 of 1", "2 of 1" and "3 of 1", and two pages with a break behind the last
#           part "1 of 3" and "2 of 3". Where something stands below the float the number is right. openhtmltopdf and
#           Flying Saucer print the number of the pages that are there, the empty last one included.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 reads the results.
# Matters:  the recipient of a fax has nothing but "2 of 3" to see that all pages have arrived, and asks for a page that
#           does not exist, or takes the first of three for the whole.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
style='<style>@page { size: 300px 300px; margin: 20px; @bottom-center { content: counter(page) " of " counter(pages) } }
  .float { float: left; width: 100% } .break { page-break-after: always }</style>'
rows=$(printf '<tr><td>row %d</td></tr>' {1..30})
html table "$style" "<table>$rows</table>"
html table-that-floats "$style" "<table class='float'>$rows</table>"
html table-that-floats-above-text "$style" "<table class='float'>$rows</table><p style='clear: both'>end</p>"
html break-behind-the-last-part "$style" "<div><div class='break'>a</div><div class='break'>b</div></div>"
convert
counts() { # PDF: how many pages it has, and what its footers say
  echo "$(pdfinfo "$1" | sed -n 's/^Pages: *//p') pages: $(pdftotext -layout "$1" - | grep -oE '[0-9]+ of [0-9]+' |
    paste -sd, | sed 's/,/, /g')"
}
names=('openhtmltopdf 1.1.65' 'Flying Saucer 9.13.3' 'html2pdf 6.2.0')
for page in "${pages[@]}"; do
  for i in 0 1 2; do echo "$page, ${names[i]}, $(counts "$page.$i.pdf")"; done
done | tee seen.out
diff seen.out - <<'E'
table, openhtmltopdf 1.1.65, 3 pages: 1 of 3, 2 of 3, 3 of 3
table, Flying Saucer 9.13.3, 3 pages: 1 of 3, 2 of 3, 3 of 3
table, html2pdf 6.2.0, 3 pages: 1 of 3, 2 of 3, 3 of 3
table-that-floats, openhtmltopdf 1.1.65, 3 pages: 1 of 3, 2 of 3, 3 of 3
table-that-floats, Flying Saucer 9.13.3, 3 pages: 1 of 3, 2 of 3, 3 of 3
table-that-floats, html2pdf 6.2.0, 3 pages: 1 of 1, 2 of 1, 3 of 1
table-that-floats-above-text, openhtmltopdf 1.1.65, 3 pages: 1 of 3, 2 of 3, 3 of 3
table-that-floats-above-text, Flying Saucer 9.13.3, 3 pages: 1 of 3, 2 of 3, 3 of 3
table-that-floats-above-text, html2pdf 6.2.0, 3 pages: 1 of 3, 2 of 3, 3 of 3
break-behind-the-last-part, openhtmltopdf 1.1.65, 3 pages: 1 of 3, 2 of 3, 3 of 3
break-behind-the-last-part, Flying Saucer 9.13.3, 3 pages: 1 of 3, 2 of 3, 3 of 3
break-behind-the-last-part, html2pdf 6.2.0, 2 pages: 1 of 3, 2 of 3
E
echo "As recorded."
