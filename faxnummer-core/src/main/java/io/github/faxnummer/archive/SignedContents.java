package io.github.faxnummer.archive;

import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what lies beside a signed report, and its line of the index, with the data in the report. Only these are signed:
 * the chain of an index that was made anew would hold whatever its maker put there.
 */
final class SignedContents {

    private static final String DATA = "fax-report.json";

    private final List<ArchiveEntry> entries;
    private final List<Verification> found = new ArrayList<>();
    private int compared;

    /** @param entries of the index */
    SignedContents(List<ArchiveEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Compares an entry, and the earlier ones of which it is a signed form.
     *
     * @param signed the signed bytes of its report
     */
    void add(ArchiveEntry entry, byte[] signed) throws IOException {
        byte[] data = ReportVerifier.embedded(signed).get(DATA);
        if (data == null) {
            found.add(Verification.notMet("verify.archive.contents.differs", DATA, entry.number()));
            return;
        }
        JsonObject json = JsonObject.parse(new String(data, StandardCharsets.UTF_8));
        List<String> documents = new ArrayList<>();
        for (JsonObject document : json.objects("documents")) {
            documents.add((document.has("sent") ? document.object("sent") : document).text("sha256"));
        }
        List<ArchivedFax> faxes = ArchivedFax.allOf(json);
        Optional<ArchiveEntry> next = Optional.of(entry);
        while (next.isPresent()) {
            compare(next.get(), Sha256.of(data), documents, faxes);
            long number = next.get().number();
            next = next.get().signedFormOf().filter(it -> it < number).flatMap(this::entry);
        }
    }

    private Optional<ArchiveEntry> entry(long number) {
        return entries.stream().filter(it -> it.number() == number).findFirst();
    }

    private void compare(ArchiveEntry entry, String data, List<String> documents, List<ArchivedFax> faxes) {
        List<String> differing = new ArrayList<>();
        for (ArchivedFile file : entry.files()) {
            boolean isSame = file.file().equals(ReportArchive.REPORT)
                    || (file.file().equals(DATA) ? file.sha256().equals(data) : documents.contains(file.sha256()));
            if (!isSame) {
                differing.add(file.file());
            }
        }
        if (!entry.faxes().equals(faxes)) {
            differing.add(ArchiveIndex.FILE);
        }
        compared++;
        differing.forEach(it -> found.add(Verification.notMet("verify.archive.contents.differs", it, entry.number())));
    }

    /** What was found. */
    List<Verification> checks() {
        return found.isEmpty() && compared > 0
                ? List.of(Verification.met("verify.archive.contents", compared))
                : List.copyOf(found);
    }
}
