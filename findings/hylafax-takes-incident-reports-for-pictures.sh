#!/usr/bin/env bash
# Guess:    sendfax knows a plain text from pictures and PostScript, whatever its first word; at worst umlauts look
#           wrong.
# Seen:     its rules look at the first two letters. A report that begins with "P1" is a portable bitmap and goes to
#           ppmtopgm, one that begins with "II." or "MM" is a TIFF file and is sent as it is, "begin of the report" is
#           uuencoded and refused. A text with an umlaut in its first 512 bytes, in UTF-8 or Latin-1, has no type and
#           is refused; with the umlaut behind them it is a text.
# Versions: hylafax-client 6.0.7 and hylafax-server's typerules (Debian 3:6.0.7-5), run by its own typetest.
# Matters:  incidents are called P1 to P5; such a report, or a German one, is not faxed while all others are, and a
#           test with "Hello" shows nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download hylafax-{server,client}=3:6.0.7-5 ||
  { echo "HylaFAX 3:6.0.7-5 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH=$work/root/usr/lib/hylafax
show() { # NAME, with the text on the standard input
  cat > report.txt
  root/usr/bin/typetest -f root/etc/hylafax/typerules report.txt > full.out 2>&1 || true
  tail -n 1 full.out | sed -n 's/.*success (result \([a-z]*\), rule "\([a-z0-9]*\).*/\1 \2/p; s/.*no match.*/no type/p
    s/.*Can not.*/no type/p' > type.out
  echo "$1: $(sed 's/ $//' type.out)"
}
filler() { head -c "$1" /dev/zero | tr '\0' x; }
{
  show "Build 4711 failed" <<< "Build 4711 failed"
  show "P1: build 4711 failed" <<< "P1: build 4711 failed"
  show "P5: build 4711 is slow" <<< "P5: build 4711 is slow"
  show "II. Results" <<< "II. Results"
  show "MM: all good" <<< "MM: all good"
  show "begin of the report" <<< "begin of the report"
  show "Prüfung bestanden" <<< "Prüfung bestanden"
  show "Prüfung bestanden, in Latin-1" <<< "$(printf 'Pr\xfcfung bestanden')"
  show "umlaut in byte 512" <<< "$(filler 511)ü"
  show "umlaut in byte 513" <<< "$(filler 512)ü"
} | tee seen.out
diff seen.out - <<'E'
Build 4711 failed: postscript enscript
P1: build 4711 failed: postscript ppmtopgm
P5: build 4711 is slow: postscript ppmtopgm
II. Results: tiff
MM: all good: tiff
begin of the report: error uuencoded
Prüfung bestanden: no type
Prüfung bestanden, in Latin-1: no type
umlaut in byte 512: no type
umlaut in byte 513: postscript enscript
E
echo "As recorded."
