#!/usr/bin/env bash
# Guess:    a PNG picture with transparent parts is the same in a PDF as in a browser, however many bits its dots have.
# Seen:     of a picture with up to 16 colours and transparency, the form that optimizers give to charts, pdfkit prints
#           the upper half, with up to 4 colours the upper quarter; the rest is white. A grey picture whose white is
#           transparent, such as a scanned signature, is white all over. pdf-lib and jsPDF print these, and print the
#           black that a picture declares as transparent.
# Versions: pdfkit 0.17.2, pdf-lib 1.17.1, jspdf 3.0.3 (Node.js 20), seen by Ghostscript 10.0.0 and poppler 22.12.0.
# Matters:  the chart or the signature of a report is missing on the fax, or a black box covers it, without a warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdfkit@0.17.2 pdf-lib@1.17.1 jspdf@3.0.3
cat > draw.js <<'E'
const { createWriteStream, writeFileSync } = require('fs'), { crc32, deflateSync } = require('zlib')
const Pdfkit = require('pdfkit'), { PDFDocument } = require('pdf-lib'), { jsPDF } = require('jspdf')
function chunk (type, data) {
  const body = Buffer.concat([Buffer.from(type), data]), frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
/** 64 dots square, the left half black: the lowest value of a grey picture, the first colour of a palette. */
function png (bits, isPalette, transparent) {
  const header = Buffer.from([0, 0, 0, 64, 0, 0, 0, 64, bits, isPalette ? 3 : 0, 0, 0, 0])
  const half = 64 * bits / 16, right = isPalette ? [0, 0x55, 0x11, 0x01][Math.log2(bits)] || 0xff : 0xff
  const row = Buffer.concat([Buffer.alloc(1 + half), Buffer.alloc(half, right)])
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    isPalette ? chunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255])) : Buffer.alloc(0),
    transparent ? chunk('tRNS', Buffer.from(transparent)) : Buffer.alloc(0),
    chunk('IDAT', deflateSync(Buffer.concat(Array(64).fill(row)))), chunk('IEND', Buffer.alloc(0))])
}
const pictures = [png(2, true), png(2, true, [255, 0]), png(4, true, [255, 0]), png(8, true, [255, 0]), png(8, false),
  png(8, false, [0, 255]), png(8, false, [0, 0])]
async function draw () {
  const kit = new Pdfkit({ size: [64, 64], margin: 0, autoFirstPage: false })
  const lib = await PDFDocument.create()
  const js = new jsPDF({ unit: 'pt', format: [64, 64] })
  kit.pipe(createWriteStream('pdfkit.pdf'))
  for (const [i, picture] of pictures.entries()) {
    kit.addPage()
    kit.image(picture, 0, 0, { width: 64, height: 64 })
    lib.addPage([64, 64]).drawImage(await lib.embedPng(picture), { width: 64, height: 64 })
    if (i) js.addPage([64, 64])
    js.addImage(new Uint8Array(picture), 'PNG', 0, 0, 64, 64)
  }
  kit.end()
  writeFileSync('pdf-lib.pdf', await lib.save())
  writeFileSync('jspdf.pdf', Buffer.from(js.output('arraybuffer')))
}
draw()
E
cat > share.js <<'E'
const { readFileSync } = require('fs')
const kinds = ['4 colours', '4 colours, white transparent', '16 colours, white transparent',
  '256 colours, white transparent', 'grey', 'grey, white transparent', 'grey, black transparent']
for (const [i, kind] of kinds.entries()) {
  const share = file => readFileSync(file).subarray(-4096).filter(dot => dot < 128).length / 20.48
  console.log(`${process.argv[2]}: ${kind}: ${share(`gs${i + 1}.pgm`)} % by Ghostscript, ` +
    `${share(`poppler-${i + 1}.pgm`)} % by poppler`)
}
E
node draw.js
for program in pdfkit pdf-lib jspdf; do
  gs -q -dBATCH -dNOPAUSE -sDEVICE=pgmraw -r72 -o gs%d.pgm "$program.pdf"
  pdftoppm -gray -r 72 "$program.pdf" poppler
  node share.js "$program"
done | tee seen.out
diff seen.out - <<'E'
pdfkit: 4 colours: 100 % by Ghostscript, 100 % by poppler
pdfkit: 4 colours, white transparent: 25 % by Ghostscript, 25 % by poppler
pdfkit: 16 colours, white transparent: 50 % by Ghostscript, 50 % by poppler
pdfkit: 256 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
pdfkit: grey: 100 % by Ghostscript, 100 % by poppler
pdfkit: grey, white transparent: 0 % by Ghostscript, 0 % by poppler
pdfkit: grey, black transparent: 0 % by Ghostscript, 0 % by poppler
pdf-lib: 4 colours: 100 % by Ghostscript, 100 % by poppler
pdf-lib: 4 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
pdf-lib: 16 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
pdf-lib: 256 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
pdf-lib: grey: 100 % by Ghostscript, 100 % by poppler
pdf-lib: grey, white transparent: 100 % by Ghostscript, 100 % by poppler
pdf-lib: grey, black transparent: 100 % by Ghostscript, 100 % by poppler
jspdf: 4 colours: 100 % by Ghostscript, 100 % by poppler
jspdf: 4 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
jspdf: 16 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
jspdf: 256 colours, white transparent: 100 % by Ghostscript, 100 % by poppler
jspdf: grey: 100 % by Ghostscript, 100 % by poppler
jspdf: grey, white transparent: 100 % by Ghostscript, 100 % by poppler
jspdf: grey, black transparent: 100 % by Ghostscript, 100 % by poppler
E
echo "As recorded."
