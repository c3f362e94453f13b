#!/usr/bin/env bash
# Guess:    OCR stumbles over a received fax of standard resolution (204x98, dots twice as high as wide), and a PDF that
#           is made of it has the page's shape.
# Seen:     the other way round. tesseract reads all lines at 204x98 as at 204x196; but the searchable PDF that it
#           writes takes the vertical resolution for both directions: 1270x842 points, letters and page 2.08 times too
#           wide, at 204x391 a page of 318x842. tiff2pdf and OCRmyPDF keep the shape.
# Versions: tesseract 5.3.0, libtiff 4.5.0, OCRmyPDF 14.0.1, Ghostscript 10.0.0.
# Matters:  an archive of received faxes that is made searchable shows the standard ones distorted, while the text
#           behind them is right and no message says so.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_tesseract
want libtiff 4.5.0 "$(tiffinfo 2>&1 | sed -n '1s/.* Version //p' | tr -d ,)"
want OCRmyPDF 14.0.1+dfsg1 "$(ocrmypdf --version)"
cat > lines <<'E'
Transmission report of 12 November 2026
Recipient: City of Wuppertal, Building Office
Invoice 4711-2026, amount due 1,234.56 EUR
Please confirm receipt of these pages by phone
E
pdf text.pdf "BT /F 12 Tf 72 760 Td 30 TL $(sed 's/.*/(&) Tj T*/' lines) ET"
size() { pdfinfo "$1" | awk '/^Page size/ { printf "%.0f x %.0f", $3, $5 }'; }
for resolution in 204x196 204x98 204x391; do
  gs -q -sDEVICE=tiffg4 -r$resolution -o fax.tif text.pdf
  tesseract fax.tif read --psm 6 2> tesseract.log
  grep . read.txt > found || true
  tesseract fax.tif searchable pdf 2> tesseract.log
  tiff2pdf -o plain.pdf fax.tif
  ocrmypdf -q fax.tif ocr.pdf
  echo "$resolution: $(grep -cxFf lines found || true) of 4 lines read; tesseract $(size searchable.pdf)," \
    "tiff2pdf $(size plain.pdf), OCRmyPDF $(size ocr.pdf)"
done | tee seen.out
diff seen.out - <<'E'
204x196: 4 of 4 lines read; tesseract 635 x 842, tiff2pdf 610 x 842, OCRmyPDF 610 x 842
204x98: 4 of 4 lines read; tesseract 1270 x 842, tiff2pdf 610 x 842, OCRmyPDF 610 x 842
204x391: 4 of 4 lines read; tesseract 318 x 842, tiff2pdf 610 x 842, OCRmyPDF 610 x 842
E
echo "As recorded."
