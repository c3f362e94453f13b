#!/usr/bin/env bash
# Guess:    alternate images (/Alternates, with one that is the default for printing) are a relic of the nineties: every
#           program draws the picture that viewers show.
# Seen:     Ghostscript draws the one that is marked /DefaultForPrinting true, without -dPrinted too; poppler, mutool
#           and PDFBox draw the picture itself. An alternate without the mark is drawn by none.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  the sender checked one picture, and another one is on the fax.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
picture() { # BYTE ENTRIES
  content "$1>" "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray
    /Filter/ASCIIHexDecode$2"
}
pictures() { # NAME ENTRIES
  page "$1" '60 0 0 60 20 20 cm /I Do' '/XObject<</I 5 0 R>>' '' '' "$(picture FF "$2")" "$(picture 00 '')"
}
pictures for-printing '/Alternates[<</Image 6 0 R/DefaultForPrinting true>>]'
pictures without-mark '/Alternates[<</Image 6 0 R>>]'
{
  shares for-printing without-mark
  gs -q -sDEVICE=pbmraw -r72 -o screen.pbm for-printing.pdf
  echo "for-printing without -dPrinted: Ghostscript $(ink screen.pbm total | cut -d' ' -f2)"
} | tee seen.out
diff seen.out - <<'E'
for-printing: Ghostscript 36%, poppler 0%, mutool 0%, PDFBox 0%
without-mark: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 0%
for-printing without -dPrinted: Ghostscript 36%
E
echo "As recorded."
