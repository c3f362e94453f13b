#!/usr/bin/env bash
# Guess:    a colour of the colorant None leaves no mark, as ISO 32000 says, alone (Separation) or as a list (DeviceN).
# Seen:     mutool paints both by the alternate colour. PDFBox paints DeviceN and not Separation, poppler neither.
#           Ghostscript paints DeviceN, in the halftone that it makes of CMYK black.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  cutting lines and varnish, which are in such colours so that they are not printed, lie black on the text.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
black='<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>'
colour() { # NAME COLOUR-SPACE
  page "$1" '/S cs 1 scn 20 20 60 60 re f' "/ColorSpace<</S[$2/DeviceCMYK $black]>>" '' ''
}
colour gold /Separation/Gold
colour none /Separation/None
colour list-of-none '/DeviceN[/None]'
shares gold none list-of-none | tee seen.out
diff seen.out - <<'E'
gold: Ghostscript 32%, poppler 36%, mutool 36%, PDFBox 36%
none: Ghostscript 0%, poppler 0%, mutool 36%, PDFBox 0%
list-of-none: Ghostscript 32%, poppler 0%, mutool 36%, PDFBox 36%
E
echo "As recorded."
