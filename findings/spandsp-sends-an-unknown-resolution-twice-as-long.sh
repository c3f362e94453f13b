#!/usr/bin/env bash
# Guess:    a fax engine refuses a TIFF whose resolution is none of a fax machine's, or takes the nearest.
# Seen:     spandsp takes 204x196, 203x196 and 200x200 for fine, and everything else that is 1728 dots wide, 150x150
#           and no resolution at all included, for standard (204x98), with the result OK. Nothing is scaled, so
#           the 2292 rows of an A4 page make 594 mm of paper: stretched letters, twice the length. 300x300 is refused.
# Versions: libspandsp 0.0.6, libtiff 4.5.0.
# Matters:  many converters drop the resolution; both ends still report OK, one page.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/spandsp.sh"
cat > page.c <<'E'
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
int main(int argc, char **argv) {
    unsigned char row[216];
    TIFF *t = TIFFOpen("page.tif", "w");
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, 1728);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, 2292);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(t, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, 2292);
    if (argc > 2) {
        TIFFSetField(t, TIFFTAG_XRESOLUTION, atof(argv[1]));
        TIFFSetField(t, TIFFTAG_YRESOLUTION, atof(argv[2]));
        TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    }
    for (int y = 0; y < 2292; y++) {
        memset(row, y % 100 < 4 ? 0xff : 0, sizeof row);
        TIFFWriteScanline(t, row, y, 0);
    }
    TIFFClose(t);
}
E
compile page.c -o page
for resolution in "204 196" "203 196" "200 200" "150 150" "" "300 300"; do
  # shellcheck disable=SC2086
  ./page $resolution
  echo "resolution ${resolution:-none}:"
  rm -f in.tif
  ./call page.tif in.tif
  [ ! -s in.tif ] || tiffinfo in.tif | awk '/Length/ { rows = $6 }
    /Resolution/ { printf "  arrived: %s rows at %s/inch, %.0f mm\n", rows, $3, rows / $3 * 25.4 }'
done | tee seen.out
diff seen.out - <<'E'
resolution 204 196:
  sender: OK, 1 page(s)
  arrived: 2292 rows at 196/inch, 297 mm
resolution 203 196:
  sender: OK, 1 page(s)
  arrived: 2292 rows at 196/inch, 297 mm
resolution 200 200:
  sender: OK, 1 page(s)
  arrived: 2292 rows at 196/inch, 297 mm
resolution 150 150:
  sender: OK, 1 page(s)
  arrived: 2292 rows at 98/inch, 594 mm
resolution none:
  sender: OK, 1 page(s)
  arrived: 2292 rows at 98/inch, 594 mm
resolution 300 300:
  sender: Far end cannot receive at the resolution of the image, 0 page(s)
E
echo "As recorded."
