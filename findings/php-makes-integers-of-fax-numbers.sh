#!/usr/bin/env bash
# Guess:    json_encode's JSON_NUMERIC_CHECK makes numbers of texts like "3" and leaves alone what would change by it:
#           "03023125016", "+493023125016", "42 ".
# Seen:     all of them become integers: the leading zeros, the plus and the blank are gone, and "1E5" is 100000. A
#           blank inside ("030 23125016") saves the text. PHP's == agrees: "03023125016" equals "3023125016" and
#           "+493023125016" equals "493023125016", in in_array() too.
# Versions: PHP 8.2.36.
# Matters:  a service answers with the number it was given, and the client sees another one: compare numbers by what
#           they dial, and read a JSON number by its text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
found=$(php -r 'echo PHP_VERSION;')
echo "PHP $found"
[ "$found" = 8.2.36 ] || { echo "this was seen with PHP 8.2.36, not $found" >&2; exit 2; }
cat > numbers.php <<'E'
<?php
foreach (['03023125016', '+493023125016', '00493023125016', '42 ', '1E5', '030 23125016'] as $text) {
  echo json_encode($text), ' -> ', json_encode($text, JSON_NUMERIC_CHECK), "\n";
}
echo json_encode(['03023125016' == '3023125016', '+493023125016' == '493023125016',
    in_array('03023125016', ['3023125016'])]), "\n";
E
php numbers.php | tee seen.out
diff seen.out - <<'E'
"03023125016" -> 3023125016
"+493023125016" -> 493023125016
"00493023125016" -> 493023125016
"42 " -> 42
"1E5" -> 100000
"030 23125016" -> "030 23125016"
[true,true,true]
E
echo "As recorded."
