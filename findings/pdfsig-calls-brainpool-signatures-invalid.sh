#!/usr/bin/env bash
# Guess:    pdfsig says of a curve or key type that it does not know that it cannot check, and "invalid" only when bytes
#           do not match. RSA-PSS is either known to it or not.
# Seen:     a correct signature by a brainpool key (as German trust centres issue) or secp256k1 is "Signature is
#           Invalid", the words for a changed file; by a SHA-3 digest it is "Unknown Validation Failure". RSA-PSS is
#           valid with an ordinary RSA certificate and invalid, with the same padding, if the certificate's key is
#           declared as RSASSA-PSS. P-256, P-384 and P-521 are valid. OpenSSL verifies all of them.
# Versions: poppler 22.12.0 (pdfsig), OpenSSL 3.0.
# Matters:  the tool that is recommended to recipients calls a genuine report forged, depending on the certificate that
#           somebody bought.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
want_poppler
[[ $(openssl version) == "OpenSSL 3.0."* ]] || { echo "this was seen with OpenSSL 3.0" >&2; exit 2; }
cat > Pdf.java <<'E'
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
/** Writes the signed parts of a PDF to "data", or puts the signature "cms" into its place. */
class Pdf {
    static final int ROOM = 12000;

    public static void main(String[] args) throws Exception {
        String[] objects = {
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[5 0 R]/Resources<<>>>>",
            "<</Length 18>>stream\n50 50 100 100 re f\nendstream",
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/F 132/Rect[0 0 0 0]/P 3 0 R/V 6 0 R>>",
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 %-8d %-8d %-8d]/Contents<"
                + "0".repeat(ROOM) + ">>>"
        };
        var pdf = new StringBuilder("%PDF-1.7\n");
        var offsets = new ArrayList<Integer>();
        for (int i = 0; i < objects.length; i++) {
            offsets.add(pdf.length());
            String object = i < 5 ? objects[i] : objects[i].formatted(0, 0, 0);
            pdf.append(i + 1).append(" 0 obj ").append(object).append("\nendobj\n");
        }
        int xref = pdf.length();
        pdf.append("xref\n0 7\n0000000000 65535 f \n");
        for (int offset : offsets) pdf.append("%010d 00000 n \n".formatted(offset));
        pdf.append("trailer<</Size 7/Root 1 0 R>>\nstartxref\n" + xref + "\n%%EOF\n");
        int from = pdf.indexOf("/Contents<0") + 9, to = from + ROOM + 2;
        String text = pdf.toString().replace("[0 %-8d %-8d %-8d]".formatted(0, 0, 0),
                "[0 %-8d %-8d %-8d]".formatted(from, to, pdf.length() - to));
        String cms = "";
        if (args.length > 0) cms = HexFormat.of().formatHex(Files.readAllBytes(Path.of("cms")));
        text = text.substring(0, from + 1) + cms + "0".repeat(ROOM - cms.length()) + text.substring(to - 1);
        if (args.length == 0) text = text.substring(0, from) + text.substring(to);
        Files.writeString(Path.of(args.length == 0 ? "data" : args[0]), text, StandardCharsets.ISO_8859_1);
    }
}
E
java Pdf.java
while read -r name digest pss kind options; do
  # shellcheck disable=SC2086
  openssl req -x509 -newkey $kind $options -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=fax 2> openssl.log
  padding=
  [ "$pss" = - ] || padding="-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32"
  # shellcheck disable=SC2086
  openssl cms -sign -binary -cades -md "$digest" -in data -outform DER -out cms -signer cert.pem -inkey key.pem $padding
  java Pdf.java signed.pdf
  openssl cms -verify -binary -inform DER -in cms -content data -CAfile cert.pem -purpose any -out content \
    2> openssl.log
  openssl_says=$(sed 's/CMS //' openssl.log)
  echo "$name: OpenSSL $openssl_says; pdfsig$(pdfsig -nocert signed.pdf 2> pdfsig.log | sed -n 's/.*Validation: / /p')"
done <<'E' | tee seen.out
RSA sha256 - rsa:2048
RSA-PSS,RSA-certificate sha256 pss rsa:2048
RSA-PSS,RSASSA-PSS-certificate sha256 pss rsa-pss -pkeyopt rsa_keygen_bits:2048
RSA,SHA3-256 sha3-256 - rsa:2048
P-256 sha256 - ec -pkeyopt ec_paramgen_curve:P-256
P-384 sha384 - ec -pkeyopt ec_paramgen_curve:P-384
P-521 sha512 - ec -pkeyopt ec_paramgen_curve:P-521
secp256k1 sha256 - ec -pkeyopt ec_paramgen_curve:secp256k1
brainpoolP256r1 sha256 - ec -pkeyopt ec_paramgen_curve:brainpoolP256r1
brainpoolP384r1 sha384 - ec -pkeyopt ec_paramgen_curve:brainpoolP384r1
E
diff seen.out - <<'E'
RSA: OpenSSL Verification successful; pdfsig Signature is Valid.
RSA-PSS,RSA-certificate: OpenSSL Verification successful; pdfsig Signature is Valid.
RSA-PSS,RSASSA-PSS-certificate: OpenSSL Verification successful; pdfsig Signature is Invalid.
RSA,SHA3-256: OpenSSL Verification successful; pdfsig Unknown Validation Failure.
P-256: OpenSSL Verification successful; pdfsig Signature is Valid.
P-384: OpenSSL Verification successful; pdfsig Signature is Valid.
P-521: OpenSSL Verification successful; pdfsig Signature is Valid.
secp256k1: OpenSSL Verification successful; pdfsig Signature is Invalid.
brainpoolP256r1: OpenSSL Verification successful; pdfsig Signature is Invalid.
brainpoolP384r1: OpenSSL Verification successful; pdfsig Signature is Invalid.
E
echo "As recorded."
