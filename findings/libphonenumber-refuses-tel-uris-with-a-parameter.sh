#!/usr/bin/env bash
# Guess:    libphonenumber, which knows tel: URIs, ignores a parameter that it does not know, as RFC 3966 allows more to
#           be added, and finds an extension whatever stands before it.
# Seen:     a number with the plus and any parameter but ext or isub is "not a phone number" (tsp, rn of ported numbers,
#           postd); the same parameter behind a phone-context is ignored. libphonenumber-js takes tsp, but not the
#           others. With both, the extension in ";isub=5;ext=016" is dropped, that in ";ext=016;isub=5" is kept.
# Versions: libphonenumber 9.0.43 (JDK 17), libphonenumber-js 1.13.16 (max metadata).
# Matters:  such URIs come from telephone systems and directories: the same recipient is refused by one half of a system
#           and valid in the other; without its extension a fax reaches the switchboard.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers com.googlecode.libphonenumber:libphonenumber:9.0.43 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" libphonenumber-js@1.13.16
cat > uris <<'E'
tel:+49-30-23125016
tel:+49-30-23125016;tsp=carrier.example
tel:+49-30-23125016;npdi;rn=+49-199-12
tel:+49-30-23125016;postd=22
tel:23125016;phone-context=+49-30;tsp=carrier.example
tel:+49-30-23125;ext=016
tel:+49-30-23125;ext=016;isub=5
tel:+49-30-23125;isub=5;ext=016
E
cat > Tel.java <<'E'
import com.google.i18n.phonenumbers.*;
import java.nio.file.*;
class Tel {
    public static void main(String[] args) throws Exception {
        var util = PhoneNumberUtil.getInstance();
        for (String uri : Files.readAllLines(Path.of("uris"))) {
            try {
                var number = util.parse(uri, "DE");
                System.out.println(util.format(number, PhoneNumberUtil.PhoneNumberFormat.E164)
                        + (number.hasExtension() ? " extension " + number.getExtension() : "")
                        + (util.isValidNumber(number) ? "" : " invalid"));
            } catch (NumberParseException e) {
                System.out.println(e.getErrorType());
            }
        }
    }
}
E
cat > tel.js <<'E'
const { parsePhoneNumberFromString } = require('libphonenumber-js/max')
for (const uri of require('fs').readFileSync('uris', 'utf8').trim().split('\n')) {
  const number = parsePhoneNumberFromString(uri, 'DE')
  console.log(number ? number.number + (number.ext ? ` extension ${number.ext}` : '') : 'nothing')
}
E
java -cp 'lib/*' Tel.java > java.out
node tel.js > js.out
echo "URI | libphonenumber 9.0.43 | libphonenumber-js 1.13.16"
paste -d'|' uris java.out js.out | sed 's/|/ | /g' | tee seen.out
diff seen.out - <<'E'
tel:+49-30-23125016 | +493023125016 | +493023125016
tel:+49-30-23125016;tsp=carrier.example | NOT_A_NUMBER | +493023125016
tel:+49-30-23125016;npdi;rn=+49-199-12 | NOT_A_NUMBER | nothing
tel:+49-30-23125016;postd=22 | NOT_A_NUMBER | nothing
tel:23125016;phone-context=+49-30;tsp=carrier.example | +493023125016 | +493023125016
tel:+49-30-23125;ext=016 | +493023125 extension 016 | +493023125 extension 016
tel:+49-30-23125;ext=016;isub=5 | +493023125 extension 016 | +493023125 extension 016
tel:+49-30-23125;isub=5;ext=016 | +493023125 | +493023125
E
echo "As recorded."
