#!/usr/bin/env bash
# Guess:    a form in HTML is printed by TCPDF with what is filled in: its ticked boxes, texts and selected options are
#           fields with values.
# Seen:     boxes, radio buttons and texts are, if they have a name; without one, which HTML allows, the field is left
#           out as a whole, its value too. Of a select the field has no value, since "selected" is not looked at, and
#           Ghostscript and poppler draw the first option: "nicht bestanden" is selected, "bestanden" is printed. The
#           text of the PDF, as pdftotext reads it, has all options.
# Versions: TCPDF 6.6.2 (Debian 6.6.2+dfsg1-1+deb12u1), PHP 8.2.36; Ghostscript 10.0.0, poppler 22.12.0.
# Matters:  a filled-in form that is filed or faxed as PDF states another verdict than was chosen.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_ghostscript
want_poppler
apt-get -qq -o APT::Sandbox::User=root download php-tcpdf=6.6.2+dfsg1-1+deb12u1 \
  php8.2-{cli,common,mbstring}=8.2.36-1~deb12u1 ||
  { echo "TCPDF 6.6.2 or PHP 8.2.36 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
cat > form.php <<'P'
<?php
require 'root/usr/share/php/tcpdf/tcpdf.php';
$select = '<select name="a">';
$forms = [
    'first' => "$select<option>bestanden</option><option>nicht bestanden</option></select>",
    'selected' => "$select<option>bestanden</option><option selected=\"selected\">nicht bestanden</option></select>",
    'only' => "$select<option>nicht bestanden</option></select>",
    'text' => '<input type="text" name="a" value="030 23125-016"/>',
    'text-without-name' => '<input type="text" value="030 23125-016"/>',
    'ticked' => '<input type="checkbox" name="a" value="1" checked="checked"/>',
    'ticked-without-name' => '<input type="checkbox" value="1" checked="checked"/>',
    'nothing' => '',
];
foreach ($forms as $name => $form) {
    $pdf = new TCPDF('P', 'mm', 'A4');
    $pdf->setPrintHeader(false);
    $pdf->setPrintFooter(false);
    $pdf->SetFont('helvetica', '', 11);
    $pdf->AddPage();
    $pdf->writeHTML('<p>Test:</p><form method="post" action="x"><p>' . $form . '</p></form>');
    $pdf->Output(getcwd() . "/$name.pdf", 'F');
}
P
modules=$(echo root/usr/lib/php/*/)
root/usr/bin/php8.2 -n -d extension_dir="$work/$modules" -d extension=mbstring form.php > php.log 2>&1 ||
  { cat php.log >&2; exit 1; }
for name in first selected only text text-without-name ticked ticked-without-name nothing; do
  gs -q -sDEVICE=pbmraw -r100 -o "$name.pbm" "$name.pdf" > gs.log 2>&1
  pdftoppm -mono -r 100 -singlefile "$name.pdf" "$name-poppler" 2> poppler.log
done
same() {
  cmp -s "$1.pbm" "$2.pbm" && cmp -s "$1-poppler.pbm" "$2-poppler.pbm" && echo "drawn as $2" || echo "not drawn as $2"
}
{
  echo "selected: $(same selected first), $(same selected only); text:" \
    "$(pdftotext selected.pdf - | grep bestanden | paste -sd,)"
  echo "text: $(same text nothing)"
  echo "text without name: $(same text-without-name nothing)"
  echo "ticked: $(same ticked nothing)"
  echo "ticked, without name: $(same ticked-without-name nothing)"
} | tee seen.out
diff seen.out - <<'D'
selected: drawn as first, not drawn as only; text: bestanden,nicht bestanden
text: not drawn as nothing
text without name: drawn as nothing
ticked: not drawn as nothing
ticked, without name: drawn as nothing
D
echo "As recorded."
