#!/usr/bin/env bash
# Guess:    what does not fit into a text field of JasperReports is cut at the end of a word, and one sees that it was;
#           an amount is printed whole or not at all.
# Seen:     by default a field prints the part of its value that fits into its lines, and nothing tells: 1.234.567,89 is
#           1.234.56, 12.11.2026 is 12.11.2 or 12.11.20, 030/23125-016 is 030/23125- and "nicht bestanden" is
#           "nicht". A box of 11 points prints nothing of text of 10 points. The export has no warning.
#           textAdjust="StretchHeight" prints all, over two lines, "ScaleFont" in smaller type.
# Versions: JasperReports 7.0.3 with its PDF exporter; poppler 22.12.0 reads the text.
# Matters:  amounts, dates, fax numbers and verdicts of reports that were laid out with shorter ones; what is printed
#           looks valid.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
drivers net.sf.jasperreports:jasperreports:7.0.3 net.sf.jasperreports:jasperreports-pdf:7.0.3
y=0
fields=''
field() { # WIDTH HEIGHT MORE EXPRESSION
  fields+="<element kind=\"textField\" x=\"0\" y=\"$y\" width=\"$1\" height=\"$2\" $3>"
  fields+="<expression><![CDATA[\"$y: \"]]></expression></element>"
  fields+="<element kind=\"textField\" x=\"200\" y=\"$y\" width=\"$1\" height=\"$2\" $3>"
  fields+="<expression><![CDATA[$4]]></expression></element>"
  y=$((y + 40))
}
amount='pattern="#,##0.00"'
field 50 14 "$amount" 'new java.math.BigDecimal("12.5")'
field 50 14 "$amount" 'new java.math.BigDecimal("1234567.89")'
field 50 14 "$amount" 'new java.math.BigDecimal("123456789012.34")'
field 50 14 "$amount textAdjust=\"StretchHeight\"" 'new java.math.BigDecimal("1234567.89")'
field 50 14 "$amount textAdjust=\"ScaleFont\"" 'new java.math.BigDecimal("1234567.89")'
field 40 14 '' '"12.11.2026"'
field 60 14 '' '"030/23125-016"'
field 45 14 '' '"nicht bestanden"'
field 90 12 '' '"12 points high"'
field 90 11 '' '"11 points high"'
cat > r.jrxml <<J
<jasperReport name="r" language="java" pageWidth="595" pageHeight="842" columnWidth="555" leftMargin="20"
 rightMargin="20" topMargin="20" bottomMargin="20"><detail><band height="$y">$fields</band></detail></jasperReport>
J
cat > Report.java <<'J'
import java.util.*;
import net.sf.jasperreports.engine.*;
class Report {
    public static void main(String[] args) throws Exception {
        JasperReport report = JasperCompileManager.compileReport("r.jrxml");
        JasperPrint print = JasperFillManager.fillReport(report,
                new HashMap<>(Map.of(JRParameter.REPORT_LOCALE, Locale.GERMANY)), new JREmptyDataSource());
        JasperExportManager.exportReportToPdfFile(print, "r.pdf");
    }
}
J
java -cp 'lib/*' Report.java > report.log 2>&1 || { cat report.log >&2; exit 1; }
echo "JasperReports 7.0.3, warnings: $(grep -ciE 'warn|trunc' report.log || true)"
for ((i = 0; i < y; i += 40)); do
  pdftotext -layout -x 215 -y $((i + 18)) -W 300 -H 38 r.pdf - | xargs | sed 's/^$/nothing/'
done | tee seen.out
diff seen.out - <<'D'
12,50
1.234.56
123.456.
1.234.567, 89
1.234.567,89
12.11.2
030/23125-
nicht
12 points high
nothing
D
echo "As recorded."
