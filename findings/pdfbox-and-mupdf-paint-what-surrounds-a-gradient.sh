#!/usr/bin/env bash
# Guess:    the Background of a shading is for what it does not reach, however it is painted.
# Seen:     ISO 32000 has it for patterns only, and Ghostscript and poppler keep to that: the operator sh leaves the
#           paper as it is. PDFBox and mutool paint the background over the whole page.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a preview drawn in Java has a black page where the fax has a white gradient on white paper, and the time on
#           the line is estimated for the black one.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
shading='<</ShadingType 2/ColorSpace/DeviceGray/Coords[40 0 60 0]/Background[0]
  /Function<</FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>>>'
page operator '/S sh' "/Shading<</S $shading>>" '' ''
page clipped '20 20 60 60 re W n /S sh' "/Shading<</S $shading>>" '' ''
page pattern '/Pattern cs /P scn 20 20 60 60 re f' "/Pattern<</P<</PatternType 2/Shading $shading>>>>" '' ''
shares operator clipped pattern | tee seen.out
diff seen.out - <<'E'
operator: Ghostscript 0%, poppler 0%, mutool 80%, PDFBox 79%
clipped: Ghostscript 0%, poppler 0%, mutool 24%, PDFBox 23%
pattern: Ghostscript 23%, poppler 23%, mutool 24%, PDFBox 23%
E
echo "As recorded."
