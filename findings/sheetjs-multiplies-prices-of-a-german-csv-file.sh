#!/usr/bin/env bash
# Guess:    SheetJS reads a CSV file with semicolons as Excel does; what looks like a number loses zeros at worst.
# Seen:     it reads with American eyes whatever separates the cells: the price 1,50 is 150, 11.12.2026 the 12th of
#           November while 29.11.2026 stays a text, the extension 089-12 the first of December 1989 and 2/30/23 the 2nd
#           of March. A fax number whose area code is in brackets is negative, (030)23125016 becomes -3023125016, and a
#           21-digit id loses its end. A file is split at its commas if its beginning has as many of them as semicolons,
#           so that the number ends up within another cell. Option raw: true helps, except for the separator, which
#           option FS sets. Papa Parse keeps all cells as they are; but it takes the comma, and reports that it does,
#           if the file has one row and ends with its line, unless skipEmptyLines is set.
# Versions: xlsx 0.18.5, papaparse 5.7.1 (Node.js 20).
# Matters:  lists of recipients with numbers, dates to send at and limits of cost; the limit is a hundred times as high.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" xlsx@0.18.5 papaparse@5.7.1
cat > read.js <<'E'
const sheet = require('xlsx')
const papa = require('papaparse')
const sheetJs = (text, options) => sheet.utils.sheet_to_json(
  sheet.read(text, { type: 'string', cellDates: true, ...options }).Sheets.Sheet1, { header: 1 })
const shown = value => value instanceof Date
  ? 'date ' + [value.getFullYear(), value.getMonth() + 1, value.getDate()].join('-') : JSON.stringify(value)
for (const cell of ['1,50', '11.12.2026', '29.11.2026', '(030)23125016', '089-12', '2/30/23', '030 23125-016',
  '493023125016123456789']) {
  const text = 'Name;Fax\nBerg;' + cell + '\n'
  const rows = [sheetJs(text), sheetJs(text, { raw: true }), papa.parse(text, { skipEmptyLines: true }).data]
  console.log(cell + ': ' + rows.map(table => shown(table[1][1])).join(' | '))
}
const texts = 'Firma;Fax;Betreff\n' +
  'Berg, Bau;030 23125-016;Angebot, Preise, Muster\n' +
  'Tal, Bau;030 23125-017;Angebot, Preise, Muster\n'
for (const options of [{ raw: true }, { raw: true, FS: ';' }]) console.log(JSON.stringify(sheetJs(texts, options)[1]))
const one = papa.parse('Name;Fax\nBerg;030 23125-016\n')
console.log(JSON.stringify(one.data[1]) + ' ' + one.errors[0].code)
E
echo "xlsx 0.18.5 | the same with raw: true | papaparse 5.7.1:"
TZ=UTC node read.js | tee seen.out
diff seen.out - <<'E'
1,50: 150 | "1,50" | "1,50"
11.12.2026: date 2026-11-12 | "11.12.2026" | "11.12.2026"
29.11.2026: "29.11.2026" | "29.11.2026" | "29.11.2026"
(030)23125016: -3023125016 | "(030)23125016" | "(030)23125016"
089-12: date 1989-12-1 | "089-12" | "089-12"
2/30/23: date 2023-3-2 | "2/30/23" | "2/30/23"
030 23125-016: "030 23125-016" | "030 23125-016" | "030 23125-016"
493023125016123456789: 493023125016123500000 | "493023125016123456789" | "493023125016123456789"
["Berg"," Bau;030 23125-016;Angebot"," Preise"," Muster"]
["Berg, Bau","030 23125-016","Angebot, Preise, Muster"]
["Berg;030 23125-016"] UndetectableDelimiter
E
echo "As recorded."
