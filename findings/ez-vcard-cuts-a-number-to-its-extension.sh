#!/usr/bin/env bash
# Guess:    a fax number that is a tel URI in a vCard 4.0 survives in version 3.0, where it is plain text, or is
#           refused.
# Seen:     RFC 3966 has local numbers with a context, such as tel:016;phone-context=+49-30-23125. ez-vcard writes 016
#           into the 3.0 and 2.1 card without a warning, and its getNumber() is 016; libphonenumber reads the URI as
#           +493023125016. vcard-parser splits each URI at the semicolon, so that the first element of its list is the
#           switchboard or the bare extension. vcf keeps the URI, in version 3.0 too.
# Versions: ez-vcard 0.12.1, libphonenumber 9.0.43 (Java 17), vcard-parser 1.0.0, vcf 2.1.2.
# Matters:  a fax from an address book goes to the switchboard, or to the three digits of the extension.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies>
<dependency><groupId>com.googlecode.ez-vcard</groupId><artifactId>ez-vcard</artifactId>
  <version>0.12.1</version></dependency>
<dependency><groupId>com.googlecode.libphonenumber</groupId><artifactId>libphonenumber</artifactId>
  <version>9.0.43</version></dependency>
</dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" vcard-parser@1.0.0 vcf@2.1.2
printf '%s\r\n' BEGIN:VCARD VERSION:4.0 FN:Report 'TEL;VALUE=uri;TYPE=fax:tel:+49-30-23125;ext=016' \
  'TEL;VALUE=uri;TYPE=fax:tel:016;phone-context=+49-30-23125' END:VCARD > card.vcf
cat > Card.java <<'E'
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import ezvcard.*;
import java.nio.file.Path;
class Card {
    public static void main(String[] args) throws Exception {
        var card = Ezvcard.parse(Path.of("card.vcf")).first();
        var util = PhoneNumberUtil.getInstance();
        for (var fax : card.getTelephoneNumbers()) {
            var number = util.parse(fax.getUri().toString(), "DE");
            System.out.println(fax.getUri() + ": getNumber " + fax.getUri().getNumber() + ", libphonenumber "
                    + util.format(number, PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL));
        }
        for (var version : new VCardVersion[] {VCardVersion.V4_0, VCardVersion.V3_0, VCardVersion.V2_1})
            Ezvcard.write(card).version(version).go().lines().filter(line -> line.startsWith("TEL"))
                    .forEach(line -> System.out.println("ez-vcard " + version + ": " + line));
    }
}
E
cat > card.js <<'E'
const text = require('fs').readFileSync('card.vcf', 'utf8')
for (const tel of require('vcard-parser').parse(text).tel) console.log('vcard-parser: ' + JSON.stringify(tel.value))
const Card = require('vcf')
for (const line of new Card().parse(text).toString('3.0').split('\r\n'))
  if (/^TEL/.test(line)) console.log('vcf 3.0: ' + line)
E
{
  java -cp 'lib/*' Card.java
  node card.js
} | tee seen.out
diff seen.out - <<'E'
tel:+49-30-23125;ext=016: getNumber +49-30-23125, libphonenumber +49 30 23125 ext. 016
tel:016;phone-context=+49-30-23125: getNumber 016, libphonenumber +49 30 23125016
ez-vcard 4.0: TEL;TYPE=fax;VALUE=uri:tel:+49-30-23125;ext=016
ez-vcard 4.0: TEL;TYPE=fax;VALUE=uri:tel:016;phone-context=+49-30-23125
ez-vcard 3.0: TEL;TYPE=fax:+49-30-23125 x016
ez-vcard 3.0: TEL;TYPE=fax:016
ez-vcard 2.1: TEL;TYPE=fax:+49-30-23125 x016
ez-vcard 2.1: TEL;TYPE=fax:016
vcard-parser: ["tel:+49-30-23125","ext=016"]
vcard-parser: ["tel:016","phone-context=+49-30-23125"]
vcf 3.0: TEL;VALUE=URI;TYPE=FAX:tel:+49-30-23125;ext=016
vcf 3.0: TEL;VALUE=URI;TYPE=FAX:tel:016;phone-context=+49-30-23125
E
echo "As recorded."
