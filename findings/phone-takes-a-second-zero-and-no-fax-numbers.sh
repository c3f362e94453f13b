#!/usr/bin/env bash
# Guess:    the npm package phone takes a German or Austrian fixed line, as it takes mobile numbers, drops a (0), or
#           refuses what is wrong.
# Seen:     by default each of these fixed lines is refused, as its lists are of mobile numbers. With
#           validateMobilePrefix: false, which its manual offers for that, it keeps the (0) of Germany and Austria and
#           calls the result valid: "+49 (0)30 23125016" is +4903023125016. The zero of France, Britain and Switzerland
#           is dropped. libphonenumber-js drops all of them and reads 0049; phone refuses 0049 in both modes.
# Versions: phone 3.1.72, libphonenumber-js 1.13.16 (max metadata).
# Matters:  numbers are written so on German letterheads; a web form takes the number, and what is dialled with the zero
#           fails or reaches somebody else.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" phone@3.1.72 libphonenumber-js@1.13.16
cat > numbers.js <<'E'
const { phone } = require('phone')
const { parsePhoneNumberFromString } = require('libphonenumber-js/max')
for (const text of ['+49 30 23125016', '+49 (0)30 23125016', '+43 (0)1 23125016', '+33 (0)1 23 12 50 16',
  '+44 (0)20 7946 0123', '+41 (0)44 231 25 01', '0049 30 23125016', '+49 171 2345678'])
  console.log(text + ' -> ' + [phone(text).phoneNumber, phone(text, { validateMobilePrefix: false }).phoneNumber,
    parsePhoneNumberFromString(text, 'DE')?.number].map(number => number ?? 'refused').join(' | '))
E
echo "phone 3.1.72 | without check of mobile prefixes | libphonenumber-js 1.13.16:"
node numbers.js | tee seen.out
diff seen.out - <<'E'
+49 30 23125016 -> refused | +493023125016 | +493023125016
+49 (0)30 23125016 -> refused | +4903023125016 | +493023125016
+43 (0)1 23125016 -> refused | +430123125016 | +43123125016
+33 (0)1 23 12 50 16 -> refused | +33123125016 | +33123125016
+44 (0)20 7946 0123 -> refused | +442079460123 | +442079460123
+41 (0)44 231 25 01 -> refused | +41442312501 | +41442312501
0049 30 23125016 -> refused | refused | +493023125016
+49 171 2345678 -> +491712345678 | +491712345678 | +491712345678
E
echo "As recorded."
