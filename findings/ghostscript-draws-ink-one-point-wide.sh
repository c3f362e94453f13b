#!/usr/bin/env bash
# Guess:    the width of a handwritten line without an appearance of its own (Ink annotation, /BS /W) counts, as it does
#           for a Line annotation.
# Seen:     Ghostscript draws ink one point wide whatever /BS or /Border say, and obeys them for lines. The others draw
#           ink as wide as it is.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a signature by hand is thinner on the fax than in the viewer, and a bar that covers a name covers nothing.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
annotation() { # NAME ENTRIES
  page "$1" '' '' "/Annots[<</Type/Annot/Rect[20 40 80 60]/F 4/C[0 0 0]$2>>]" ''
}
annotation ink-1 '/Subtype/Ink/InkList[[20 50 80 50]]/BS<</W 1>>'
annotation ink-10 '/Subtype/Ink/InkList[[20 50 80 50]]/BS<</W 10>>'
annotation ink-border '/Subtype/Ink/InkList[[20 50 80 50]]/Border[0 0 10]'
annotation line-10 '/Subtype/Line/L[20 50 80 50]/BS<</W 10>>'
shares ink-1 ink-10 ink-border line-10 | tee seen.out
diff seen.out - <<'E'
ink-1: Ghostscript 1%, poppler 1%, mutool 1%, PDFBox 1%
ink-10: Ghostscript 1%, poppler 6%, mutool 7%, PDFBox 5%
ink-border: Ghostscript 1%, poppler 6%, mutool 7%, PDFBox 5%
line-10: Ghostscript 7%, poppler 6%, mutool 6%, PDFBox 5%
E
echo "As recorded."
