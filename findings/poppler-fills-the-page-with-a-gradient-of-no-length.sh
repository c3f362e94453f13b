#!/usr/bin/env bash
# Guess:    an axial shading whose ends are the same point paints nothing, as ISO 32000 says.
# Seen:     poppler paints it over the whole clip, also where it does not extend; the others paint nothing.
# Versions: poppler 22.12.0, Ghostscript 10.0.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a bar of height 0 in a chart with coloured bars: the fax has a black area that no preview shows.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
gradient() { # NAME COORDS EXTEND
  page "$1" '20 20 60 60 re W n /S sh' "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[$2]/Extend[$3]
    /Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[0]/N 1>>>>>>" '' ''
}
gradient long '20 0 80 0' 'true true'
gradient no-length '50 50 50 50' 'true true'
gradient no-length-to-one-side '50 50 50 50' 'false true'
gradient no-length-not-extended '50 50 50 50' 'false false'
shares long no-length no-length-to-one-side no-length-not-extended | tee seen.out
diff seen.out - <<'E'
long: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
no-length: Ghostscript 0%, poppler 36%, mutool 0%, PDFBox 0%
no-length-to-one-side: Ghostscript 0%, poppler 36%, mutool 0%, PDFBox 0%
no-length-not-extended: Ghostscript 0%, poppler 36%, mutool 0%, PDFBox 0%
E
echo "As recorded."
