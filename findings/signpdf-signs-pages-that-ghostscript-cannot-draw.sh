#!/usr/bin/env bash
# Guess:    @signpdf's placeholder for plain PDF files adds a signature field to the first page; what it cannot read, it
#           refuses.
# Seen:     if the page's list of annotations is an object of its own, the page that is appended is broken: Ghostscript
#           draws no page at all, poppler complains and draws it. If a stamp stands in the list itself, it is gone in
#           both. Signing says nothing in either case, and pdfsig calls the signature valid and the total document
#           signed. The placeholder made with pdf-lib keeps pages and stamps.
# Versions: @signpdf/placeholder-plain, placeholder-pdf-lib, signer-p12 and signpdf 3.3.0, pdf-lib 1.17.1; Ghostscript
#           10.0.0, poppler 22.12.0.
# Matters:  the signed report is kept as evidence, and the fax made of it is empty, or lacks the stamp.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
want_ghostscript
want_poppler
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" @signpdf/placeholder-plain@3.3.0 \
  @signpdf/placeholder-pdf-lib@3.3.0 @signpdf/signer-p12@3.3.0 @signpdf/signpdf@3.3.0 pdf-lib@1.17.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj /CN=Test 2> openssl.log
openssl pkcs12 -export -inkey key.pem -in certificate.pem -out key.p12 -passout pass:changeit

stamp='<</Type/Annot/Subtype/Stamp/F 4/Rect[50 120 250 140]/AP<</N 8 0 R>>>>'
report() { # NAME ANNOTATIONS
  objects "$1.pdf" '<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots $2>>" \
    "$(content 'BT /F 12 Tf 20 20 Td (text) Tj ET')" '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>' "$stamp" \
    '[6 0 R]' "$(content 'BT /F 12 Tf 2 5 Td (stamp) Tj ET' \
      '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 5 0 R>>>>')"
}
report references '[6 0 R]'
report object '7 0 R'
report inline "[$stamp]"
cat > sign.mjs <<'E'
import fs from 'fs'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib'
import { P12Signer } from '@signpdf/signer-p12'
import signpdf from '@signpdf/signpdf'
import { PDFDocument } from 'pdf-lib'
const about = { reason: 'r', contactInfo: 'c', name: 'n', location: 'l' }
for (const name of ['references', 'object', 'inline']) {
  const pdfBuffer = fs.readFileSync(name + '.pdf')
  const pdfDoc = await PDFDocument.load(pdfBuffer)
  pdflibAddPlaceholder({ pdfDoc, ...about })
  const prepared = { plain: plainAddPlaceholder({ pdfBuffer, ...about }),
    'pdf-lib': Buffer.from(await pdfDoc.save({ useObjectStreams: false })) }
  for (const [how, file] of Object.entries(prepared)) {
    const signer = new P12Signer(fs.readFileSync('key.p12'), { passphrase: 'changeit' })
    fs.writeFileSync(`${name}-${how}.pdf`, await (signpdf.default ?? signpdf).sign(file, signer))
  }
}
E
node sign.mjs
for name in references object inline; do
  for how in '' -plain -pdf-lib; do
    file=$name$how.pdf
    gs -q -dPrinted=true -sDEVICE=txtwrite -o - "$file" > gs.out 2> gs.err || true
    drawn=$(sed "/Error:/d; /Output may be/d" gs.out | tr -d "\r")
    echo "$file: Ghostscript [$(xargs <<< "$drawn")]," \
      "poppler [$(pdftotext "$file" - 2> poppler.err | xargs)]$([ -z "$how" ] || pdfsig "$file" 2> pdfsig.err |
        sed -nE 's/^ *- Signature Validation: Signature is (.*)\.$/, \1/p; s/^ *- Total document.*/, total document/p' |
        tr -d '\n')"
  done
done | tee seen.out
diff seen.out - <<'E'
references.pdf: Ghostscript [stamp text], poppler [stamp text]
references-plain.pdf: Ghostscript [stamp text], poppler [stamp text], total document, Valid
references-pdf-lib.pdf: Ghostscript [stamp text], poppler [stamp text], total document, Valid
object.pdf: Ghostscript [stamp text], poppler [stamp text]
object-plain.pdf: Ghostscript [], poppler [stamp text], total document, Valid
object-pdf-lib.pdf: Ghostscript [stamp text], poppler [stamp text], total document, Valid
inline.pdf: Ghostscript [stamp text], poppler [stamp text]
inline-plain.pdf: Ghostscript [text], poppler [text], total document, Valid
inline-pdf-lib.pdf: Ghostscript [stamp text], poppler [stamp text], total document, Valid
E
echo "As recorded."
