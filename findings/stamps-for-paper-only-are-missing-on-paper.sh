#!/usr/bin/env bash
# Guess:    a stamp for paper only (flags Print and NoView) is missing in viewers and is on paper, whatever draws it.
# Seen:     poppler and mutool leave it out and draw stamps without the Print flag instead: the screen's choice.
#           Ghostscript and PDFBox, told to print, do the opposite. mutool hides a stamp with the flag Invisible too,
#           which is for kinds of annotations that a program does not know.
# Versions: poppler 22.12.0, mutool 1.21.1, Ghostscript 10.0.0, PDFBox 3.0.8.
# Matters:  COPY or CONFIDENTIAL, which a viewer does not show and a printer prints, is not on the fax.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
stamp() { # NAME FLAGS
  page "$1" '' '' "/Annots[<</Type/Annot/Subtype/Stamp/Rect[20 20 80 80]/F $2/AP<</N 5 0 R>>>>]" '' \
    "$(content '0 0 60 60 re f' '/Type/XObject/Subtype/Form/BBox[0 0 60 60]')"
}
stamp print 4
stamp no-flag 0
stamp print-and-no-view 36
stamp print-and-invisible 5
stamp print-and-hidden 6
shares print no-flag print-and-no-view print-and-invisible print-and-hidden | tee seen.out
diff seen.out - <<'E'
print: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
no-flag: Ghostscript 0%, poppler 36%, mutool 36%, PDFBox 0%
print-and-no-view: Ghostscript 36%, poppler 0%, mutool 0%, PDFBox 36%
print-and-invisible: Ghostscript 36%, poppler 36%, mutool 0%, PDFBox 36%
print-and-hidden: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 0%
E
echo "As recorded."
