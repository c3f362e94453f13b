#!/usr/bin/env bash
# Guess:    a word behind a number ("Fax", "App. 016", "Zi. 5") is skipped, or the number is refused.
# Seen:     libphonenumber turns a tail of three or more letters into keypad digits and calls the result valid: "+49 30
#           23125-016 Fax" becomes +493023125016329. A tail of two letters disappears, its digits stay: "Zi. 5" (room
#           5) adds a 5. The JavaScript port that most web forms use drops "Fax" and refuses the others, so a form and
#           a server disagree about the same text.
# Versions: com.googlecode.libphonenumber 9.0.43 (Java 17), libphonenumber-js 1.13.16.
# Matters:  fax numbers are pasted from letterheads, with such words; isValidNumber is no reason to dial.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=com.googlecode.libphonenumber:libphonenumber:9.0.43 -DoutputDirectory="$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" libphonenumber-js@1.13.16
cat > inputs <<'E'
+49 30 23125-016
+49 30 23125-016 Fax
030 23125 App. 016
030 23125-016 Zi. 5
E
cat > Parse.java <<'E'
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.nio.file.*;
class Parse {
    public static void main(String[] args) throws Exception {
        var util = PhoneNumberUtil.getInstance();
        for (String text : Files.readAllLines(Path.of("inputs"))) {
            var number = util.parse(text, "DE");
            System.out.println(text + " -> " + util.format(number, PhoneNumberUtil.PhoneNumberFormat.E164)
                    + (util.isValidNumber(number) ? " valid" : " invalid"));
        }
    }
}
E
cat > parse.js <<'E'
const { parsePhoneNumberFromString } = require('libphonenumber-js/max')
for (const text of require('fs').readFileSync('inputs', 'utf8').trim().split('\n')) {
  const number = parsePhoneNumberFromString(text, 'DE')
  console.log(text + ' -> ' + (number ? number.number + (number.isValid() ? ' valid' : ' invalid') : 'refused'))
}
E
echo "libphonenumber 9.0.43 (Java):"
java -cp libphonenumber-9.0.43.jar Parse.java | tee java.out
echo "libphonenumber-js 1.13.16 (max metadata):"
node parse.js | tee js.out
diff java.out - <<'E'
+49 30 23125-016 -> +493023125016 valid
+49 30 23125-016 Fax -> +493023125016329 valid
030 23125 App. 016 -> +493023125277016 valid
030 23125-016 Zi. 5 -> +4930231250165 valid
E
diff js.out - <<'E'
+49 30 23125-016 -> +493023125016 valid
+49 30 23125-016 Fax -> +493023125016 valid
030 23125 App. 016 -> refused
030 23125-016 Zi. 5 -> refused
E
echo "As recorded."
