#!/usr/bin/env bash
# Guess:    the white paper of a scan stays white when pdftoppm -mono draws it at fax resolution.
# Seen:     averaging a picture of nothing but white down to fewer dots gives 254 instead of 255, and -mono puts one
#           dot in every 4x4 dots for anything below pure white: 6 % of the page turns black. A 600 dpi scan does it at
#           fine, a 300 dpi scan at standard resolution; a vector area of 0.997 grey does it, too. Ghostscript leaves
#           it white. Packed as Group 4 the empty page has 450 KB instead of 1 KB.
# Versions: poppler 22.12.0, Ghostscript 10.0.0, libtiff 4.5.0 (tiffcp).
# Matters:  an empty scanned page takes minutes on the line and arrives grey.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/raster.sh"
want_poppler
want_ghostscript
want "libtiff" 4.5.0 "$(tiffinfo 2>&1 | sed -n 's/^LIBTIFF, Version //p')"
for dpi in 300 600; do
  width=$((dpi * 827 / 100 / 8 * 8)) height=$((dpi * 1169 / 100))
  repeat $((width / 8 * height)) 377 | picture "white$dpi" "$width" "$height"
  pdf "white$dpi.pdf" 'q 595.276 0 0 841.89 0 0 cm /I Do Q' '/MediaBox[0 0 595.276 841.89]' "white$dpi"
done
pdf grey.pdf '0.997 g 0 0 596 842 re f'
pdf plain.pdf '1 g 0 0 596 842 re f'
for page in "white300 196" "white300 98" "white600 196" "grey 196" "plain 196"; do
  read -r name rows <<< "$page"
  pdftoppm -mono -rx 204 -ry "$rows" -singlefile "$name.pdf" p
  gs -q -sDEVICE=pbmraw -r204x"$rows" -o g.pbm "$name.pdf"
  pdftoppm -mono -tiff -tiffcompression none -rx 204 -ry "$rows" -singlefile "$name.pdf" t
  tiffcp -c g4 t.tif g4.tif
  size=$(wc -c < g4.tif)
  echo "$name, 204x$rows: poppler $(ink p.pbm total | cut -d' ' -f2), Ghostscript $(ink g.pbm total | cut -d' ' -f2)" \
    "black; poppler's page as Group 4: $((size / 1000)) KB"
done | tee seen.out
diff <(sed 's/ black;.*//' seen.out) - <<'E'
white300, 204x196: poppler 0%, Ghostscript 0%
white300, 204x98: poppler 6%, Ghostscript 0%
white600, 204x196: poppler 6%, Ghostscript 0%
grey, 204x196: poppler 6%, Ghostscript 0%
plain, 204x196: poppler 0%, Ghostscript 0%
E
echo "As recorded."
