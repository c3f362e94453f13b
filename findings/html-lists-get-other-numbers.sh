#!/usr/bin/env bash
# Guess:    converters of HTML know ordered lists, which are as old as HTML: numbers go on, go back or are letters, as
#           the page says.
# Seen:     start and value of an item hold in all three, but lists that are reversed count up: 9, 10, 11 instead of 9,
#           8, 7, and 1, 2, 3 instead of 3, 2, 1. openhtmltopdf and Flying Saucer ignore type="a" and type="I", which
#           html2pdf obeys: what the text cites as b) or III. stands there as 2 or 3. The style list-style-type works
#           in all of them.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 reads the results.
# Matters:  conditions, deadlines and votes are cited by their number; the recipient of the fax finds another one there.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
items='<li>x</li><li>y</li><li>z</li>'
html start '' "<ol start='5'>$items</ol>"
html value '' '<ol><li>x</li><li value="7">y</li><li>z</li></ol>'
html reversed '' "<ol reversed='reversed'>$items</ol>"
html reversed-from-9 '' "<ol reversed='reversed' start='9'>$items</ol>"
html type-a '' "<ol type='a'>$items</ol>"
html type-I '' "<ol type='I'>$items</ol>"
html style '' "<ol style='list-style-type: lower-alpha'>$items</ol>"
convert
echo "openhtmltopdf 1.1.65 | Flying Saucer 9.13.3 | html2pdf 6.2.0:"
for page in "${pages[@]}"; do
  echo "$page: $(text "$page.0") | $(text "$page.1") | $(text "$page.2")"
done | tee seen.out
diff seen.out - <<'E'
start: 5. x 6. y 7. z | 5. x 6. y 7. z | 5. x 6. y 7. z
value: 1. x 7. y 8. z | 1. x 7. y 8. z | 1. x 7. y 8. z
reversed: 1. x 2. y 3. z | 1. x 2. y 3. z | 1. x 2. y 3. z
reversed-from-9: 9. x 10. y 11. z | 9. x 10. y 11. z | 9. x 10. y 11. z
type-a: 1. x 2. y 3. z | 1. x 2. y 3. z | a. x b. y c. z
type-I: 1. x 2. y 3. z | 1. x 2. y 3. z | I. x II. y III. z
style: a. x b. y c. z | a. x b. y c. z | a. x b. y c. z
E
echo "As recorded."
