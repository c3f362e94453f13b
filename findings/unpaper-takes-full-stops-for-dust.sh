#!/usr/bin/env bash
# Guess:    cleaning a received fax with unpaper before it is read by OCR removes specks and leaves what is printed.
# Seen:     its noise filter takes every group of four black dots or fewer for dust. At fine resolution that is each
#           full stop, and some dots of i, of Helvetica in 7 and 8 points: 1.250,00 is 1 250,00, 3.5 is 3 5. At standard
#           resolution it is each full stop up to 10 points. The options are those of OCRmyPDF's --clean. Nothing is
#           lost with --no-noisefilter. Exit 0, no message.
# Versions: unpaper 7.0.0 (Debian 7.0.0-0.1), options as in OCRmyPDF 14.0.1; Ghostscript 10.0.0 draws the lines.
# Matters:  decimal points, dates and versions of reports in small print; what is read from the file is another number,
#           and a picture that is archived in this state has no trace of it.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
mkdir -p debs/partial
apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
  -o Dir::Cache::archives="$work/debs" install unpaper=7.0.0-0.1 > apt.log 2>&1 ||
  { echo "unpaper 7.0.0-0.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in debs/*.deb; do dpkg -x "$package" root; done
unpaper() {
  LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/unpaper --overwrite --layout none --mask-scan-size 100 \
    --no-border-align --no-mask-center --no-grayfilter --no-blackfilter --no-deskew "$@" > unpaper.log 2>&1
}
# A page with five equal lines; the characters that follow are left white.
page() { # FILE SIZE RESOLUTION WHITE
  gs -q -sDEVICE=pbmraw -sPAPERSIZE=a4 -r"$3" -o "$1" -c "/Helvetica $2 selectfont /white ($4) def
    0 1 4 { 30 mul 600 add 60 exch moveto
      (Summe 1.250,00 EUR, Anteil 3.5 Prozent, Version 2.10.1 vom 12.11.2026)
      { 1 string dup 0 4 -1 roll put dup white exch search { pop pop pop 1 } { pop 0 } ifelse setgray show } forall
    } for showpage"
}
dots() { # FILE...: how many dots are black in all files
  python3 - "$@" <<'P'
import re, sys
def read(name):
    data = open(name, 'rb').read()
    return int.from_bytes(data[re.match(rb'P4\s+(#[^\n]*\n\s*)*\d+\s+\d+\s', data).end():], 'big')
black = read(sys.argv[1])
for name in sys.argv[2:]:
    black &= read(name)
print(bin(black).count('1'))
P
}
for print in '7 204x196' '8 204x196' '9 204x196' '8 204x98' '10 204x98' '12 204x98'; do
  read -r size resolution <<< "$print"
  page all.pbm $size $resolution ''
  page rest.pbm $size $resolution .
  page stops.pbm $size $resolution 'SumeE0123456789,UR AntilProzVsov'
  unpaper all.pbm cleaned.pbm
  echo "$resolution, $size points: $(dots cleaned.pbm stops.pbm) of $(dots stops.pbm) dots of the full stops are" \
    "left, $(dots cleaned.pbm rest.pbm) of $(dots rest.pbm) of the rest"
  [ "$print" != '8 204x98' ] || { unpaper --no-noisefilter all.pbm kept.pbm
    echo "the same without the filter: $(dots kept.pbm stops.pbm), $(dots kept.pbm rest.pbm)"; }
done | tee seen.out
diff seen.out - <<'D'
204x196, 7 points: 0 of 120 dots of the full stops are left, 12010 of 12050 of the rest
204x196, 8 points: 0 of 120 dots of the full stops are left, 14755 of 14795 of the rest
204x196, 9 points: 270 of 270 dots of the full stops are left, 19135 of 19135 of the rest
204x98, 8 points: 0 of 60 dots of the full stops are left, 7620 of 7680 of the rest
the same without the filter: 60, 7680
204x98, 10 points: 0 of 90 dots of the full stops are left, 11840 of 11880 of the rest
204x98, 12 points: 180 of 180 dots of the full stops are left, 17505 of 17505 of the rest
D
echo "As recorded."
