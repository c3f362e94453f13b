#!/usr/bin/env bash
# Guess:    a reader of PDF files that takes a Buffer of Node.js reads the bytes of that Buffer.
# Seen:     Node.js cuts Buffers of less than 4 KiB from one piece of memory; pdf2json, pdfreader and pdf-parse 1.1.1
#           read from the beginning of that piece: of six one-page receipts the fourth has the text of the third, the
#           sixth that of the fifth, without an error; others end with an error. The same receipts as Uint8Array, or
#           of more than 4 KiB, are read right. pdf-parse 2.4.5 reads all of them right.
# Versions: pdf2json 4.0.3, pdfreader 3.0.8, pdf-parse 1.1.1 and 2.4.5, pdf-lib 1.17.1 (Node.js 20).
# Matters:  a receipt of one page is smaller than 4 KiB: a step that reads the receipts of ten faxes takes the text of a
#           delivered one for that of a failed one. Tests with one file, or with a large one, never see it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdf-lib@1.17.1 pdf2json@4.0.3 \
  pdfreader@3.0.8 pdf-parse-1@npm:pdf-parse@1.1.1 pdf-parse-2@npm:pdf-parse@2.4.5
cat > read.mjs <<'E'
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { PDFDocument } from 'pdf-lib';
import PDFParser from 'pdf2json';
import { PdfReader } from 'pdfreader';
import { PDFParse } from 'pdf-parse-2';
const pdfParse = createRequire(import.meta.url)('pdf-parse-1/lib/pdf-parse.js');

/** A page with one word and fingerprints of pages: of 28 lines it has 2.8 KB, of 60 lines more than 4 KiB. */
async function receipt(word, lines) {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  page.drawText(word, { x: 72, y: 760, size: 12 });
  for (let i = 0; i < lines; i++) {
    const fingerprint = createHash('sha256').update(word + i).digest('hex').toUpperCase();
    page.drawText(fingerprint, { x: 72, y: 740 - 12 * i, size: 9 });
  }
  return document.save({ useObjectStreams: false });
}
const readers = {
  pdf2json: buffer => new Promise((resolve, reject) => {
    const parser = new PDFParser(null, true);
    parser.on('pdfParser_dataError', error => reject(error.parserError));
    parser.on('pdfParser_dataReady', () => resolve(parser.getRawTextContent()));
    parser.parseBuffer(buffer, 0);
  }),
  pdfreader: buffer => new Promise((resolve, reject) => {
    let text = '';
    new PdfReader().parseBuffer(buffer, (error, item) => {
      if (error) reject(error);
      else if (!item) resolve(text);
      else if (item.text) text += item.text + ' ';
    });
  }),
  'pdf-parse-1': async buffer => (await pdfParse(buffer)).text,
  'pdf-parse-2': async buffer => (await new PDFParse({ data: buffer }).getText()).text,
};
const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const [reader, way] = process.argv.slice(2);
const buffers = [];
for (const word of words) {
  const bytes = await receipt(word, way === 'large' ? 60 : 28);
  buffers.push(way === 'Uint8Array' ? new Uint8Array(bytes) : Buffer.from(bytes));
}
const seen = [];
for (const buffer of buffers) {
  try {
    const found = (await readers[reader](buffer)).match(/(?<![a-z])[a-z]{5,6}(?![a-z])/);
    seen.push(found ? found[0] : 'nothing');
  } catch (error) {
    seen.push('error');
  }
}
process.stderr.write(`seen: ${seen.join(', ')}\n`);
process.exit(0);
E
for reader in pdf2json pdfreader pdf-parse-1 pdf-parse-2; do
  for way in small large Uint8Array; do
    node read.mjs $reader $way > node.out 2> node.log
    seen=$(sed -n 's/^seen: //p' node.log)
    echo "$reader, $way: $seen" >&2
    case $seen in
      'first, second, third, fourth, fifth, sixth') echo "$reader, $way: each its own text" ;;
      *third,\ third*|*fifth,\ fifth*|*first,\ first*) echo "$reader, $way: the text of another file" ;;
      *) echo "$reader, $way: errors" ;;
    esac
  done
done | tee seen.out
diff seen.out - <<'E'
pdf2json, small: the text of another file
pdf2json, large: each its own text
pdf2json, Uint8Array: each its own text
pdfreader, small: the text of another file
pdfreader, large: each its own text
pdfreader, Uint8Array: each its own text
pdf-parse-1, small: the text of another file
pdf-parse-1, large: each its own text
pdf-parse-1, Uint8Array: each its own text
pdf-parse-2, small: each its own text
pdf-parse-2, large: each its own text
pdf-parse-2, Uint8Array: each its own text
E
echo "As recorded."
