#!/usr/bin/env bash
# Guess:    a TIFF directory that says that it is a reduced copy of another (NewSubfileType 1, as scanners and picture
#           tools write for a preview) is no page.
# Seen:     spandsp sends it. As wide as a page it is one page more; narrower it ends the call after the pages before
#           it, and as the first directory it ends the call without any page. tiff2pdf of the same libtiff sees no page
#           in it.
# Versions: libspandsp 0.0.6, libtiff 4.5.0.
# Matters:  a scan with a preview is charged and fails; number of pages is not number of directories.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/spandsp.sh"
cat > pages.c <<'E'
#include <stdlib.h>
#include <tiffio.h>
/* Arguments: widths; a width that begins with 0 is a reduced copy. */
int main(int argc, char **argv) {
    TIFF *t = TIFFOpen("pages.tif", "w");
    for (int i = 1; i < argc; i++) {
        static unsigned char row[216] = {0, 0xff};
        TIFFSetField(t, TIFFTAG_SUBFILETYPE, argv[i][0] == '0' ? FILETYPE_REDUCEDIMAGE : 0);
        TIFFSetField(t, TIFFTAG_IMAGEWIDTH, atoi(argv[i]));
        TIFFSetField(t, TIFFTAG_IMAGELENGTH, 300);
        TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 1);
        TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(t, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
        TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        TIFFSetField(t, TIFFTAG_XRESOLUTION, 204.0);
        TIFFSetField(t, TIFFTAG_YRESOLUTION, 196.0);
        TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        for (int y = 0; y < 300; y++) TIFFWriteScanline(t, row, y, 0);
        TIFFWriteDirectory(t);
    }
    TIFFClose(t);
}
E
compile pages.c -o pages
for widths in "1728 1728" "1728 01728" "1728 0216" "0216 1728"; do
  # shellcheck disable=SC2086
  ./pages $widths
  rm -f in.tif
  echo "directories $widths:"
  ./call pages.tif in.tif
  tiff2pdf -o pages.pdf pages.tif
  echo "  tiff2pdf: $(grep -ac '/Type /Page *$' pages.pdf) page(s)"
done | tee seen.out
diff seen.out - <<'E'
directories 1728 1728:
  sender: OK, 2 page(s)
  tiff2pdf: 2 page(s)
directories 1728 01728:
  sender: OK, 2 page(s)
  tiff2pdf: 1 page(s)
directories 1728 0216:
  sender: Far end cannot receive at the size of image, 1 page(s)
  tiff2pdf: 1 page(s)
directories 0216 1728:
  sender: Far end cannot receive at the size of image, 0 page(s)
  tiff2pdf: 1 page(s)
E
echo "As recorded."
