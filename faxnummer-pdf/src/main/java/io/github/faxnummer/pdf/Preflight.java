package io.github.faxnummer.pdf;

import io.github.faxnummer.pdf.Finding.Kind;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Looks at a PDF before it is faxed. */
public record Preflight(PdfLimits limits) implements Serializable {

    /** What was learnt of a document, or of a page of it. */
    private sealed interface News {}

    private record Opened(String version) implements News {}

    private record Looked(PageSize size, List<Finding> findings) implements News {}

    /**
     * Whatever the file holds, it comes back with what was found, soon after the time limit at the latest. What is an
     * error of the document is a finding; looking ends with the first one.
     *
     * @throws IOException if the file itself cannot be read
     */
    public PdfFacts check(Path file) throws IOException {
        Snapshot snapshot = Snapshot.of(file, limits);
        List<Finding> findings = new ArrayList<>();
        List<PageSize> pages = new ArrayList<>();
        List<String> version = new ArrayList<>();
        if (snapshot.length() > limits.bytes()) {
            findings.add(new Finding(Kind.LARGE_FILE, 0, megabytes(snapshot.length())));
        }
        Budget budget = Budget.of(limits);
        try {
            Worker.<News>run(budget, news -> look(snapshot, budget, news), news -> {
                if (news instanceof Opened opened) {
                    version.add(opened.version());
                } else if (news instanceof Looked looked) {
                    pages.add(looked.size());
                    findings.addAll(looked.findings());
                }
            });
            if (pages.size() > limits.pages()) {
                findings.add(new Finding(Kind.MANY_PAGES, 0, String.valueOf(pages.size())));
            }
        } catch (Halt e) {
            findings.add(e.on(budget.page()));
        }
        findings.sort(Comparator.comparingInt(Finding::page));
        return new PdfFacts(snapshot.sha256(), snapshot.length(), String.join("", version), pages, findings);
    }

    private static void look(Snapshot snapshot, Budget budget, Consumer<News> news) throws IOException {
        try (OpenPdf pdf = OpenPdf.open(snapshot.open(), budget)) {
            news.accept(new Opened(pdf.version()));
            PictureLook pictures = new PictureLook(budget);
            Visibility visibility = new Visibility(pdf.document());
            for (GuardedPage page : pdf.pages()) {
                budget.page(budget.page() + 1);
                PageSize size = page.size();
                List<Finding> findings = new ArrayList<>();
                if (!size.isUsual()) {
                    findings.add(new Finding(
                            Kind.PAGE_SCALED, budget.page(), Budget.size(size.width(), size.height()) + " mm"));
                }
                findings.addAll(new Inspector(page, Sheet.of(size).scale(), budget, pictures, visibility).inspect());
                news.accept(new Looked(size, findings));
            }
            budget.page(0);
            if (pdf.pages().isEmpty()) {
                throw budget.halt(Kind.NO_PAGE, "");
            }
        }
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MB";
    }
}
