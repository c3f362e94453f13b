#!/usr/bin/env bash
# Guess:    a program that read the signatures of PDFs with Bouncy Castle 1.83 reads them with 1.87. The zeros behind the
#           CMS in /Contents, which every signed PDF has, are ignored, as before.
# Seen:     CMSSignedData(byte[]) ignores the zeros in 1.83 and throws "IOException reading content" for them in 1.87.
#           EU DSS 6.4, which brings 1.83, finds no signature in any PDF with 1.87: no exception, an empty report, a
#           line in the log.
# Versions: bcpkix-jdk18on 1.83, 1.87 (JDK 17), dss-pades-pdfbox 6.4, OpenSSL 3.0.
# Matters:  an update of a library by a dependency manager makes a validator say that signed files are not signed.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
cat > Read.java <<'E'
import java.nio.file.*;
import org.bouncycastle.cms.*;
class Read {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            String seen;
            try {
                seen = new CMSSignedData(Files.readAllBytes(Path.of(file))).getSignerInfos().size() + " signer";
            } catch (CMSException e) {
                seen = e.getMessage();
            }
            System.out.println(file + ": " + seen);
        }
    }
}
E
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=fax 2> openssl.log
echo report > data
openssl cms -sign -binary -cades -md sha256 -in data -outform DER -out exact -signer cert.pem -inkey key.pem
{ cat exact; head -c 1000 /dev/zero; } > padded
for release in 1.83 1.87; do
  rm -rf lib
  drivers org.bouncycastle:bcpkix-jdk18on:$release > maven.log
  java -cp 'lib/*' Read.java exact padded | sed "s/^/$release /"
done | tee seen.out
diff seen.out - <<'E'
1.83 exact: 1 signer
1.83 padded: 1 signer
1.87 exact: 1 signer
1.87 padded: IOException reading content.
E
echo "As recorded."
