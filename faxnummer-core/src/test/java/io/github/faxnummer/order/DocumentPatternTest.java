package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentPatternTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf,",
        "target/report.pdf, target/report.pdf,",
        "target/*.pdf, target/, *.pdf",
        "**/*.pdf, '', **/*.pdf",
        "target/site/**/report?.pdf, target/site/, **/report?.pdf",
        "target\\site\\*.pdf, target/site/, *.pdf",
        "target/si?e/a.pdf, target/, si?e/a.pdf",
    })
    void splitsBeforeFirstWildcard(String written, String directory, String include) {
        DocumentPattern pattern = DocumentPattern.of(written);

        assertThat(pattern.directory()).isEqualTo(directory);
        assertThat(pattern.include().orElse(null)).isEqualTo(include);
    }

    @Test
    void resolvesAgainstBaseDirectory() {
        Path basedir = Path.of("project").toAbsolutePath();

        assertThat(DocumentPattern.of("*.pdf").resolve(basedir)).isEqualTo(basedir);
        assertThat(DocumentPattern.of("target/a.pdf").resolve(basedir)).isEqualTo(basedir.resolve("target/a.pdf"));
    }
}
