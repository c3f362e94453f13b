#!/usr/bin/env bash
# Guess:    faxcover, HylaFAX's program for cover sheets, breaks or shortens what does not fit, or says so.
# Seen:     on a letter sheet, its default, a subject of more than about 40 letters leaves the paper on the right, and
#           of a comment of 60 words 29 leave it at the bottom, without a message and with exit 0. \n in a comment is a
#           line break, as its manual says, so that C:\new\report is "C:" and "ew\report".
# Versions: hylafax-client 6.0.7 with its cover.templ (Debian 3:6.0.7-5), Ghostscript 10.0.0, poppler 22.12.0.
# Matters:  what matters stands at the end ("…, build 4711 failed"), and the recipient sees a sheet that looks whole.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_poppler
apt-get -qq -o APT::Sandbox::User=root download hylafax-{server,client}=3:6.0.7-5 ||
  { echo "HylaFAX 3:6.0.7-5 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH=$work/root/usr/lib/hylafax
cover() { # SUBJECT COMMENTS
  root/usr/bin/faxcover -C "$work/root/etc/hylafax/cover.templ" -f Sender -t Recipient -n '030 23125-016' -p 3 \
    -D '' -r "$1" -c "$2" > cover.ps 2> faxcover.log
  gs -q -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dFIXEDMEDIA -sPAPERSIZE=letter -o cover.pdf cover.ps
  pdftotext -layout cover.pdf text.out
  # The lines of the form are written through the text.
  tr -d '_\f' < text.out | sed -n '/Re:/,/Date:/p' | sed '/Date:/d' | xargs -d '\n' | tr -s ' '
  tr -d '_\f' < text.out | sed -n '/Comments:/,$p' | xargs -d '\n' | tr -s ' ' | sed 's/word2 .* word/… word/'
  sed '/page size database/d; s/^/says: /' faxcover.log
}
{
  cover 'Release 7' 'See the report.'
  cover 'A subject that does not fit on its line, build 4711 failed' "$(seq -s ' word' 1 60)"
  cover 'Release 7' 'See C:\new\report.'
} | sed 's/^ *//; s/ *$//' | tee seen.out
diff seen.out - <<'E'
Re: Release 7
Comments: See the report.
Re: A subject that does not fit on its li
Comments: 1 … word31
Re: Release 7
Comments: See C: ew\report.
E
echo "As recorded."
