#!/usr/bin/env bash
# Guess:    a library for SIP calls sip:016;phone-context=+49-30-23125@... (extension 016 of that number), or one with
#           ext or isub, as the URI says: it writes the URI as it read it, or understands it.
# Seen:     SIP.js and JsSIP read such a URI and write "016%3Bphone-context%3D+49-30-23125", which is another user for
#           RFC 3261, as ; and = are reserved there. JsSIP makes the same of a tel: URI that it is to call. drachtio-srf
#           has a field for the context of a tel: URI, which stays empty if the context begins with a plus. The package
#           sip writes what it read.
# Versions: sip.js 0.21.2, jssip 3.13.8, drachtio-srf 5.0.29, sip 0.0.6 (Node.js 20).
# Matters:  a gateway that sends faxes over SIP asks for a user that nobody knows, or dials 016 without what comes
#           before it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" sip.js@0.21.2 jssip@3.13.8 \
  drachtio-srf@5.0.29 sip@0.0.6
cat > uris.js <<'E'
const SIP = require('sip.js'), JsSIP = require('jssip'), sip = require('sip'), { parseUri } = require('drachtio-srf')
for (const user of ['+493023125016', '016;phone-context=+49-30-23125', '016;phone-context=pbx.example',
  '+49-30-23125;ext=016', '+49-30-23125016;isub=5']) {
  const uri = `sip:${user}@fax.example;user=phone`
  console.log(uri)
  console.log(`  sip ${sip.stringifyUri(sip.parseUri(uri))}`)
  console.log(`  SIP.js ${SIP.UserAgent.makeURI(uri)}`)
  console.log(`  JsSIP ${JsSIP.URI.parse(uri)}`)
  console.log(`  JsSIP, tel: ${JsSIP.Utils.normalizeTarget(`tel:${user}`, 'fax.example')}`)
  const { number, context } = parseUri(`tel:${user}`)
  console.log(`  drachtio-srf, tel: ${number}, context ${context}`)
}
E
node uris.js | tee seen.out
diff seen.out - <<'E'
sip:+493023125016@fax.example;user=phone
  sip sip:+493023125016@fax.example;user=phone
  SIP.js sip:+493023125016@fax.example;user=phone
  JsSIP sip:+493023125016@fax.example;user=phone
  JsSIP, tel: sip:+493023125016@fax.example
  drachtio-srf, tel: +493023125016, context null
sip:016;phone-context=+49-30-23125@fax.example;user=phone
  sip sip:016;phone-context=+49-30-23125@fax.example;user=phone
  SIP.js sip:016%3Bphone-context%3D+49-30-23125@fax.example;user=phone
  JsSIP sip:016%3Bphone-context%3D+49-30-23125@fax.example;user=phone
  JsSIP, tel: sip:016%3Bphone-context%3D+49-30-23125@fax.example
  drachtio-srf, tel: 016, context null
sip:016;phone-context=pbx.example@fax.example;user=phone
  sip sip:016;phone-context=pbx.example@fax.example;user=phone
  SIP.js sip:016%3Bphone-context%3Dpbx.example@fax.example;user=phone
  JsSIP sip:016%3Bphone-context%3Dpbx.example@fax.example;user=phone
  JsSIP, tel: sip:016%3Bphone-context%3Dpbx.example@fax.example
  drachtio-srf, tel: 016, context pbx.example
sip:+49-30-23125;ext=016@fax.example;user=phone
  sip sip:+49-30-23125;ext=016@fax.example;user=phone
  SIP.js sip:+49-30-23125%3Bext%3D016@fax.example;user=phone
  JsSIP sip:+49-30-23125%3Bext%3D016@fax.example;user=phone
  JsSIP, tel: sip:+49-30-23125%3Bext%3D016@fax.example
  drachtio-srf, tel: +49-30-23125, context null
sip:+49-30-23125016;isub=5@fax.example;user=phone
  sip sip:+49-30-23125016;isub=5@fax.example;user=phone
  SIP.js sip:+49-30-23125016%3Bisub%3D5@fax.example;user=phone
  JsSIP sip:+49-30-23125016%3Bisub%3D5@fax.example;user=phone
  JsSIP, tel: sip:+49-30-23125016%3Bisub%3D5@fax.example
  drachtio-srf, tel: +49-30-23125016, context null
E
echo "As recorded."
