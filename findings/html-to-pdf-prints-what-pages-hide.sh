#!/usr/bin/env bash
# Guess:    converters of HTML ignore scripts and new CSS; what HTML itself, or a plain print style, hides stays hidden.
# Seen:     what has the attribute hidden, closed dialogs and details, templates and datalists are printed by all three.
#           Of what a page takes out for printing the plain "@media print" holds, in openhtmltopdf and Flying Saucer;
#           "only print" and "print and (…)" do not. html2pdf takes none of the three by default, and prints what is
#           visibility: hidden. What print styles bring back by display: initial is missing in all of them.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 reads the results.
# Matters:  a report sent as a fax shows the recipient notes and templates that no browser shows or prints.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
html hidden '' '<p hidden="hidden">secret</p>'
html dialog '' '<dialog>secret</dialog>'
html details '' '<details><summary>more</summary>secret</details>'
html template '' '<template><p>secret</p></template>'
html datalist '' '<datalist><option>secret</option></datalist>'
html visibility '<style>p { visibility: hidden }</style>' '<p>secret</p>'
html print '<style>@media print { p { display: none } }</style>' '<p>secret</p>'
html only-print '<style>@media only print { p { display: none } }</style>' '<p>secret</p>'
html print-and-width '<style>@media print and (min-width: 5cm) { p { display: none } }</style>' '<p>secret</p>'
html brought-back '<style>p { display: none } @media print { p { display: initial } }</style>' '<p>wanted</p>'
convert
echo "openhtmltopdf 1.1.65 | Flying Saucer 9.13.3 | html2pdf 6.2.0:"
for page in "${pages[@]}"; do
  echo "$page: $(text "$page.0") | $(text "$page.1") | $(text "$page.2")"
done | sed 's/ *$//' | tee seen.out
diff seen.out - <<'E'
hidden: secret | secret | secret
dialog: secret | secret | secret
details: moresecret | moresecret | moresecret
template: secret | secret | secret
datalist: secret | secret | secret
visibility:  |  | secret
print:  |  | secret
only-print: secret | secret | secret
print-and-width: secret | secret | secret
brought-back:  |  |
E
echo "As recorded."
