#!/usr/bin/env bash
# Guess:    readers of vCards find the fax number in each form that the standards have: two TYPE parameters, one with a
#           list, the list in quotation marks as in RFC 6350's own example, and the bare words of version 2.1.
# Seen:     of the quoted list vcard-parser, vcard4-ts and vobject make one type "work,fax", which is no fax; vcard4
#           does so without quotation marks and keeps one of two TYPE parameters, the last. vcard4-ts drops numbers of
#           version 2.1, ical.js refuses them. vcf finds them all.
# Versions: vcf 2.1.2, vcard-parser 1.0.0, vcard4 4.0.5, vcard4-ts 0.4.1, ical.js 2.2.1 (Node.js 20), python3-vobject
#           0.9.6.1 (Debian 12).
# Matters:  a company's fax number is nearly always one "for work", and is missing from the list of recipients or
#           handed on as a telephone, by the program that wrote the card and not by the number.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" vcf@2.1.2 vcard-parser@1.0.0 \
  vcard4@4.0.5 vcard4-ts@0.4.1 ical.js@2.2.1
apt-get -qq -o APT::Sandbox::User=root download python3-vobject=0.9.6.1-2 python3-dateutil python3-six ||
  { echo "python3-vobject 0.9.6.1-2 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
card() { # VERSION TEL-PARAMETERS
  printf '%s\r\n' BEGIN:VCARD "VERSION:$1" FN:Quality N:Quality "TEL;$2:+49 30 23125-016" END:VCARD > "$3.vcf"
}
card 3.0 'TYPE=fax;TYPE=work' 1
card 3.0 'TYPE=work,fax' 2
card 3.0 'TYPE="work,fax"' 3
card 4.0 'TYPE=fax;TYPE=work' 4
card 4.0 'TYPE=work,fax' 5
card 4.0 'TYPE="work,fax"' 6
card 2.1 'WORK;FAX' 7
cat > read.mjs <<'E'
import { readFileSync } from 'fs'
import ICAL from 'ical.js'
import Vcf from 'vcf'
import parser from 'vcard-parser'
import { parse } from 'vcard4'
import { parseVCards } from 'vcard4-ts'
// The types of all numbers, as each program hands them out.
const readers = {
  vcf: text => [new Vcf().parse(text).get('tel')].flat().map(tel => tel.toJSON()[1].type),
  'vcard-parser': text => parser.parse(text).tel.map(tel => tel.meta.type ?? Object.keys(tel.meta)),
  vcard4: text => [parse(text).getProperty('TEL')].flat().map(tel => JSON.parse(JSON.stringify(tel)).parameters.TYPE),
  'vcard4-ts': text => (parseVCards(text).vCards[0].TEL ?? []).map(tel => tel.parameters.TYPE),
  'ical.js': text => new ICAL.Component(ICAL.parse(text)).getAllProperties('tel').map(tel => tel.getParameter('type'))
}
for (let i = 1; i <= 7; i++) {
  const text = readFileSync(i + '.vcf', 'utf8')
  console.log(`${/VERSION:(.*)\r/.exec(text)[1]} ${/TEL;(.*):/.exec(text)[1]}`)
  for (const [name, read] of Object.entries(readers)) {
    if (name === 'vcard4' && !text.includes(':4.0')) continue
    let types
    try {
      types = read(text).map(types => JSON.stringify([types].flat()).toLowerCase()).join() || 'no number'
    } catch (e) {
      types = 'refused'
    }
    console.log(`  ${name}: ${types}`)
  }
}
E
cat > read.py <<'E'
import json, vobject
for i in range(1, 8):
    card = vobject.readOne(open('%d.vcf' % i, newline='').read())
    print('vobject, card %d: %s' % (i, json.dumps(getattr(card.tel, 'type_paramlist', card.tel.singletonparams)).lower()))
E
{
  node read.mjs
  PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 read.py
} | tee seen.out
diff seen.out - <<'E'
3.0 TYPE=fax;TYPE=work
  vcf: ["fax","work"]
  vcard-parser: ["fax","work"]
  vcard4-ts: ["fax","work"]
  ical.js: ["fax","work"]
3.0 TYPE=work,fax
  vcf: ["work","fax"]
  vcard-parser: ["work,fax"]
  vcard4-ts: ["work","fax"]
  ical.js: ["work","fax"]
3.0 TYPE="work,fax"
  vcf: ["work","fax"]
  vcard-parser: ["\"work,fax\""]
  vcard4-ts: ["work,fax"]
  ical.js: ["work","fax"]
4.0 TYPE=fax;TYPE=work
  vcf: ["fax","work"]
  vcard-parser: ["fax","work"]
  vcard4: ["work"]
  vcard4-ts: ["fax","work"]
  ical.js: ["fax","work"]
4.0 TYPE=work,fax
  vcf: ["work","fax"]
  vcard-parser: ["work,fax"]
  vcard4: ["work,fax"]
  vcard4-ts: ["work","fax"]
  ical.js: ["work","fax"]
4.0 TYPE="work,fax"
  vcf: ["work","fax"]
  vcard-parser: ["\"work,fax\""]
  vcard4: ["work","fax"]
  vcard4-ts: ["work,fax"]
  ical.js: ["work","fax"]
2.1 WORK;FAX
  vcf: ["work","fax"]
  vcard-parser: ["work","fax"]
  vcard4-ts: no number
  ical.js: refused
vobject, card 1: ["fax", "work"]
vobject, card 2: ["work", "fax"]
vobject, card 3: ["work,fax"]
vobject, card 4: ["fax", "work"]
vobject, card 5: ["work", "fax"]
vobject, card 6: ["work,fax"]
vobject, card 7: ["work", "fax"]
E
echo "As recorded."
