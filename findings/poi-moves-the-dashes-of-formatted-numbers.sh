#!/usr/bin/env bash
# Guess:    DataFormatter of Apache POI shows a cell as Excel does; that is what it is for.
# Seen:     literals within a number wander or vanish. With the format "2026-"0000 the invoice number 12 is 20001226-
#           instead of 2026-0012, with 0000"/2026" it is 00012/226, and with "Nr. "0000 it is Nr12,0000. A zero before
#           the number ("0"0), as people keep that of an area code, is left out: 20269555. 000 00000-000 makes
#           030 23125016- of a fax number, and 00.00.0000 loses its points. POI's other class, CellFormat, shows all
#           of them as SheetJS does. There is no exception; DataFormatter makes a java.text.DecimalFormat of them.
# Versions: Apache POI 5.4.1 (JDK 17); xlsx 0.18.5 (SheetJS) as the second reader.
# Matters:  fax and invoice numbers that programs read from Excel files of offices; without its zero, the area code is
#           another one or none.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers org.apache.poi:poi-ooxml:5.4.1
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" xlsx@0.18.5
cat > cells <<'L'
"2026-"0000;12
0000"/2026";12
"Nr. "0000;12
"0"0;20269555
\0#;20269555
000\ 00000\-000;3023125016
\(000\)\ 00000000;3023125016
"+49 "00\ 00000\-000;3023125016
00\.00\.0000;12112026
0000\-0000000;2026955501
L
# A workbook as Excel writes it: each cell has a style with a format of its own.
cat > write.js <<'J'
const sheet = require('xlsx')
const cells = require('fs').readFileSync('cells', 'utf8').trim().split('\n').map(line => line.split(';'))
const table = sheet.utils.aoa_to_sheet(cells.map(([format, number]) => [Number(number)]))
cells.forEach(([format], row) => { table['A' + (row + 1)].z = format })
sheet.writeFile({ SheetNames: ['Fax'], Sheets: { Fax: table } }, 'numbers.xlsx')
const read = sheet.readFile('numbers.xlsx').Sheets.Fax
require('fs').writeFileSync('sheetjs.out', cells.map((cell, row) => read['A' + (row + 1)].w + '\n').join(''))
J
node write.js
cat > Read.java <<'J'
import java.io.File;
import java.util.Locale;
import org.apache.poi.ss.format.CellFormat;
import org.apache.poi.ss.usermodel.*;
class Read {
    public static void main(String[] args) throws Exception {
        DataFormatter formatter = new DataFormatter(Locale.GERMANY);
        try (Workbook book = WorkbookFactory.create(new File("numbers.xlsx"), null, true)) {
            for (Row row : book.getSheetAt(0)) {
                Cell cell = row.getCell(0);
                System.out.println("seen: " + cell.getCellStyle().getDataFormatString() + " -> "
                        + formatter.formatCellValue(cell) + " | "
                        + CellFormat.getInstance(cell.getCellStyle().getDataFormatString()).apply(cell).text);
            }
        }
    }
}
J
java -cp 'lib/*' Read.java > read.log 2>&1 || { cat read.log >&2; exit 1; }
echo "DataFormatter of POI 5.4.1 | CellFormat | SheetJS:"
paste -d'|' <(sed -n 's/^seen: //p' read.log) sheetjs.out | sed 's/|\([^|]*\)$/ | \1/' | tee seen.out
diff seen.out - <<'D'
"2026-"0000 -> 20001226- | 2026-0012 | 2026-0012
0000"/2026" -> 00012/226 | 0012/2026 | 0012/2026
"Nr. "0000 -> Nr12,0000  | Nr. 0012 | Nr. 0012
"0"0 -> 20269555 | 020269555 | 020269555
\0# -> 20269555 | 020269555 | 020269555
000\ 00000\-000 -> 030 23125016- | 030 23125-016 | 030 23125-016
\(000\)\ 00000000 -> (03023125016)  | (030) 23125016 | (030) 23125016
"+49 "00\ 00000\-000 -> +49 30 23125016- | +49 30 23125-016 | +49 30 23125-016
00\.00\.0000 -> 12112026 | 12.11.2026 | 12.11.2026
0000\-0000000 -> 0202-6955501 | 0202-6955501 | 0202-6955501
D
echo "As recorded."
