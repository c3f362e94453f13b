package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents in other formats than PDF. */
final class FormatsIT extends MavenTestBase {

    @Test
    void sendsWhatIsMadeOfEachDocument() throws IOException {
        write("a.html", "<h1>Bericht ✓</h1><p style='display:none'>verborgen</p>");
        write("b.md", "| Test | Ergebnis |\n|---|---|\n| eins | ✗ |\n");
        write("c.txt", "┌─┐ Protokoll");
        pdf(noProject().resolve("target/d.pdf"));

        String console = goal("send").run().succeeded();

        assertThat(console).contains("a.html: 1 page, composed of a.html (1)", "hidden text was left out");
        assertThat(sandbox.submissions()).isEqualTo(4);
        List<String> texts = List.of("Bericht ✓", "Test Ergebnis", "┌─┐ Protokoll");
        Path reports = noProject().resolve("target/fax-reports");
        for (int i = 0; i < texts.size(); i++) {
            ReceivedFax fax = sandbox.faxes().get(i);
            assertThat(bytes(reports.resolve("fax-composed-" + (i + 1) + ".pdf")))
                    .isEqualTo(fax.pdf().toByteArray());
            assertThat(pdfText(fax.pdf().toByteArray())).contains(texts.get(i));
        }
        assertThat(bytes(noProject().resolve("target/d.pdf")))
                .isEqualTo(sandbox.faxes().get(3).pdf().toByteArray());

        assertThat(goal("send").run().succeeded()).contains("is not sent again");
        assertThat(sandbox.submissions()).isEqualTo(4);
    }

    @Test
    void showsWhatWouldBeSent() throws IOException {
        write("a.html", "<h1>Bericht</h1><p style='display:none'>verborgen</p>");

        assertThat(goal("preview").with("showHidden", "true").run().succeeded()).doesNotContain("hidden text");
        assertThat(noProject().resolve("target/fax-preview/a.html-001.png")).exists();

        write("b.html", "<div id=root></div><script src=app.js></script>");
        assertThat(goal("check").run().failed()).contains("b.html", "almost empty without its scripts");
    }

    private Maven goal(String goal) {
        return order(goal, "target/*.html,target/*.md,target/*.txt,target/*.pdf", "030 23125016")
                .gitHubRun("100")
                .with("failIfNoDocument", "false");
    }
}
