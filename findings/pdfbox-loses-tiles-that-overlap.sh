#!/usr/bin/env bash
# Guess:    a tiling pattern whose cell is larger than its step is drawn with overlapping cells, which ISO 32000 allows.
# Seen:     PDFBox cuts each cell to the step, so that what is in its right or upper part is not drawn at all.
#           Ghostscript, poppler and mutool draw the overlapping cells.
# Versions: PDFBox 3.0.8, Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1.
# Matters:  hatching of plans and charts is missing in a preview drawn in Java, and in what is derived from it, such as
#           the time on the line.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
tiles() { # NAME STEP CONTENT
  page "$1" '/Pattern cs /P scn 0 0 100 100 re f' '/Pattern<</P 5 0 R>>' '' '' \
    "$(content "$3" "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 20 20]/XStep $2/YStep $2/Resources<<>>")"
}
tiles side-by-side 20 '10 10 5 5 re f'
tiles overlapping 10 '10 10 5 5 re f'
tiles overlapping-lower-left 10 '0 0 5 5 re f'
tiles apart 25 '10 10 5 5 re f'
shares side-by-side overlapping overlapping-lower-left apart | tee seen.out
diff seen.out - <<'E'
side-by-side: Ghostscript 6%, poppler 6%, mutool 6%, PDFBox 6%
overlapping: Ghostscript 25%, poppler 25%, mutool 25%, PDFBox 0%
overlapping-lower-left: Ghostscript 25%, poppler 25%, mutool 25%, PDFBox 25%
apart: Ghostscript 4%, poppler 4%, mutool 4%, PDFBox 4%
E
echo "As recorded."
