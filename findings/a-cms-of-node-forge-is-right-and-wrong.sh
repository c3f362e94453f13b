#!/usr/bin/env bash
# Guess:    the order in which a program names the signed attributes does not matter: node-forge sorts them, as DER asks
#           of a SET OF, and any reader calls the signature right.
# Seen:     node-forge 1.4.3 signs and writes them in the order given. OpenSSL, the JDK's own reader and pkijs take each
#           order; Bouncy Castle sorts before it verifies and calls every other order wrong, the one that node-forge's
#           manual shows (type, digest, time) among them. Type, time, digest is right for all.
# Versions: node-forge 1.4.3, pkijs 4.0.0 (Node.js 20), Bouncy Castle 1.83 and 1.87 (JDK 17), OpenSSL 3.0.
# Matters:  a report signed in a pipeline passes `openssl cms -verify` there, and a recipient whose validator builds on
#           Bouncy Castle is told that it was changed.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" node-forge@1.4.3 pkijs@4.0.0
cat > sign.js <<'E'
const forge = require('node-forge'), { writeFileSync } = require('fs'), oids = forge.pki.oids
const keys = forge.pki.rsa.generateKeyPair(2048), cert = forge.pki.createCertificate()
cert.publicKey = keys.publicKey
cert.validity.notBefore = new Date(Date.now() - 86400000)
cert.validity.notAfter = new Date(Date.now() + 86400000)
cert.setSubject([{ name: 'commonName', value: 'Fax' }])
cert.setIssuer(cert.subject.attributes)
cert.sign(keys.privateKey, forge.md.sha256.create())
writeFileSync('cert.pem', forge.pki.certificateToPem(cert))
for (const order of process.argv.slice(2)) {
  const attributes = {
    type: { type: oids.contentType, value: oids.data },
    digest: { type: oids.messageDigest },
    time: { type: oids.signingTime, value: new Date() }
  }
  const signed = forge.pkcs7.createSignedData()
  signed.content = forge.util.createBuffer('report')
  signed.addCertificate(cert)
  signed.addSigner({ key: keys.privateKey, certificate: cert, digestAlgorithm: oids.sha256,
    authenticatedAttributes: order.split('-').map(name => attributes[name]) })
  signed.sign()
  writeFileSync(order, Buffer.from(forge.asn1.toDer(signed.toAsn1()).getBytes(), 'binary'))
}
E
cat > verify.js <<'E'
const pkijs = require('pkijs'), { readFileSync } = require('fs')
pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto }))
const info = pkijs.ContentInfo.fromBER(new Uint8Array(readFileSync(process.argv[2])))
new pkijs.SignedData({ schema: info.content }).verify({ signer: 0, checkChain: false })
  .then(right => console.log(right ? 'right' : 'wrong'))
E
cat > Verify.java <<'E'
import java.nio.file.*;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
@SuppressWarnings("unchecked")
class Verify {
    public static void main(String[] args) throws Exception {
        byte[] file = Files.readAllBytes(Path.of(args[0]));
        boolean right;
        if (args.length > 1) {
            right = new sun.security.pkcs.PKCS7(file).verify() != null;
        } else {
            var signed = new CMSSignedData(file);
            var signer = signed.getSignerInfos().getSigners().iterator().next();
            Object cert = signed.getCertificates().getMatches(signer.getSID()).iterator().next();
            right = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build((X509CertificateHolder) cert));
        }
        System.out.println(right ? "right" : "wrong");
    }
}
E
for release in 1.83 1.87; do
  drivers org.bouncycastle:bcpkix-jdk18on:$release > maven.log
  mv lib $release
done
verify() { # RELEASE FILE [jdk]
  java --add-exports java.base/sun.security.pkcs=ALL-UNNAMED -cp "$1/*" Verify.java "${@:2}"
}
orders=(type-digest-time type-time-digest digest-type-time)
node sign.js "${orders[@]}"
for order in "${orders[@]}"; do
  seen=wrong
  ! openssl cms -verify -inform DER -in "$order" -CAfile cert.pem -purpose any > openssl.log 2>&1 || seen=right
  echo "$order: OpenSSL $seen, pkijs $(node verify.js "$order")," \
    "JDK $(verify 1.83 "$order" jdk), Bouncy Castle 1.83 $(verify 1.83 "$order"), 1.87 $(verify 1.87 "$order")"
done | tee seen.out
diff seen.out - <<'E'
type-digest-time: OpenSSL right, pkijs right, JDK right, Bouncy Castle 1.83 wrong, 1.87 wrong
type-time-digest: OpenSSL right, pkijs right, JDK right, Bouncy Castle 1.83 right, 1.87 right
digest-type-time: OpenSSL right, pkijs right, JDK right, Bouncy Castle 1.83 wrong, 1.87 wrong
E
echo "As recorded."
