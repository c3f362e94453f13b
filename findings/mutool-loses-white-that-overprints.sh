#!/usr/bin/env bash
# Guess:    overprinting (/OP, /op) is a matter of separate inks; what draws on grey or in black and white ignores it.
# Seen:     mutool simulates it also when it draws in black and white: a white area (0 0 0 0 k) that overprints black is
#           not there, with the overprint mode (/OPM) 1 over black of any colour space, and with 0 over a spot colour.
#           Ghostscript, poppler and PDFBox draw the white area. White written as 1 g is drawn by all.
# Versions: Ghostscript 10.0.0, poppler 22.12.0, mutool 1.21.1, PDFBox 3.0.8.
# Matters:  white text on a black bar, from files made for a printing house, is readable in one gateway and a black bar
#           in the other.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/four.sh"
white() { # NAME BLACK WHITE MODE
  page "$1" "$2 0 0 100 100 re f /G gs $3 20 20 60 60 re f" "/ExtGState<</G<</OP true/op true/OPM $4>>>>/ColorSpace<</S
    [/Separation/Spot/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>]>>" '' ''
}
white grey-1 '0 g' '0 0 0 0 k' 1
white spot-0 '/S cs 1 scn' '0 0 0 0 k' 0
white white-as-grey '0 g' '1 g' 1
shares grey-1 spot-0 white-as-grey | tee seen.out
diff seen.out - <<'E'
grey-1: Ghostscript 64%, poppler 64%, mutool 100%, PDFBox 64%
spot-0: Ghostscript 56%, poppler 64%, mutool 100%, PDFBox 64%
white-as-grey: Ghostscript 64%, poppler 64%, mutool 64%, PDFBox 64%
E
echo "As recorded."
