#!/usr/bin/env bash
# Guess:    the address that a parser returns for a mail to a fax gateway is an address; at worst it loses the name
#           before it.
# Seen:     RFC 5322 allows blanks in a local part in quotation marks: "030 23125016"@fax.example. email-addresses and
#           addressparser return it without the marks (addressparser adds a blank, too), and nodemailer, which keeps the
#           address as it was written, takes of that text the last word: the mail goes to 23125016@fax.example, and the
#           area code is the name of its recipient, without an error. A comma does the same. Given to nodemailer as an
#           object, the text from email-addresses gets its quotation marks back; that from addressparser only with its
#           blank.
# Versions: email-addresses 5.0.0, addressparser 1.0.1, nodemailer 10.6.1 (Node.js 20).
# Matters:  gateways dial what stands before the @; without its area code the number is one in the gateway's own town.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" email-addresses@5.0.0 \
  addressparser@1.0.1 nodemailer@10.6.1
cat > send.js <<'E'
const { parseOneAddress } = require('email-addresses')
const addressparser = require('addressparser')
const mail = require('nodemailer').createTransport({ streamTransport: true, buffer: true })
const goesTo = async to => (await mail.sendMail({ from: 'a@b.example', to, text: 'x' })).envelope.to.join(' and ')
const show = async (parser, address) => console.log(`  ${parser}: [${address}] -> ${await goesTo(address)}` +
  `; as object -> ${await goesTo({ name: '', address })}`)
const main = async () => {
  for (const written of ['"030 23125016"@fax.example', '"FAX=030 23125016"@fax.example',
    '"030,23125016"@fax.example']) {
    console.log(`${written} -> ${await goesTo(written)}`)
    await show('email-addresses', parseOneAddress(written).address)
    await show('addressparser', addressparser(written)[0].address)
  }
}
main()
E
node send.js | tee seen.out
diff seen.out - <<'E'
"030 23125016"@fax.example -> "030 23125016"@fax.example
  email-addresses: [030 23125016@fax.example] -> 23125016@fax.example; as object -> "030 23125016"@fax.example
  addressparser: [030 23125016 @fax.example] -> 23125016@fax.example; as object -> "030 23125016 "@fax.example
"FAX=030 23125016"@fax.example -> "FAX=030 23125016"@fax.example
  email-addresses: [FAX=030 23125016@fax.example] -> 23125016@fax.example; as object -> "FAX=030 23125016"@fax.example
  addressparser: [FAX=030 23125016 @fax.example] -> 23125016@fax.example; as object -> "FAX=030 23125016 "@fax.example
"030,23125016"@fax.example -> "030,23125016"@fax.example
  email-addresses: [030,23125016@fax.example] -> 23125016@fax.example; as object -> "030,23125016"@fax.example
  addressparser: [030,23125016 @fax.example] -> 23125016@fax.example; as object -> "030,23125016 "@fax.example
E
echo "As recorded."
