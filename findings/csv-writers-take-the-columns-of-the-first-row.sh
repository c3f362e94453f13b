#!/usr/bin/env bash
# Guess:    of objects with different fields a CSV writer makes a table with all of them, or it refuses.
# Seen:     five of eight take the fields of the first object for the columns and drop all others without a word: the
#           first fax was delivered and has no cause, so no cause of a failure is in the file, whatever follows. Only
#           json2csv, d3-dsv and SheetJS have every column. csv-stringify and objects-to-csv also write false as an
#           empty cell, and true as 1: "not delivered" and "not known" look alike.
# Versions: papaparse 5.7.1, csv-stringify 6.9.0, fast-csv 5.0.8, objects-to-csv 1.3.6, export-to-csv 1.5.0,
#           json2csv 5.0.7, d3-dsv 3.0.2, xlsx 0.18.5 (Node.js 20).
# Matters:  a journal of faxes that is written so lacks just what has to be proved: why one did not arrive.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" papaparse@5.7.1 csv-stringify@6.9.0 \
  fast-csv@5.0.8 objects-to-csv@1.3.6 export-to-csv@1.5.0 json2csv@5.0.7 d3-dsv@3.0.2 xlsx@0.18.5
cat > write.mjs <<'E'
import papa from 'papaparse'
import { stringify } from 'csv-stringify/sync'
import fast from 'fast-csv'
import Objects from 'objects-to-csv'
import { mkConfig, generateCsv, asString } from 'export-to-csv'
import { parse } from 'json2csv'
import { csvFormat } from 'd3-dsv'
import sheet from 'xlsx'
const faxes = [{ fax: '+493023125016', sent: true }, { fax: '+493023125017', sent: false, cause: 'busy' }]
const show = (name, text) =>
  console.log(name + ': ' + text.replace(/^\uFEFF/, '').replace(/"/g, '').trim().split(/\r?\n/).join(' / '))
show('papaparse', papa.unparse(faxes))
show('csv-stringify', stringify(faxes, { header: true }))
show('fast-csv', await fast.writeToString(faxes, { headers: true }))
show('objects-to-csv', await new Objects(faxes).toString())
show('export-to-csv', asString(generateCsv(mkConfig({ useKeysAsHeaders: true }))(faxes)))
show('json2csv', parse(faxes))
show('d3-dsv', csvFormat(faxes))
show('xlsx', sheet.utils.sheet_to_csv(sheet.utils.json_to_sheet(faxes)))
E
node write.mjs | tee seen.out
diff seen.out - <<'E'
papaparse: fax,sent / +493023125016,true / +493023125017,false
csv-stringify: fax,sent / +493023125016,1 / +493023125017,
fast-csv: fax,sent / +493023125016,true / +493023125017,false
objects-to-csv: fax,sent / +493023125016,1 / +493023125017,
export-to-csv: fax,sent / +493023125016,TRUE / +493023125017,FALSE
json2csv: fax,sent,cause / +493023125016,true, / +493023125017,false,busy
d3-dsv: fax,sent,cause / +493023125016,true, / +493023125017,false,busy
xlsx: fax,sent,cause / +493023125016,TRUE, / +493023125017,FALSE,busy
E
echo "As recorded."
