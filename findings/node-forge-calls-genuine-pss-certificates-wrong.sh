#!/usr/bin/env bash
# Guess:    what OpenSSL signs with RSASSA-PSS, other libraries verify: hash, mask and length of the salt stand in the
#           certificate.
# Seen:     node-forge hashes with SHA-256 whatever is written there, reads one byte of the salt's length and takes a
#           salt of no bytes for the whole block: SHA-384 and SHA-512 are false, 128 bytes and more an exception
#           (OpenSSL makes it 222 if not told otherwise), none is false. A mask with another hash than the text's, here
#           SHA-1, is false for pkijs and no known algorithm for Bouncy Castle. OpenSSL and the JDK verify all.
# Versions: node-forge 1.4.3, pkijs 4.0.0 (Node.js 20), Bouncy Castle 1.87, JDK 17, OpenSSL 3.0.
# Matters:  a check of a report's signer says forged where the tool that made the certificate says genuine. With SHA-256
#           and a salt of 32 bytes all agree.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers org.bouncycastle:bcpkix-jdk18on:1.87 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" node-forge@1.4.3 pkijs@4.0.0
openssl genrsa -out key.pem 2048 2> openssl.log
names=()
certificate() { # NAME OPTION...
  openssl req -x509 -new -key key.pem -subj /CN=Fax -days 30 -out "$1.pem" "${@:2}"
  names+=("$1")
}
pss() { # HASH SALT [OPTION...]
  certificate "$1-$2${3:+-mask-sha1}" "-$1" -sigopt rsa_padding_mode:pss -sigopt "rsa_pss_saltlen:$2" "${@:3}"
}
certificate PKCS1 -sha256
pss sha256 0
pss sha256 20
pss sha256 32
pss sha256 127
pss sha256 128
certificate sha256-default -sha256 -sigopt rsa_padding_mode:pss
pss sha384 48
pss sha512 64
pss sha256 32 -sigopt rsa_mgf1_md:sha1
cat > Verify.java <<'E'
import java.io.FileInputStream;
import java.security.SignatureException;
import java.security.cert.*;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
class Verify {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            X509Certificate certificate;
            try (var in = new FileInputStream(name + ".pem")) {
                certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            }
            String jdk = "right", bouncy;
            try {
                certificate.verify(certificate.getPublicKey());
            } catch (SignatureException e) {
                jdk = "wrong";
            }
            try {
                var verifier = new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());
                bouncy = new JcaX509CertificateHolder(certificate).isSignatureValid(verifier.build(certificate))
                        ? "right" : "wrong";
            } catch (CertException e) {
                bouncy = e.getMessage().replaceAll(".*: (no such algorithm).*", "$1");
            }
            System.out.println("JDK " + jdk + ", Bouncy Castle " + bouncy);
        }
    }
}
E
cat > verify.js <<'E'
const forge = require('node-forge'), pkijs = require('pkijs'), { X509Certificate } = require('crypto')
pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto }))
async function verify() {
  for (const name of process.argv.slice(2)) {
    const pem = require('fs').readFileSync(`${name}.pem`, 'utf8')
    const other = await pkijs.Certificate.fromBER(new Uint8Array(new X509Certificate(pem).raw)).verify()
    let seen
    try {
      const certificate = forge.pki.certificateFromPem(pem)
      seen = certificate.verify(certificate) ? 'right' : 'wrong'
    } catch {
      seen = 'an exception'
    }
    console.log(`pkijs ${other ? 'right' : 'wrong'}, node-forge ${seen}`)
  }
}
verify()
E
for name in "${names[@]}"; do
  answer=wrong
  ! openssl verify -check_ss_sig -CAfile "$name.pem" "$name.pem" > openssl.log 2>&1 || answer=right
  echo "$name: OpenSSL $answer"
done > openssl.out
java -cp 'lib/*' Verify.java "${names[@]}" > java.out
node verify.js "${names[@]}" > node.out
paste -d'|' openssl.out java.out node.out | sed 's/|/, /g' | tee seen.out
diff seen.out - <<'E'
PKCS1: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge right
sha256-0: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge wrong
sha256-20: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge right
sha256-32: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge right
sha256-127: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge right
sha256-128: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge an exception
sha256-default: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge an exception
sha384-48: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge wrong
sha512-64: OpenSSL right, JDK right, Bouncy Castle right, pkijs right, node-forge wrong
sha256-32-mask-sha1: OpenSSL right, JDK right, Bouncy Castle no such algorithm, pkijs wrong, node-forge an exception
E
echo "As recorded."
