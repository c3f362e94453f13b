#!/usr/bin/env bash
# Guess:    knockout groups are old: every renderer with transparency draws them.
# Seen:     in a knockout group each object replaces what earlier ones of the group left, also where it is transparent.
#           Ghostscript and mutool do that, poppler and PDFBox draw the group as if it were none.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a hole that a drawing program cuts into a black area is white on one gateway and black on another.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
group() { # NAME ENTRIES OPACITY
  page "$1" '/X Do' '/XObject<</X 5 0 R>>' '' '' "$(content '20 20 60 60 re f /A gs 35 35 30 30 re f' \
    "/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Group<</S/Transparency$2>>/Resources<</ExtGState<</A<</ca $3>>>>>>")"
}
group plain '' 0
group knockout /K\ true 0
group knockout-opaque /K\ true 1
shares plain knockout knockout-opaque | tee seen.out
diff seen.out - <<'E'
plain: Ghostscript 36%, poppler 37%, mutool 36%, PDFBox 36%
knockout: Ghostscript 27%, poppler 37%, mutool 27%, PDFBox 36%
knockout-opaque: Ghostscript 36%, poppler 37%, mutool 36%, PDFBox 36%
E
echo "As recorded."
