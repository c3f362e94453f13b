#!/usr/bin/env bash
# Guess:    the four policies of a group of layers (AllOn, AnyOn, AnyOff, AllOff) are read by all, or by none.
# Seen:     with all layers off, mutool hides what AnyOff shows, such as the German text of a form whose English and
#           French layers are off, and shows what AllOn hides. AnyOn and AllOff it reads right. The others draw as
#           ISO 32000 says.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  the fax misses the text that replaces the hidden one.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
policy() { # NAME POLICY
  page "$1" '/OC/M BDC 20 20 60 60 re f EMC' "/Properties<</M<</Type/OCMD/OCGs[5 0 R 6 0 R]/P/$2>>>>" '' \
    '/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[5 0 R 6 0 R]>>>>' '<</Type/OCG/Name(en)>>' '<</Type/OCG/Name(fr)>>'
}
for policy in AllOn AnyOn AnyOff AllOff; do policy $policy $policy; done
shares AllOn AnyOn AnyOff AllOff | tee seen.out
diff seen.out - <<'E'
AllOn: Ghostscript 0%, poppler 0%, mutool 36%, PDFBox 0%
AnyOn: Ghostscript 0%, poppler 0%, mutool 0%, PDFBox 0%
AnyOff: Ghostscript 36%, poppler 36%, mutool 0%, PDFBox 36%
AllOff: Ghostscript 36%, poppler 36%, mutool 36%, PDFBox 36%
E
echo "As recorded."
