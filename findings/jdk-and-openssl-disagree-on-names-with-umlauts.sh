#!/usr/bin/env bash
# Guess:    whether a certificate names its issuer is answered alike by all: case, blanks and the kind of string do not
#           count, for umlauts as little as for other letters.
# Seen:     that is so for ASCII only. "MÜLLER" for "Müller", or a u with a combining diaeresis, is the same name for
#           the JDK and pkijs, another one for OpenSSL and Bouncy Castle. A T61String or BMPString with an umlaut is the
#           same for all but the JDK. "Straße" and "Strasse" are the same for the JDK alone.
# Versions: JDK 17, Bouncy Castle 1.87, OpenSSL 3.0, pkijs 4.0.0 (Node.js 20).
# Matters:  the standard of 1999 allowed the older strings, that of today wants UTF-8. The chain of a signed report that
#           one tool finds has no issuer in another, and a rule for the signer's name lets in two names or none.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers org.bouncycastle:bcprov-jdk18on:1.87 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" pkijs@4.0.0
openssl ecparam -name prime256v1 -genkey -noout -out key.pem
certificate() { # FILE KIND ORGANISATION COMMON-NAME [ISSUER]
  cat > "$1.cnf" <<E
[req]
distinguished_name = name
prompt = no
utf8 = yes
string_mask = $2
[name]
O = $3
CN = $4
[authority]
basicConstraints = critical,CA:TRUE
E
  openssl req -x509 -new -key key.pem -days 30 -config "$1.cnf" -extensions authority -out "$1.pem"
}
pair() { # NAME KIND ORGANISATION KIND ORGANISATION
  certificate "$1.root" "$2" "$3" Root
  certificate "$1.other" "$4" "$5" Root
  openssl req -new -key key.pem -config "$1.root.cnf" -subj /CN=Fax -out request 2> openssl.log
  openssl x509 -req -in request -CA "$1.other.pem" -CAkey key.pem -set_serial 2 -days 20 -out "$1.leaf.pem" \
    2> openssl.log
  pairs+=("$1")
}
pairs=()
pair case utf8only Report utf8only REPORT
pair kind utf8only Report pkix Report
pair umlaut utf8only Müller utf8only MÜLLER
pair combining utf8only Müller utf8only $'Mu\xcc\x88ller'
pair T61 utf8only Müller MASK:0x4 Müller
pair BMP utf8only Müller MASK:0x800 Müller
pair sharp-s utf8only Strasse utf8only Straße
cat > Names.java <<'E'
import java.io.FileInputStream;
import java.security.cert.*;
import java.util.*;
import org.bouncycastle.asn1.x500.X500Name;
class Names {
    public static void main(String[] pairs) throws Exception {
        for (String pair : pairs) {
            X509Certificate root = read(pair + ".root.pem"), leaf = read(pair + ".leaf.pem");
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            String jdk = "same";
            try {
                CertPathValidator.getInstance("PKIX").validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
            } catch (CertPathValidatorException e) {
                jdk = "other";
            }
            boolean same = X500Name.getInstance(leaf.getIssuerX500Principal().getEncoded())
                    .equals(X500Name.getInstance(root.getSubjectX500Principal().getEncoded()));
            System.out.println("JDK " + jdk + ", Bouncy Castle " + (same ? "same" : "other"));
        }
    }
    static X509Certificate read(String file) throws Exception {
        try (var in = new FileInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
E
cat > names.js <<'E'
const pkijs = require('pkijs'), { X509Certificate } = require('crypto'), { readFileSync } = require('fs')
pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto }))
const read = file => pkijs.Certificate.fromBER(new Uint8Array(new X509Certificate(readFileSync(file)).raw))
async function check() {
  for (const pair of process.argv.slice(2)) {
    const chain = new pkijs.CertificateChainValidationEngine({
      trustedCerts: [read(`${pair}.root.pem`)], certs: [read(`${pair}.leaf.pem`)]
    })
    console.log(`pkijs ${(await chain.verify()).result ? 'same' : 'other'}`)
  }
}
check()
E
for pair in "${pairs[@]}"; do
  answer=other
  ! openssl verify -CAfile "$pair.root.pem" "$pair.leaf.pem" > openssl.log 2>&1 || answer=same
  echo "$pair: OpenSSL $answer"
done > openssl.out
java -cp 'lib/*' Names.java "${pairs[@]}" > java.out
node names.js "${pairs[@]}" > node.out
paste -d'|' openssl.out java.out node.out | sed 's/|/, /g' | tee seen.out
diff seen.out - <<'E'
case: OpenSSL same, JDK same, Bouncy Castle same, pkijs same
kind: OpenSSL same, JDK same, Bouncy Castle same, pkijs same
umlaut: OpenSSL other, JDK same, Bouncy Castle other, pkijs same
combining: OpenSSL other, JDK same, Bouncy Castle other, pkijs same
T61: OpenSSL same, JDK other, Bouncy Castle same, pkijs same
BMP: OpenSSL same, JDK other, Bouncy Castle same, pkijs same
sharp-s: OpenSSL other, JDK same, Bouncy Castle other, pkijs other
E
echo "As recorded."
