#!/usr/bin/env bash
# Guess:    pdftoppm -mono draws what pdftoppm -gray draws, in two colours.
# Seen:     a soft mask by luminosity without a backdrop colour counts for nothing in -mono: all of the masked square is
#           black, where -gray, Ghostscript, mutool and PDFBox draw its left half. With an inverting function (/TR)
#           nothing is drawn at all. With /BC [1], and for masks by alpha, -mono is right.
# Versions: poppler 22.12.0, Ghostscript 10.0.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a logo that fades out, or a shadow below a box, arrives as a black block, or not at all.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
group='/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Group<</S/Transparency/CS/DeviceGray>>'
mask() { # NAME ENTRIES MASK
  page "$1" '/G gs 20 20 60 60 re f' "/ExtGState<</G<</SMask<<$2/G 5 0 R>>>>>>" '' '' "$(content "$3" "$group")"
}
mask luminosity /S/Luminosity '1 g 0 0 50 100 re f'
mask inverted '/S/Luminosity/TR<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>' '1 g 0 0 50 100 re f'
mask backdrop '/S/Luminosity/BC[1]' '0 g 0 0 50 100 re f'
mask alpha /S/Alpha '1 g 0 0 50 100 re f'
{ shares luminosity inverted backdrop alpha
  for name in luminosity inverted; do
    pdftoppm -gray -r 72 -singlefile $name.pdf grey
    # The row in the middle: dark and light samples between the edges of the square.
    echo "$name, poppler -gray: $(tail -c +$((50 * 100)) grey.pgm | head -c 100 | od -An -v -tu1 -w1 |
      awk '{n += $1 < 128} END {print n}') of 100 dark in a row"
  done; } | tee seen.out
diff seen.out - <<'E'
luminosity: Ghostscript 18%, poppler 36%, mutool 18%, PDFBox 18%
inverted: Ghostscript 18%, poppler 0%, mutool 18%, PDFBox 18%
backdrop: Ghostscript 18%, poppler 17%, mutool 18%, PDFBox 18%
alpha: Ghostscript 18%, poppler 19%, mutool 18%, PDFBox 18%
luminosity, poppler -gray: 30 of 100 dark in a row
inverted, poppler -gray: 30 of 100 dark in a row
E
echo "As recorded."
