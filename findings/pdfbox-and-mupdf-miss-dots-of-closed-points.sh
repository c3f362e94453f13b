#!/usr/bin/env bash
# Guess:    a point with round line ends is a dot everywhere, whether it is drawn as a line to itself or as a closed
#           path, and with square ends it is nothing, as ISO 32000 says.
# Seen:     PDFBox and mutool draw the line to itself and not the closed point, Ghostscript and poppler draw both. With
#           square ends PDFBox draws a square, the others nothing.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  the measured points of a chart, or a dotted leader, are on the fax and not in a preview drawn in Java, or
#           the other way round.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
for ends in 'round 1' 'square 2'; do
  page "${ends% *}-line" "30 w ${ends#* } J 50 50 m 50 50 l S" '' '' ''
  page "${ends% *}-closed" "30 w ${ends#* } J 50 50 m h S" '' '' ''
done
shares round-line round-closed square-line square-closed | tee seen.out
diff seen.out - <<'E'
round-line: Ghostscript 8%, poppler 8%, mutool 7%, PDFBox 7%
round-closed: Ghostscript 8%, poppler 8%, mutool 0%, PDFBox 0%
square-line: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 8%
square-closed: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 0%
E
echo "As recorded."
