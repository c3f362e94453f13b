#!/usr/bin/env bash
# Guess:    dark grey text (#333, #4d4d4d) arrives about as readable as black text; halftoning hurts tints and
#           pictures.
# Seen:     Ghostscript dithers letters like everything else, with cells of 18 dots that are larger than the strokes.
#           At fine resolution OCR reads 15 of 15 black lines of 10 pt, none or a few in #333, none in #4d4d4d.
#           Poppler's -mono screen is finer: the same text is read in #666 (grey 0.4).
# Versions: Ghostscript 10.0.0, poppler 22.12, tesseract 5.3.0.
# Matters:  #333 is the text colour of many report style sheets; what looks black on screen must be black for a fax.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_poppler
want_tesseract
for i in 1 2 3 4 5; do
  echo 'The quick brown fox jumps over the lazy dog 0123456789'
  echo 'Total time: 12:34 min, finished at 2026-11-28'
  echo 'Tests run: 4711, Failures: 23, Errors: 5, Skipped: 86'
done > lines
text=$(sed 's/.*/(&) Tj T*/' lines)
right() { # lines read without a fault
  tesseract "$1" read --psm 6 --dpi 200 2> tesseract.log
  grep . read.txt > found || true
  { diff --unchanged-line-format='=%L' --old-line-format= --new-line-format= lines found || true; } | grep -c = || true
}
for grey in 0 0.2 0.3 0.4; do
  pdf text.pdf "$grey g BT /F 10 Tf 60 780 Td 20 TL $text ET"
  gs -q -sDEVICE=tiffg4 -r204x196 -o gs.tif text.pdf
  pdftoppm -mono -rx 204 -ry 196 -singlefile text.pdf poppler
  echo "$grey $(right gs.tif) $(right poppler.pbm)"
done | tee seen.out | sed 's/^\(.*\) \(.*\) \(.*\)/grey \1: of 15 lines Ghostscript \2, poppler \3/'
awk '{ bad = bad || ($3 < 12) || ($1 == 0 && $2 != 15) || ($1 == 0.2 && $2 > 7) || ($1 > 0.2 && $2 > 0) }
  END { exit bad || NR != 4 }' seen.out
echo "As recorded."
