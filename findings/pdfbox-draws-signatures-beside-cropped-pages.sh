#!/usr/bin/env bash
# Guess:    PDFBox puts a visible signature as far from the upper left corner of the page as it is told, whatever box
#           the page shows, as it does for turned pages.
# Seen:     turned pages are right. If what a page shows does not begin at 0,0, because it is cropped or its MediaBox
#           begins elsewhere, the stamp is counted from 0,0 all the same and lies beside the paper: none of it is drawn
#           on the two pages here, and none of the calls says so. pdfsig calls all of them valid.
# Versions: PDFBox 3.0.8 (PDVisibleSignDesigner), Bouncy Castle 1.87 (JDK 17); poppler 22.12.0, Ghostscript 10.0.0.
# Matters:  pages cut out of larger sheets, and drawings, are signed visibly, and the fax of them bears no signature.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/objects.sh"
. "$support/databases.sh"
want_ghostscript
want_poppler
drivers org.apache.pdfbox:pdfbox:3.0.8 org.bouncycastle:bcpkix-jdk18on:1.87 > maven.log
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj /CN=Test 2> openssl.log
openssl pkcs12 -export -inkey key.pem -in certificate.pem -out key.p12 -passout pass:changeit
page() { # NAME ENTRIES
  objects "$1.pdf" '<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>$2>>" "$(content '')"
}
page plain '/MediaBox[0 0 300 200]'
page turned '/MediaBox[0 0 300 200]/Rotate 90'
page cropped '/MediaBox[0 0 600 600]/CropBox[200 100 500 300]'
page elsewhere '/MediaBox[200 300 500 500]'
cat > Sign.java <<'E'
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.*;
import java.security.*;
import java.security.cert.X509Certificate;
import java.util.*;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.*;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.visible.*;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.*;
class Sign {
    public static void main(String[] names) throws Exception {
        var store = KeyStore.getInstance(new File("key.p12"), "changeit".toCharArray());
        String alias = store.aliases().nextElement();
        var key = (PrivateKey) store.getKey(alias, "changeit".toCharArray());
        var certificate = (X509Certificate) store.getCertificate(alias);
        SignatureInterface signer = content -> {
            try {
                var signed = new CMSSignedDataGenerator();
                signed.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                        new JcaDigestCalculatorProviderBuilder().build())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(key), certificate));
                signed.addCertificate(new JcaX509CertificateHolder(certificate));
                return signed.generate(new CMSProcessableByteArray(content.readAllBytes()), false).getEncoded();
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        var black = new BufferedImage(200, 50, BufferedImage.TYPE_INT_RGB);
        for (String name : names) {
            try (var document = Loader.loadPDF(new File(name + ".pdf"));
                    var out = new FileOutputStream(name + "-signed.pdf")) {
                var stamp = new PDVisibleSignDesigner(document, black, 1);
                stamp.xAxis(20).yAxis(30).width(100).height(25).adjustForRotation();
                var visible = new PDVisibleSigProperties();
                visible.visualSignEnabled(true).page(1).setPdVisibleSignature(stamp).buildSignature();
                var options = new SignatureOptions();
                options.setVisualSignature(visible);
                options.setPage(0);
                var signature = new PDSignature();
                signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
                signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
                signature.setSignDate(Calendar.getInstance());
                document.addSignature(signature, signer, options);
                document.saveIncremental(out);
            }
        }
    }
}
E
java -cp 'lib/*' Sign.java plain turned cropped elsewhere > java.log 2>&1
dots() { tail -c $((300 * 200)) "$1" | LC_ALL=C tr -d '\200-\377' | wc -c; } # The number of dark dots of 300x200.
for name in plain turned cropped elsewhere; do
  gs -q -dBATCH -dNOPAUSE -dUseCropBox -sDEVICE=pgmraw -r72 -o gs.pgm $name-signed.pdf
  pdftoppm -gray -r 72 -singlefile $name-signed.pdf poppler
  pdfsig -nocert $name-signed.pdf > pdfsig.out 2> pdfsig.log
  echo "$name: $(dots gs.pgm) dark dots by Ghostscript, $(dots poppler.pgm) by poppler$(
    sed -n 's/.*Validation: /; pdfsig: /p' pdfsig.out)"
done | tee seen.out
diff seen.out - <<'E'
plain: 2500 dark dots by Ghostscript, 2500 by poppler; pdfsig: Signature is Valid.
turned: 2500 dark dots by Ghostscript, 2500 by poppler; pdfsig: Signature is Valid.
cropped: 0 dark dots by Ghostscript, 0 by poppler; pdfsig: Signature is Valid.
elsewhere: 0 dark dots by Ghostscript, 0 by poppler; pdfsig: Signature is Valid.
E
echo "As recorded."
