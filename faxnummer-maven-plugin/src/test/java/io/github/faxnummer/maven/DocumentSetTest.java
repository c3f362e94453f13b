package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentSetTest {

    @TempDir
    Path basedir = Path.of("");

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name : List.of("b.pdf", "a.pdf", "a.txt", "deep/c.pdf", "deep/er/d.pdf")) {
            Path file = basedir.resolve("reports").resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void selectsEveryPdfOfDirectory() {
        DocumentSet set = new DocumentSet();
        set.setDirectory(new File("reports"));

        assertThat(found(set)).containsExactly("a.pdf", "b.pdf", "deep/c.pdf", "deep/er/d.pdf");
        assertThat(set).hasToString("reports/**/*.pdf");
    }

    @Test
    void appliesIncludesAndExcludes() {
        DocumentSet set = new DocumentSet();
        set.setDirectory(basedir.resolve("reports").toFile());
        set.setIncludes(List.of("a.*", "deep/**"));
        set.setExcludes(List.of("**/*.txt", "**/d.pdf"));

        assertThat(found(set)).containsExactly("a.pdf", "deep/c.pdf");
    }

    @Test
    void resolvesIncludesAgainstBaseDirectory() {
        DocumentSet set = new DocumentSet();
        set.setIncludes(List.of("reports/*.pdf"));

        assertThat(found(set)).containsExactly("a.pdf", "b.pdf");
        assertThat(set).hasToString("reports/*.pdf");
    }

    @Test
    void findsLinkToNothingSoThatItIsReported() throws IOException {
        Files.createSymbolicLink(basedir.resolve("reports/e.pdf"), Path.of("missing"));
        DocumentSet set = new DocumentSet();
        set.set("reports/*.pdf");

        assertThat(found(set)).containsExactly("a.pdf", "b.pdf", "e.pdf");
    }

    @Test
    void selectsNothingInMissingDirectory() {
        DocumentSet set = new DocumentSet();
        set.setDirectory(new File("missing"));

        assertThat(found(set)).isEmpty();
    }

    @Test
    void selectsNothingForEmptySet() {
        assertThat(found(new DocumentSet())).isEmpty();
        assertThat(found(text(" "))).isEmpty();
    }

    @Test
    void knowsEntriesThatWereLeftEmpty() {
        assertThat(new DocumentSet().hasEmptyEntry()).isTrue();
        assertThat(text("").hasEmptyEntry()).isTrue();
        assertThat(text(" ").hasEmptyEntry()).isTrue();
        assertThat(text("a.pdf").hasEmptyEntry()).isFalse();
        DocumentSet excluding = new DocumentSet();
        excluding.setIncludes(List.of("*.pdf"));
        assertThat(excluding.hasEmptyEntry()).isFalse();
        excluding.setExcludes(List.of("draft.pdf", ""));
        assertThat(excluding.hasEmptyEntry()).isTrue();
    }

    @Test
    void treatsTextWithoutWildcardAsFile() {
        assertThat(found(text("reports/a.pdf"))).containsExactly("a.pdf");
        assertThat(found(text(" reports/missing.pdf "))).containsExactly("missing.pdf");
        assertThat(text("/elsewhere/a.pdf").find(basedir, Optional.empty()))
                .containsExactly(basedir.resolve("/elsewhere/a.pdf"));
    }

    @Test
    void treatsTextWithWildcardAsAntPattern() {
        assertThat(found(text("reports/*.pdf"))).containsExactly("a.pdf", "b.pdf");
        assertThat(found(text("reports/**/?.pdf"))).containsExactly("a.pdf", "b.pdf", "deep/c.pdf", "deep/er/d.pdf");
        assertThat(found(text("reports\\deep\\*.pdf"))).containsExactly("deep/c.pdf");
        assertThat(found(text("re*/a.pdf"))).containsExactly("a.pdf");
        assertThat(found(text(basedir.resolve("reports") + "/*.txt"))).containsExactly("a.txt");
        assertThat(found(text("missing/*.pdf"))).isEmpty();
    }

    private static DocumentSet text(String text) {
        DocumentSet set = new DocumentSet();
        set.set(text);
        return set;
    }

    private List<String> found(DocumentSet set) {
        return set.find(basedir, Optional.empty()).stream()
                .map(file -> basedir.resolve("reports").relativize(file).toString())
                .map(file -> file.replace('\\', '/'))
                .toList();
    }
}
