#!/usr/bin/env bash
# Guess:    findPhoneNumbersInText of the JavaScript port finds what findNumbers of libphonenumber finds, which refuses
#           dates, account and customer numbers; both stop where a number ends.
# Seen:     the port finds the date of the letter, German and ISO (29.11.2026 is the valid number +4929112026), the tax
#           number, and ten digits in the middle of a customer number; libphonenumber finds none of these. Both take the
#           2 of "23125016 2 pages" for a part of the number, and the port the 5 of "5 pages" behind a date too.
# Versions: libphonenumber-js 1.13.16 (max metadata), com.googlecode.libphonenumber 9.0.43 (Java 17).
# Matters:  the first number found in a letterhead or in the text of an order is dialled, and it is the date.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=com.googlecode.libphonenumber:libphonenumber:9.0.43 -DoutputDirectory="$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" libphonenumber-js@1.13.16
cat > lines <<'E'
Fax 030 23125-016
Berlin, 29.11.2026
2026-11-29, Fax 030 2312501
Tax number 30/123/45678
Customer 0171 2345678901
IBAN DE89 3704 0044 0532 0130 00
Fax 030 23125016 2 pages
E
cat > Find.java <<'E'
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.nio.file.*;
class Find {
    public static void main(String[] args) throws Exception {
        var util = PhoneNumberUtil.getInstance();
        for (String line : Files.readAllLines(Path.of("lines"))) {
            var found = new StringBuilder(line + " ->");
            for (var match : util.findNumbers(line, "DE"))
                found.append(' ').append(util.format(match.number(), PhoneNumberUtil.PhoneNumberFormat.E164));
            System.out.println(found);
        }
    }
}
E
cat > find.js <<'E'
const { findPhoneNumbersInText } = require('libphonenumber-js/max')
for (const line of require('fs').readFileSync('lines', 'utf8').trim().split('\n'))
  console.log([line, '->', ...findPhoneNumbersInText(line, 'DE')
    .map(({ number }) => number.number + (number.isValid() ? '' : ' (invalid)'))].join(' '))
E
{
  echo "libphonenumber 9.0.43 (Java):"
  java -cp libphonenumber-9.0.43.jar Find.java
  echo "libphonenumber-js 1.13.16 (max metadata):"
  node find.js
} | tee seen.out
diff seen.out - <<'E'
libphonenumber 9.0.43 (Java):
Fax 030 23125-016 -> +493023125016
Berlin, 29.11.2026 ->
2026-11-29, Fax 030 2312501 -> +49302312501
Tax number 30/123/45678 ->
Customer 0171 2345678901 ->
IBAN DE89 3704 0044 0532 0130 00 ->
Fax 030 23125016 2 pages -> +4930231250162
libphonenumber-js 1.13.16 (max metadata):
Fax 030 23125-016 -> +493023125016
Berlin, 29.11.2026 -> +4929112026
2026-11-29, Fax 030 2312501 -> +4920261129 +49302312501
Tax number 30/123/45678 -> +493012345678
Customer 0171 2345678901 -> +492345678901
IBAN DE89 3704 0044 0532 0130 00 ->
Fax 030 23125016 2 pages -> +4930231250162
E
echo "As recorded."
