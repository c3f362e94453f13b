#!/usr/bin/env bash
# Guess:    the header line that a fax engine prints takes UTF-8 or Latin-1, or leaves out what it cannot print.
# Seen:     spandsp draws each byte with the glyph that an IBM PC of 1981 had for it: UTF-8 "ü" becomes box corners,
#           Latin-1 "Ä" a rule across the whole cell. Only byte 0x81 prints as "ü".
# Versions: libspandsp 0.0.6, libtiff 4.5.0.
# Matters:  a sender's name with umlauts, printed on top of every page that reaches the recipient, needs ue and ae.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/spandsp.sh"
cat > show.c <<'E'
#include <stdio.h>
#include <tiffio.h>
/* The header line's five cells of 16x32 dots from column 384 on, every second dot, '#' for black. */
int main(int argc, char **argv) {
    unsigned char row[4096];
    TIFF *t = TIFFOpen(argv[1], "r");
    for (int y = 0; y < 32; y++) {
        TIFFReadScanline(t, row, y, 0);
        if (y % 2) continue;
        printf("  ");
        for (int x = 384; x < 464; x += 2) putchar(row[x / 8] >> (7 - x % 8) & 1 ? '#' : '.');
        putchar('\n');
    }
}
E
cat > blank.c <<'E'
#include <tiffio.h>
int main(void) {
    unsigned char row[216] = {0};
    TIFF *t = TIFFOpen("page.tif", "w");
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, 1728);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, 100);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(t, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(t, TIFFTAG_XRESOLUTION, 204.0);
    TIFFSetField(t, TIFFTAG_YRESOLUTION, 196.0);
    TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    for (int y = 0; y < 100; y++) TIFFWriteScanline(t, row, y, 0);
    TIFFClose(t);
}
E
compile show.c -o show
compile blank.c -o blank
./blank
./call page.tif in.tif "$(printf 'u\x81\xc3\xbc\xc4')"
echo "header of the bytes 75 (u), 81, C3 BC (ü in UTF-8), C4 (Ä in Latin-1):"
./show in.tif | tee seen.out
diff seen.out - <<'E'
  ...................##.....##.##.........
  ...................##.....##.##.........
  .........##..##....##.....##.##.........
  .........##..##....##.....##.##.........
  ...................##.....##.##.........
  .##..##..##..##....##...####.##.........
  .##..##..##..##....##........##.........
  .##..##..##..##....############.########
  .##..##..##..##....##...................
  .##..##..##..##....##...................
  .##..##..##..##....##...................
  ..###.##..###.##...##...................
  ...................##...................
  ...................##...................
  ...................##...................
  ...................##...................
E
echo "As recorded."
