#!/usr/bin/env bash
# Guess:    content that belongs to a group of layers (OCMD) without any layer is shown, as ISO 32000 says.
# Seen:     with an empty array, Ghostscript, poppler and mutool hide it; with the policy AllOn, or without the array,
#           they draw it. PDFBox always draws it.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  a program that removes an unused layer from such a list makes text vanish on the fax, and no preview in Java
#           shows that.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
group() { # NAME ENTRIES
  page "$1" '/OC/M BDC 20 20 60 60 re f EMC' "/Properties<</M<</Type/OCMD$2>>>>" '' \
    '/OCProperties<</OCGs[5 0 R]/D<</Order[5 0 R]>>>>' '<</Type/OCG/Name(plan)>>'
}
group one-layer '/OCGs[5 0 R]'
group no-layer '/OCGs[]'
group no-layer-all-on '/OCGs[]/P/AllOn'
group no-entry ''
shares one-layer no-layer no-layer-all-on no-entry | tee seen.out
diff seen.out - <<'E'
one-layer: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
no-layer: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 36%
no-layer-all-on: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
no-entry: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
E
echo "As recorded."
