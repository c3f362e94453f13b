#!/usr/bin/env bash
# Guess:    `openssl ts -reply` fails if it makes no time stamp, and `openssl ts -verify` knows the keys and paddings
#           that OpenSSL knows.
# Seen:     with an Ed25519 or RSASSA-PSS certificate it says "Response has been generated" and exits with 0; the
#           response is a rejection of 45 bytes without a time stamp. The same for a digest that its configuration does
#           not name. `openssl ts -verify` calls a genuine time stamp of Bouncy Castle's by Ed25519, or by an ordinary
#           RSA certificate with PSS padding, a signature failure; one by an RSASSA-PSS certificate, which it cannot
#           make, it verifies.
# Versions: OpenSSL 3.0 (Debian 12), Bouncy Castle 1.87 (JDK 17).
# Matters:  a script that looks at the exit status archives reports without a time stamp, and genuine stamps look forged.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
[[ $(openssl version) == "OpenSSL 3.0."* ]] || { echo "this was seen with OpenSSL 3.0" >&2; exit 2; }
drivers org.bouncycastle:bcpkix-jdk18on:1.87 > maven.log
cat > Stamp.java <<'E'
import java.io.File;
import java.math.BigInteger;
import java.nio.file.*;
import java.security.*;
import java.security.cert.X509Certificate;
import java.util.*;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.operator.jcajce.*;
import org.bouncycastle.tsp.*;
class Stamp {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
        var store = KeyStore.getInstance("PKCS12", "BC");
        try (var in = Files.newInputStream(Path.of(args[0] + ".p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        String alias = store.aliases().nextElement();
        var certificate = (X509Certificate) store.getCertificate(alias);
        var signer = new JcaContentSignerBuilder(args[1]).setProvider("BC")
                .build((PrivateKey) store.getKey(alias, "changeit".toCharArray()));
        var digests = new JcaDigestCalculatorProviderBuilder().setProvider("BC").build();
        var tokens = new TimeStampTokenGenerator(new JcaSignerInfoGeneratorBuilder(digests).build(signer, certificate),
                digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier("1.2.3.4"));
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
        var query = new TimeStampRequest(Files.readAllBytes(Path.of("query")));
        var response = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                .generate(query, BigInteger.valueOf(7), new Date());
        response.validate(query);
        response.getTimeStampToken().validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC")
                .build(certificate));
        Files.write(Path.of("genuine"), response.getEncoded());
    }
}
E
cat > ts.cnf <<'E'
[tsa]
default_tsa = server
[server]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
E
echo report > data
verified() { openssl ts -verify -queryfile query -in "$1" -CAfile "$2.pem" 2>&1 | sed -n 's/^Verification: //p'; }
while read -r name digest algorithm kind options; do
  # shellcheck disable=SC2086
  openssl req -x509 -newkey $kind $options -nodes -keyout "$name.key" -out "$name.pem" -days 30 -subj /CN=server \
    -addext extendedKeyUsage=critical,timeStamping 2> openssl.log
  openssl pkcs12 -export -inkey "$name.key" -in "$name.pem" -out "$name.p12" -passout pass:changeit
  openssl ts -query -data data "-$digest" -cert -out query 2> openssl.log
  echo 01 > serial
  status=0
  openssl ts -reply -config ts.cnf -queryfile query -signer "$name.pem" -inkey "$name.key" -out reply \
    2> openssl.log || status=$?
  granted=$(openssl ts -reply -in reply -text 2> /dev/null | sed -n 's/^Status: \(.*\)\./\1/p')
  java -cp 'lib/*' Stamp.java "$name" "$algorithm"
  echo "$name, $digest, $algorithm: exit $status, $granted; verifies $(verified reply "$name"), Bouncy Castle's" \
    "$(verified genuine "$name")"
done <<'E' | tee seen.out
rsa sha256 SHA256withRSA rsa:2048
rsa sha512 SHA256withRSA rsa:2048
rsa sha256 SHA256withRSAandMGF1 rsa:2048
rsa-pss sha256 SHA256withRSAandMGF1 rsa-pss -pkeyopt rsa_keygen_bits:2048
p256 sha256 SHA256withECDSA ec -pkeyopt ec_paramgen_curve:P-256
ed25519 sha256 Ed25519 ed25519
E
diff seen.out - <<'E'
rsa, sha256, SHA256withRSA: exit 0, Granted; verifies OK, Bouncy Castle's OK
rsa, sha512, SHA256withRSA: exit 0, Rejected; verifies FAILED, Bouncy Castle's OK
rsa, sha256, SHA256withRSAandMGF1: exit 0, Granted; verifies OK, Bouncy Castle's FAILED
rsa-pss, sha256, SHA256withRSAandMGF1: exit 0, Rejected; verifies FAILED, Bouncy Castle's OK
p256, sha256, SHA256withECDSA: exit 0, Granted; verifies OK, Bouncy Castle's OK
ed25519, sha256, Ed25519: exit 0, Rejected; verifies FAILED, Bouncy Castle's FAILED
E
echo "As recorded."
