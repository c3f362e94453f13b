#!/usr/bin/env bash
# Guess:    blanks that stand in a PDF as characters are kept by pdftotext, at least with -layout, which is said to keep
#           what stands where; numbers in columns stay apart.
# Seen:     where a line has nothing but single characters with one blank between them, as in "5 0 0 0", pdftotext takes
#           it for spaced letters and writes 5000, with -layout, too; "5 0  0 0" becomes 50 00, and columns that stand
#           10 points apart 5000. With a number of two digits or a word in the line, or a wider distance, all blanks
#           stay. -raw, mutool and PDFBox keep them.
# Versions: poppler 22.12.0 (pdftotext), mutool 1.21.1, PDFBox 3.0.8.
# Matters:  the line of totals of a small build is four such digits; a check of the PDF that is
#           sent, or its index, has 5000 tests and no count of failures.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_poppler
apt-get -qq -o APT::Sandbox::User=root download mupdf-tools=1.21.1+ds2-1+deb12u1 lib{mujs2,gumbo1,jbig2dec0} ||
  { echo "mutool 1.21.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.pdfbox:pdfbox-app:3.0.8 -DoutputDirectory="$work" > maven.log
names=()
title='BT /F 11 Tf 72 760 Td (Tests, failures, errors, skipped:) Tj 0 -16 Td'
line() { names+=("$1"); pdf "$1.pdf" "$title ($2) Tj ET"; }
cells() { # NAME DISTANCE: the four numbers in columns
  local name=$1 distance=$2 number text=$title
  names+=("$name")
  for number in 5 0 0 0; do text+=" ($number) Tj $distance 0 Td"; done
  pdf "$name.pdf" "$text ET"
}
line blanks '5 0 0 0'
line two-blanks '5  0  0  0'
line two-digits '12 0 0 0'
line with-a-word 'sum 5 0 0 0'
line unequal '5 0  0 0'
for distance in 10 12 20; do cells "columns-$distance" $distance; done
shown() { tr '\f' '\n' | sed '/^Tests/d; s/  */ /g; s/ *$//' | grep . | paste -sd/; }
for name in "${names[@]}"; do
  echo "$name: pdftotext $(pdftotext $name.pdf - | shown) | -layout $(pdftotext -layout $name.pdf - | shown) |" \
    "-raw $(pdftotext -raw $name.pdf - | shown) |" \
    "mutool $(LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -F text $name.pdf \
    2> mutool.log | shown) |" \
    "PDFBox $(java -jar pdfbox-app-3.0.8.jar export:text -console -i $name.pdf 2> pdfbox.log | sed 1d | shown)"
done | tee seen.out
diff seen.out - <<'E'
blanks: pdftotext 5000 | -layout 5000 | -raw 5 0 0 0 | mutool 5 0 0 0 | PDFBox 5 0 0 0
two-blanks: pdftotext 5 0 0 0 | -layout 5 0 0 0 | -raw 5 0 0 0 | mutool 5 0 0 0 | PDFBox 5 0 0 0
two-digits: pdftotext 12 0 0 0 | -layout 12 0 0 0 | -raw 12 0 0 0 | mutool 12 0 0 0 | PDFBox 12 0 0 0
with-a-word: pdftotext sum 5 0 0 0 | -layout sum 5 0 0 0 | -raw sum 5 0 0 0 | mutool sum 5 0 0 0 | PDFBox sum 5 0 0 0
unequal: pdftotext 50 00 | -layout 50 00 | -raw 5 0 0 0 | mutool 5 0 0 0 | PDFBox 5 0 0 0
columns-10: pdftotext 5000 | -layout 5000 | -raw 5 0 0 0 | mutool 5 0 0 0 | PDFBox 5 0 0 0
columns-12: pdftotext 5 0 0 0 | -layout 5 0 0 0 | -raw 5 0 0 0 | mutool 5 0 0 0 | PDFBox 5 0 0 0
columns-20: pdftotext 5 0 0 0 | -layout 5 0 0 0 | -raw 5 0 0 0 | mutool 5/0/0/0 | PDFBox 5 0 0 0
E
echo "As recorded."
