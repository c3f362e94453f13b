#!/usr/bin/env bash
# Guess:    what must not be broken and is longer than a page is broken all the same, or is cut at the end of the page;
#           pdfmake breaks everything else.
# Seen:     it is not there at all: 40 lines marked unbreakable, a table row of 40 lines with dontBreakRows and 25 rows
#           that repeat as header leave blank paper, without an error. Of a header or footer of ten lines the one line
#           that fits into the margin is printed. Without the marks all lines are there.
# Versions: pdfmake 0.3.11 (Node.js 20), poppler 22.12.0 reads the results.
# Matters:  a failure with a stack trace longer than a page, in a row that should stay together, is missing from the
#           fax, and all smaller ones are there.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_poppler
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pdfmake@0.3.11
cat > make.mjs <<'E'
import { createRequire } from 'node:module';
const pdfmake = createRequire(import.meta.url)('pdfmake');
pdfmake.setFonts({ Helvetica: { normal: 'Helvetica' } });
const lines = count => Array.from({ length: count }, (_, i) => 'line' + (i + 1));
const table = options => [{ table: { body: [[{ stack: lines(40) }, 'x']], ...options } }];
const documents = {
  'block': { content: [{ stack: lines(40) }] },
  'block, unbreakable': { content: [{ stack: lines(40), unbreakable: true }] },
  'short block, unbreakable': { content: [{ stack: lines(10), unbreakable: true }] },
  'row': { content: table({}) },
  'row, dontBreakRows': { content: table({ dontBreakRows: true }) },
  'rows': { content: [{ table: { body: lines(25).map(line => [line]) } }] },
  'rows, headerRows': { content: [{ table: { body: [...lines(25).map(line => [line]), ['last']], headerRows: 25 } }] },
  'header': { header: { stack: lines(10) }, content: [] },
  'footer': { footer: { stack: lines(10) }, content: [] },
};
for (const [name, { content, ...others }] of Object.entries(documents)) {
  await pdfmake.createPdf({
    pageSize: { width: 300, height: 300 }, pageMargins: 20, defaultStyle: { font: 'Helvetica', fontSize: 12 },
    content: ['before', ...content, 'after'], ...others,
  }).write(name + '.pdf');
}
process.exit(0);
E
node make.mjs > make.log 2>&1 || { cat make.log >&2; exit 1; }
for name in block 'block, unbreakable' 'short block, unbreakable' row 'row, dontBreakRows' rows 'rows, headerRows' \
  header footer; do
  pdftotext -raw "$name.pdf" words
  echo "$name: $(pdfinfo "$name.pdf" | sed -n 's/^Pages: *//p') page(s)," \
    "$({ grep -oE 'line[0-9]+' words || true; } | sort -u | wc -l) lines," \
    "before and after: $({ grep -oE 'before|after' words || true; } | xargs)"
done | tee seen.out
diff seen.out - <<'E'
block: 2 page(s), 40 lines, before and after: before after
block, unbreakable: 2 page(s), 0 lines, before and after: before after
short block, unbreakable: 1 page(s), 10 lines, before and after: before after
row: 2 page(s), 40 lines, before and after: before after
row, dontBreakRows: 2 page(s), 0 lines, before and after: before after
rows: 2 page(s), 25 lines, before and after: before after
rows, headerRows: 2 page(s), 0 lines, before and after: before after
header: 1 page(s), 1 lines, before and after: before after
footer: 1 page(s), 1 lines, before and after: before after
E
echo "As recorded."
