#!/usr/bin/env bash
# Guess:    a sender's ident longer than the 20 characters of T.30 is cut, and blanks at its ends make no difference.
# Seen:     with 21 bytes nothing is cut: spandsp sends no ident at all, and the fax goes out OK. It counts bytes, so
#           19 characters with two umlauts are too many, and it does send the two bytes of an umlaut that fits, which
#           T.30 does not know. Leading blanks are gone at the far end, trailing ones arrive.
# Versions: libspandsp 0.0.6, libtiff 4.5.0.
# Matters:  the recipient's machine has no name to show; a far end's ident (RemoteTSI) must be trimmed before it is
#           compared.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/spandsp.sh"
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
compile blank.c -o blank
./blank
for ident in "12345678901234567890" "123456789012345678901" "Prüfstelle Süd GmbH" "Süd GmbH" "  ACME" "ACME  "; do
  echo "[$ident]"
  ./call page.tif in.tif "" "$ident" | grep -v sender
done | tee seen.out
diff seen.out - <<'E'
[12345678901234567890]
  t30_set_tx_ident returns 0
  receiver sees: [12345678901234567890]
[123456789012345678901]
  t30_set_tx_ident returns -1
  receiver sees: no ident
[Prüfstelle Süd GmbH]
  t30_set_tx_ident returns -1
  receiver sees: no ident
[Süd GmbH]
  t30_set_tx_ident returns 0
  receiver sees: [Süd GmbH]
[  ACME]
  t30_set_tx_ident returns 0
  receiver sees: [ACME]
[ACME  ]
  t30_set_tx_ident returns 0
  receiver sees: [ACME  ]
E
echo "As recorded."
