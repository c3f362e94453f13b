#!/usr/bin/env bash
# Guess:    a value without quotation marks in an ini file that PHP reads is a text, but for yes, no, null; with
#           INI_SCANNER_TYPED digits become an integer. A text with a blank or a dash in it stays as it is.
# Seen:     INI_SCANNER_TYPED takes the zero of "030 23125-016", and that of the extension in "030-23125 016", although
#           both stay texts: each word is typed, then they are joined. In both modes | & ^ are operators: "Mueller & Co"
#           is 0, "0800^7" is 807; a bracket is a syntax error. INI_SCANNER_RAW and quotation marks keep all.
# Versions: PHP 8.2.36 (parse_ini_string; parse_ini_file is the same parser).
# Matters:  sender, recipient and number of a fax stand in such files: another extension is dialled, and a company with
#           "&" in its name is called 0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
found=$(php -r 'echo PHP_VERSION;')
echo "PHP $found"
[ "$found" = 8.2.36 ] || { echo "this was seen with PHP 8.2.36, not $found" >&2; exit 2; }
cat > read.php <<'E'
<?php
foreach (['03023125016', '030 23125-016', '030-23125 016', '0202 0 12', '+49 30 23125-016', '030/23125-016', '0800^7',
    'Mueller & Co', 'A | B', 'Build 7; urgent', 'Invoice (copy)', '"030 23125-016"', '"Mueller & Co"'] as $text) {
  $values = [];
  foreach ([INI_SCANNER_NORMAL, INI_SCANNER_TYPED, INI_SCANNER_RAW] as $mode) {
    $read = @parse_ini_string("value = $text", false, $mode);
    $values[] = $read ? json_encode($read['value'], JSON_UNESCAPED_SLASHES) : 'syntax error';
  }
  echo $text, ' -> ', implode(' | ', $values), "\n";
}
E
echo "normal | typed | raw:"
php read.php | tee seen.out
diff seen.out - <<'E'
03023125016 -> "03023125016" | 3023125016 | "03023125016"
030 23125-016 -> "030 23125-016" | "30 23125-016" | "030 23125-016"
030-23125 016 -> "030-23125 016" | "030-23125 16" | "030-23125 016"
0202 0 12 -> "0202 0 12" | "202 0 12" | "0202 0 12"
+49 30 23125-016 -> "+49 30 23125-016" | "+49 30 23125-016" | "+49 30 23125-016"
030/23125-016 -> "030/23125-016" | "030/23125-016" | "030/23125-016"
0800^7 -> "807" | "807" | "0800^7"
Mueller & Co -> "0" | "0" | "Mueller & Co"
A | B -> "0" | "0" | "A | B"
Build 7; urgent -> "Build 7" | "Build 7" | "Build 7"
Invoice (copy) -> syntax error | syntax error | "Invoice (copy)"
"030 23125-016" -> "030 23125-016" | "030 23125-016" | "030 23125-016"
"Mueller & Co" -> "Mueller & Co" | "Mueller & Co" | "Mueller & Co"
E
echo "As recorded."
