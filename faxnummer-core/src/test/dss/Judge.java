import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what EU DSS says of signed files. In a JVM of its own: DSS needs another Bouncy Castle than the program.
 *
 * <p>Arguments: the file of a trusted root; files with revocation lists ({@code .crl}); the signed files.
 */
class Judge {

    public static void main(String[] args) throws Exception {
        List<String> files = Arrays.asList(args).subList(1, args.length);
        CertificateToken root = DSSUtils.loadCertificate(new File(args[0]));
        String[] lists = files.stream().filter(it -> it.endsWith(".crl")).toArray(String[]::new);
        for (String file : files) {
            if (file.endsWith(".crl")) {
                continue;
            }
            var trusted = new CommonTrustedCertificateSource();
            trusted.addCertificate(root);
            var verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            if (lists.length > 0) {
                var streams = new java.io.InputStream[lists.length];
                for (int i = 0; i < lists.length; i++) {
                    streams[i] = new java.io.FileInputStream(lists[i]);
                }
                verifier.setCrlSource(new ExternalResourcesCRLSource(streams));
            }
            var validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
            validator.setCertificateVerifier(verifier);
            var report = validator.validateDocument().getSimpleReport();
            String id = report.getFirstSignatureId();
            System.out.println(new File(file).getName() + " "
                    + (id == null
                            ? "no signature"
                            : report.getIndication(id) + " " + report.getSignatureFormat(id) + " "
                                    + report.getAdESValidationErrors(id)));
        }
    }
}
