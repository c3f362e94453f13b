#!/usr/bin/env bash
# Guess:    a thin rule of #ccc, the table border of many report style sheets, becomes a dotted line, everywhere the
#           same.
# Seen:     a thin rule is one row of dots, and the halftone screen has rows without a single black dot at this tone:
#           of 60 equal rules at different heights 29 leave nothing at all at standard resolution and 21 at fine; the
#           others keep between a sixth and half of their dots. Poppler's screen drops as many, but other ones.
# Versions: Ghostscript 10.0.0, poppler 22.12.0.
# Matters:  the same table has its lines on one page and not on the next; rules must be black.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_poppler
rules=$(for ((i = 0; i < 60; i++)); do
  y=$((8000000 - i * 120700))
  echo "60 ${y%????}.${y: -4} m 500 ${y%????}.${y: -4} l S"
done)
pdf rules.pdf "0.8 G 0.25 w $rules"
for rows in 196 98; do
  gs -q -sDEVICE=pbmraw -r204x$rows -o g.pbm rules.pdf
  pdftoppm -mono -rx 204 -ry $rows -singlefile rules.pdf p
  for by in g p; do
    ink $by.pbm | awk -v what="204x$rows $by" '
      $2 > 0 { lines++; if (!least || $2 < least) least = $2; if ($2 > most) most = $2 }
      END { print what ": " lines " of 60 rules left a trace, of 1247 dots " least " to " most " are black" }'
  done
done | sed 's/ g:/ Ghostscript:/; s/ p:/ poppler:/' | tee seen.out
diff seen.out - <<'E'
204x196 Ghostscript: 39 of 60 rules left a trace, of 1247 dots 208 to 416 are black
204x196 poppler: 35 of 60 rules left a trace, of 1247 dots 311 to 623 are black
204x98 Ghostscript: 31 of 60 rules left a trace, of 1247 dots 302 to 604 are black
204x98 poppler: 29 of 60 rules left a trace, of 1247 dots 311 to 623 are black
E
echo "As recorded."
