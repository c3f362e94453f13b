#!/usr/bin/env bash
# Guess:    a key that KeyStore returned and that initSign accepted signs; a curve that the JDK does not know fails when
#           the key store is read. A key that its certificate confines to RSASSA-PSS takes no other padding.
# Seen:     a brainpool key (as German trust centres issue) is read, getKey, getCertificate and initSign succeed, and
#           sign() says "Curve not supported". With a key of an RSASSA-PSS certificate SHA256withRSA signs, and the JDK
#           verifies it as right, while OpenSSL refuses the same bytes; RSASSA-PSS itself fails in sign() unless its
#           parameters were set, which the certificate would have told.
# Versions: JDK 17, OpenSSL 3.0 (key stores and judge). JDK 25 did the same.
# Matters:  a check of the signing key before a fax goes passes, and the report stays unsigned, or is signed so that
#           others call it invalid: sign something, and have the certificate's algorithm chosen, not "RSA".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
found="$java, $(openssl version)"
echo "JDK $found"
[[ $found == "17, OpenSSL 3.0."* ]] || { echo "this was seen with JDK 17, OpenSSL 3.0" >&2; exit 2; }
store() { # NAME OPTIONS
  openssl req -x509 -newkey "${@:2}" -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=fax 2> openssl.log
  openssl x509 -in cert.pem -noout -pubkey > "$1.pub"
  openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass:secret -name report -out "$1.p12"
}
store P-256 ec -pkeyopt ec_paramgen_curve:P-256
store brainpoolP256r1 ec -pkeyopt ec_paramgen_curve:brainpoolP256r1
store RSA rsa:2048
store RSASSA-PSS rsa-pss -pkeyopt rsa_keygen_bits:2048
cat > Sign.java <<'E'
import java.io.FileInputStream;
import java.nio.file.*;
import java.security.*;
class Sign {
    public static void main(String[] args) throws Exception {
        char[] password = "secret".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(args[0] + ".p12")) {
            store.load(in, password);
        }
        var key = (PrivateKey) store.getKey("report", password);
        var certificate = store.getCertificate("report");
        String steps = "key read (" + key.getAlgorithm() + ")";
        try {
            byte[] data = Files.readAllBytes(Path.of("data"));
            var signer = Signature.getInstance(args[1]);
            signer.initSign(key);
            steps += ", initSign";
            signer.update(data);
            byte[] signature = signer.sign();
            steps += ", signed";
            Files.write(Path.of("signature"), signature);
            signer.initVerify(certificate);
            signer.update(data);
            steps += signer.verify(signature) ? ", the JDK calls it right" : ", the JDK calls it wrong";
        } catch (GeneralSecurityException e) {
            steps += "; then " + e.getMessage().replaceAll(" \\(.*", "");
        }
        System.out.println(steps);
    }
}
E
echo report > data
while read -r name algorithm; do
  rm -f signature
  echo "$name, $algorithm: $(java Sign.java "$name" "$algorithm")"
  [ ! -e signature ] ||
    echo "  OpenSSL: $(openssl dgst -sha256 -verify "$name.pub" -signature signature data 2> openssl.log || true)"
done <<'E' | tee seen.out
P-256 SHA256withECDSA
brainpoolP256r1 SHA256withECDSA
RSA SHA256withRSA
RSASSA-PSS SHA256withRSA
RSASSA-PSS RSASSA-PSS
E
diff seen.out - <<'E'
P-256, SHA256withECDSA: key read (EC), initSign, signed, the JDK calls it right
  OpenSSL: Verified OK
brainpoolP256r1, SHA256withECDSA: key read (EC), initSign; then Curve not supported: brainpoolP256r1
RSA, SHA256withRSA: key read (RSA), initSign, signed, the JDK calls it right
  OpenSSL: Verified OK
RSASSA-PSS, SHA256withRSA: key read (RSASSA-PSS), initSign, signed, the JDK calls it right
  OpenSSL: Verification failure
RSASSA-PSS, RSASSA-PSS: key read (RSASSA-PSS), initSign; then Parameters required for RSASSA-PSS signatures
E
echo "As recorded."
