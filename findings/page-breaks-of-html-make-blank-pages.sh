#!/usr/bin/env bash
# Guess:    a page break before the first or behind the last part of a document adds no page, as in browsers, and
#           break-before: page is known, since it takes the place of page-break-before.
# Seen:     openhtmltopdf and Flying Saucer make a blank first page of "h1 { page-break-before: always }", a blank last
#           one of page-break-after, and one of a margin or an empty box at the end. Flying Saucer begins with a
#           blank page, too, where a display: inline-block is longer than a page. html2pdf makes none of them. None of
#           the three knows break-before: page: all parts stand on one page.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 reads the results.
# Matters:  a fax is paid by the page and its pages are counted: each of "one section a page" costs a blank one more.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
style='<style>@page { size: 300px 300px; margin: 20px } .before { page-break-before: always }
  .new { break-before: page } .after { page-break-after: always } .margin { margin-bottom: 400px }
  .inline { display: inline-block }</style>'
html break-before "$style" '<h1 class="before">a</h1><h1 class="before">b</h1>'
html break-after "$style" '<div class="after">a</div><div class="after">b</div>'
html margin-at-the-end "$style" '<div class="margin">a</div>'
html empty-box-at-the-end "$style" '<p>a</p><div style="height: 300px"></div>'
html inline-block "$style" "<div class='inline'>$(printf 'line%d<br/>' {1..40})</div>"
html break-before-of-css-3 "$style" '<div class="new">a</div><div class="new">b</div>'
convert
show() { # PDF: for each page whether it has text
  local n
  for ((n = 1; n <= $(pdfinfo "$1" | sed -n 's/^Pages: *//p'); n++)); do
    if pdftotext -f $n -l $n "$1" - | grep -q '[a-z]'; then echo text; else echo blank; fi
  done | xargs
}
echo "openhtmltopdf 1.1.65 | Flying Saucer 9.13.3 | html2pdf 6.2.0:"
for page in "${pages[@]}"; do
  echo "$page: $(show "$page.0.pdf") | $(show "$page.1.pdf") | $(show "$page.2.pdf")"
done | tee seen.out
diff seen.out - <<'E'
break-before: blank text text | blank text text | text text
break-after: text text blank | text text blank | text text
margin-at-the-end: text blank | text blank | text
empty-box-at-the-end: text blank | text blank | text
inline-block: text text text | blank text text text | text text text
break-before-of-css-3: text | text | text
E
echo "As recorded."
