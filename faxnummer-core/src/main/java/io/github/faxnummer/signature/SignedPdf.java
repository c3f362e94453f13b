package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;

/** A PDF with one signature: the bytes that are signed, those reserved for the signature, and what follows. */
final class SignedPdf {

    private static final COSName PADES = COSName.getPDFName("ETSI.CAdES.detached");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What only a signature has. One that was damaged must not pass for none. */
    private static final List<String> MARKS = List.of("/ByteRange", "ETSI.CAdES.detached", "Adobe.PPKLite", "/DocMDP");

    private final byte[] file;
    private final int begin;
    private final int end;
    private final int length;
    private final Instant claimed;

    private SignedPdf(byte[] file, int begin, int end, int length, Instant claimed) {
        this.file = file;
        this.begin = begin;
        this.end = end;
        this.length = length;
        this.claimed = claimed;
    }

    /**
     * Signs a PDF, so that no change is allowed to it.
     *
     * @param reserved bytes for the signature and its time stamp
     * @param remark to be shown with the signature
     */
    static byte[] sign(byte[] pdf, SigningKey key, int reserved, Instant time, Optional<String> remark)
            throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return sign(document, key, reserved, time, remark);
        }
    }

    static byte[] sign(PDDocument document, SigningKey key, int reserved, Instant time, Optional<String> remark)
            throws IOException {
        try (SignatureOptions options = new SignatureOptions()) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PADES);
            signature.setName(Certificates.name(key.certificate()));
            signature.setSignDate(calendar(time));
            remark.ifPresent(signature::setReason);
            forbidChanges(document, signature);
            options.setPreferredSignatureSize(reserved);
            document.addSignature(signature, content -> CmsSignature.sign(content.readAllBytes(), key), options);
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            document.saveIncremental(signed);
            return signed.toByteArray();
        }
    }

    /** DocMDP with P = 1. PDF/A forbids the digest method here. */
    private static void forbidChanges(PDDocument document, PDSignature signature) {
        COSDictionary parameters = new COSDictionary();
        parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
        parameters.setInt(COSName.P, 1);
        parameters.setName(COSName.V, "1.2");
        COSDictionary reference = new COSDictionary();
        reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
        reference.setName("TransformMethod", "DocMDP");
        reference.setItem("TransformParams", parameters);
        parameters.setDirect(true);
        reference.setDirect(true);
        COSArray references = new COSArray();
        references.add(reference);
        references.setDirect(true);
        signature.getCOSObject().setItem("Reference", references);
        COSDictionary permissions = new COSDictionary();
        permissions.setItem("DocMDP", signature);
        permissions.setDirect(true);
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        catalog.setItem("Perms", permissions);
        catalog.setNeedToBeUpdated(true);
    }

    /**
     * Finds the signature.
     *
     * @return empty if the file has none
     * @throws SigningException if what there is cannot be read
     */
    static Optional<SignedPdf> of(byte[] file) throws IOException, SigningException {
        try (PDDocument document = Loader.loadPDF(file)) {
            List<PDSignature> signatures = document.getSignatureDictionaries();
            if (signatures.isEmpty()) {
                if (hasMarks(file, document)) {
                    throw new SigningException(Message.of("verify.signature.remains"));
                }
                return Optional.empty();
            }
            if (signatures.size() > 1
                    || !PADES.getName().equals(signatures.get(0).getSubFilter())) {
                throw new SigningException(Message.of("verify.signature.other"));
            }
            int[] range = signatures.get(0).getByteRange();
            boolean isWhole = range.length == 4
                    && range[0] == 0
                    && range[1] > 0
                    && range[2] > range[1] + 2
                    && range[3] > 0
                    && (long) range[2] + range[3] <= file.length
                    && file[range[1]] == '<'
                    && file[range[2] - 1] == '>';
            if (!isWhole) {
                throw new SigningException(Message.of("verify.signature.remains"));
            }
            Calendar date = signatures.get(0).getSignDate();
            return Optional.of(new SignedPdf(
                    file, range[1], range[2], range[2] + range[3], date == null ? Instant.EPOCH : date.toInstant()));
        }
    }

    /** Embedded files may be signed themselves. */
    private static boolean hasMarks(byte[] file, PDDocument document) throws IOException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (MARKS.stream().noneMatch(text::contains)) {
            return false;
        }
        for (COSObject object : document.getDocument().getObjectsByType(COSName.getPDFName("EmbeddedFile"))) {
            if (object.getObject() instanceof COSStream stream) {
                try (InputStream raw = stream.createRawInputStream()) {
                    text = text.replace(new String(raw.readAllBytes(), StandardCharsets.ISO_8859_1), "");
                }
            }
        }
        return MARKS.stream().anyMatch(text::contains);
    }

    /** Where the bytes reserved for the signature begin. */
    int begin() {
        return begin;
    }

    /** Where what is signed goes on. */
    int end() {
        return end;
    }

    /** The bytes that are signed. */
    byte[] content() {
        byte[] content = new byte[length - (end - begin)];
        System.arraycopy(file, 0, content, 0, begin);
        System.arraycopy(file, end, content, begin, length - end);
        return content;
    }

    /** The signature, with zeros behind it. */
    byte[] signature() throws SigningException {
        String written = new String(file, begin + 1, end - begin - 2, StandardCharsets.ISO_8859_1);
        try {
            byte[] signature = HEX.parseHex(written);
            if (HEX.formatHex(signature).equals(written)) {
                return signature;
            }
        } catch (IllegalArgumentException e) {
            // Not what this program writes.
        }
        throw new SigningException(Message.of("verify.signature.broken", "hex"));
    }

    CmsSignature cms() throws SigningException {
        return CmsSignature.parse(signature(), content());
    }

    /** The same file with another signature of the same bytes. */
    byte[] with(byte[] signature) throws SigningException {
        int capacity = (end - begin - 2) / 2;
        if (signature.length > capacity) {
            throw new SigningException(Message.of("timestamp.large", signature.length, capacity));
        }
        byte[] changed = file.clone();
        byte[] hex = HEX.formatHex(Arrays.copyOf(signature, capacity)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hex, 0, changed, begin + 1, hex.length);
        return changed;
    }

    /** The file as it was signed. */
    byte[] revision() {
        return Arrays.copyOf(file, length);
    }

    /** Whether something follows what is signed. */
    boolean isContinued() {
        return length < file.length;
    }

    byte[] file() {
        return file;
    }

    /** When it was signed, by the signer's own clock. */
    Instant claimed() {
        return claimed;
    }

    private static Calendar calendar(Instant time) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(time.getEpochSecond() * 1000);
        return calendar;
    }
}
