#!/usr/bin/env bash
# Guess:    of a PKCS#12 file with a key, its renewed certificate and the earlier one of the same key, programs sign
#           with the certificate that carries the key's id (localKeyID), or with one that is valid.
# Seen:     @signpdf looks neither at ids nor at dates. It takes the last certificate in the file whose public key fits,
#           here the one that expired in 2025, and says nothing. The JDK and "openssl pkcs12 -clcerts" go by the id.
# Versions: @signpdf/signer-p12 3.3.0 with node-forge 1.4.3 (Node.js 20), JDK 17, OpenSSL 3.0.
# Matters:  a renewed certificate keeps its key at many authorities, and files often hold the earlier one as well; the
#           signature of the report is one of an expired certificate, and every later check of it fails.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" @signpdf/signer-p12@3.3.0 \
  @signpdf/utils@3.3.0 node-forge@1.4.3
cat > ca.cnf <<'E'
[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = names
unique_subject = no
[names]
commonName = supplied
E
: > index
echo 02 > serial
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj "/CN=Fax reports" -out request.pem 2> req.log
for years in 23:25 26:39; do
  openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in request.pem -notext -out "until20${years#*:}.pem" \
    -startdate "${years%:*}0101000000Z" -enddate "${years#*:}1231000000Z" 2>> ca.log
done
cat > sign.js <<'E'
const { P12Signer } = require('@signpdf/signer-p12'), { readFileSync, writeFileSync } = require('fs')
new P12Signer(readFileSync(process.argv[2]), { passphrase: 'secret' }).sign(Buffer.from('the fax report'))
  .then(signature => writeFileSync('signature', signature))
E
cat > Key.java <<'E'
import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
class Key {
    public static void main(String[] args) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(new FileInputStream(args[0]), "secret".toCharArray());
        for (var alias = store.aliases(); alias.hasMoreElements(); ) {
            String name = alias.nextElement();
            if (store.isKeyEntry(name))
                System.out.println(((X509Certificate) store.getCertificate(name)).getNotAfter().toInstant());
        }
    }
}
E
printf 'the fax report' > report
year() { grep -oE '20[0-9]{2}'; }
{
  openssl pkcs12 -export -inkey key.pem -in until2039.pem -certfile until2025.pem -passout pass:secret -out renewed.p12
  openssl pkcs12 -export -inkey key.pem -in until2039.pem -passout pass:secret -out alone.p12
  for file in renewed alone; do
    node sign.js $file.p12
    openssl cms -verify -inform DER -in signature -content report -binary -noverify -signer used.pem -out verified \
      2> verify.log
    echo "$file.p12: @signpdf signs with the certificate until $(openssl x509 -in used.pem -noout -enddate | year)," \
      "the JDK has $(java Key.java $file.p12 | year), openssl -clcerts" \
      "$(openssl pkcs12 -in $file.p12 -passin pass:secret -nokeys -clcerts | openssl x509 -noout -enddate | year)"
  done
} | tee seen.out
diff seen.out - <<'E'
renewed.p12: @signpdf signs with the certificate until 2025, the JDK has 2039, openssl -clcerts 2039
alone.p12: @signpdf signs with the certificate until 2039, the JDK has 2039, openssl -clcerts 2039
E
echo "As recorded."
