#!/usr/bin/env bash
# Guess:    pdftotext writes down what stands on the page. A hyphen at the end of a line may belong to a word that is
#           divided; between digits it is never such a one, so it stays, or nothing is joined at all.
# Seen:     by default the hyphen goes and the next line is joined, whatever stands beside it: builds 2019-2026 are
#           20192026, pages 3-4 are 34, 2026-11-30 is 2026-1130, extension 016 is part of the number. -layout,
#           -raw, mutool and PDFBox keep the hyphen and the end of the line.
# Versions: poppler 22.12.0 (pdftotext), mutool 1.21.1, PDFBox 3.0.8.
# Matters:  checks in a pipeline grep the text of a report, and archives index it: they find numbers that no page has,
#           and miss those that are there, depending on where a line ended. Use -layout or -raw.
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
lines() { pdf "$1.pdf" "BT /F 12 Tf 15 TL 72 760 Td ($2) Tj T* ($3) Tj ET"; }
lines builds 'All of the builds 2019-' '2026 were tested.'
lines pages 'This is shown on pages 3-' '4 of the report.'
lines date 'Valid until 2026-11-' '30 at noon.'
lines fax 'Send it to 030 23125-' '016, please.'
shown() { tr '\n\f' '/ ' | sed 's:[/ ]*$::'; }
for name in builds pages date fax; do
  echo "$name: $(pdftotext $name.pdf - | shown)"
  for option in -layout -raw; do echo "  $option: $(pdftotext $option $name.pdf - | shown)"; done
  echo "  mutool: $(LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/mutool draw -q -F text $name.pdf \
    2> mutool.log | shown)"
  echo "  PDFBox: $(java -jar pdfbox-app-3.0.8.jar export:text -console -i $name.pdf 2> pdfbox.log |
    grep -v '^The encoding parameter' | shown)"
done | tee seen.out
diff seen.out - <<'E'
builds: All of the builds 20192026 were tested.
  -layout: All of the builds 2019-/2026 were tested.
  -raw: All of the builds 2019-/2026 were tested.
  mutool: All of the builds 2019-/2026 were tested.
  PDFBox: All of the builds 2019-/2026 were tested.
pages: This is shown on pages 34 of the report.
  -layout: This is shown on pages 3-/4 of the report.
  -raw: This is shown on pages 3-/4 of the report.
  mutool: This is shown on pages 3-/4 of the report.
  PDFBox: This is shown on pages 3-/4 of the report.
date: Valid until 2026-1130 at noon.
  -layout: Valid until 2026-11-/30 at noon.
  -raw: Valid until 2026-11-/30 at noon.
  mutool: Valid until 2026-11-/30 at noon.
  PDFBox: Valid until 2026-11-/30 at noon.
fax: Send it to 030 23125016, please.
  -layout: Send it to 030 23125-/016, please.
  -raw: Send it to 030 23125-/016, please.
  mutool: Send it to 030 23125-/016, please.
  PDFBox: Send it to 030 23125-/016, please.
E
echo "As recorded."
