#!/usr/bin/env bash
# Guess:    libphonenumber-js gives the same answer for the same text each time. A local number with its phone-context
#           (RFC 3966) is the whole number, as with the original.
# Seen:     the first such URI is read, the second, equal or not, is no number, the third is read again, and so on: the
#           pattern that checks the context remembers where it stopped. Other numbers in between change nothing.
#           libphonenumber reads all.
# Versions: libphonenumber-js 1.13.16 (min, max and mobile metadata), libphonenumber 9.0.43 (JDK 17).
# Matters:  tests with one such number pass; of a directory's fax numbers every second is dropped or called invalid, and
#           in a server it depends on what others asked.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers com.googlecode.libphonenumber:libphonenumber:9.0.43 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" libphonenumber-js@1.13.16
cat > uris <<'E'
tel:016;phone-context=+49-30-23125
tel:017;phone-context=+49-30-23125
tel:030-23125018;phone-context=+49
tel:+49-30-23125019
tel:23125-020;phone-context=+49-30
tel:021;phone-context=+49-30-23125
tel:021;phone-context=+49-30-23125
E
cat > Tel.java <<'E'
import com.google.i18n.phonenumbers.*;
import java.nio.file.*;
class Tel {
    public static void main(String[] args) throws Exception {
        var util = PhoneNumberUtil.getInstance();
        for (String uri : Files.readAllLines(Path.of("uris")))
            System.out.println(util.format(util.parse(uri, "DE"), PhoneNumberUtil.PhoneNumberFormat.E164));
    }
}
E
cat > tel.js <<'E'
const { parsePhoneNumberFromString, isValidPhoneNumber } = require(`libphonenumber-js/${process.argv[2]}`)
const uris = require('fs').readFileSync('uris', 'utf8').trim().split('\n')
if (process.argv[3]) console.log(uris.slice(0, 3).map(uri => isValidPhoneNumber(uri, 'DE')).join(', '))
else for (const uri of uris) console.log(parsePhoneNumberFromString(uri, 'DE')?.number ?? 'nothing')
E
java -cp 'lib/*' Tel.java > java.out
for metadata in min max mobile; do node tel.js $metadata > $metadata.out; done
cmp min.out max.out
cmp mobile.out max.out
echo "URI | libphonenumber 9.0.43 | libphonenumber-js 1.13.16"
{
  paste -d'|' uris java.out max.out | sed 's/|/ | /g'
  echo "valid, the first three: $(node tel.js max valid)"
} | tee seen.out
diff seen.out - <<'E'
tel:016;phone-context=+49-30-23125 | +493023125016 | +493023125016
tel:017;phone-context=+49-30-23125 | +493023125017 | nothing
tel:030-23125018;phone-context=+49 | +493023125018 | +493023125018
tel:+49-30-23125019 | +493023125019 | +493023125019
tel:23125-020;phone-context=+49-30 | +493023125020 | nothing
tel:021;phone-context=+49-30-23125 | +493023125021 | +493023125021
tel:021;phone-context=+49-30-23125 | +493023125021 | nothing
valid, the first three: true, false, true
E
echo "As recorded."
