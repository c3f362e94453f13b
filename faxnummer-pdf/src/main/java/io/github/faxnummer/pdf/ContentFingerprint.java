package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Identifies what the pages of a PDF show. Two files that differ only in how they are written have the same
 * fingerprint: dates, identifiers, metadata, object order, compression, version, names of resources and subset fonts,
 * tags, bookmarks and link targets do not count. Every difference that a drawn page shows changes the fingerprint.
 *
 * <p>Fingerprints are persisted and compared across versions of this library. {@link #ALGORITHM} is part of what is
 * hashed; it changes with every change of the algorithm. The only exception is what a rare kind of document shows
 * and an earlier version did not look at: documents of this kind get another fingerprint, all others keep theirs.
 *
 * @param value 64 hexadecimal digits in lower case
 * @param sha256 of the file that was read, 64 hexadecimal digits in lower case
 */
public record ContentFingerprint(String value, String sha256) implements Serializable {

    public static final String ALGORITHM = "faxnummer-content-1";

    /**
     * Computes the fingerprint of a file, within the limits for time and memory, for any content.
     *
     * @throws UnreadablePdfException if the file is not a PDF, needs a password, has no page or exceeds a limit
     * @throws IOException if the file itself cannot be read
     */
    public static ContentFingerprint of(Path file, PdfLimits limits) throws IOException {
        return of(file, limits, Optional.empty(), Optional.empty());
    }

    /**
     * Computes the fingerprint of a file that a {@link Composer} wrote, of which parts have an identity of their own.
     *
     * @param cover the SHA-256 of what counts of the cover page, in hexadecimal digits; takes the place of what the first
     *     page shows
     * @param headers the SHA-256 of what counts of the headers, in hexadecimal digits; takes the place of what they show
     * @throws UnreadablePdfException if the file is not a PDF, needs a password, has no page or exceeds a limit
     * @throws IOException if the file itself cannot be read
     */
    public static ContentFingerprint of(Path file, PdfLimits limits, Optional<String> cover, Optional<String> headers)
            throws IOException {
        PdfSource source = new PdfSource(file, limits);
        ResourceBudget budget = ResourceBudget.start(limits);
        List<byte[]> hashes = new ArrayList<>(1);
        try {
            RenderThread.<byte[]>run(
                    budget,
                    output -> output.accept(hash(
                            source,
                            budget,
                            cover.map(HexFormat.of()::parseHex),
                            headers.map(HexFormat.of()::parseHex))),
                    hashes::add);
        } catch (PdfLimitExceededException e) {
            throw new UnreadablePdfException(e.toFinding(budget.page()));
        }
        return new ContentFingerprint(HexFormat.of().formatHex(hashes.get(0)), source.sha256());
    }

    private static byte[] hash(
            PdfSource source, ResourceBudget budget, Optional<byte[]> cover, Optional<byte[]> headers)
            throws IOException {
        try (GuardedDocument pdf = GuardedDocument.open(source.open(), budget)) {
            if (pdf.pages().isEmpty()) {
                throw budget.fail(Kind.NO_PAGE, "");
            }
            CanonicalDigest digest = new CanonicalDigest(ALGORITHM);
            PageHasher hasher = new PageHasher(pdf.document(), budget);
            for (GuardedPage page : pdf.pages()) {
                budget.startPage(budget.page() + 1);
                if (budget.page() == 1 && cover.isPresent()) {
                    digest.hash(cover.get());
                } else {
                    digest.hash(hasher.hash(
                            headers.isPresent() ? HeaderPainter.without(page, pdf.document(), budget) : page));
                }
            }
            headers.ifPresent(digest::hash);
            return digest.finish();
        }
    }
}
