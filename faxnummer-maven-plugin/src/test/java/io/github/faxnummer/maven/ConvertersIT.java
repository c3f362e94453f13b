package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Real programs that make PDFs of documents. */
final class ConvertersIT extends MavenTestBase {

    private static final System.Logger LOGGER = System.getLogger(ConvertersIT.class.getName());

    /** As a root user, such as in a container, it needs the argument that follows its name. */
    private static final String CHROMIUM = """
            <html>
              %s --headless --no-sandbox --user-data-dir={profile} --no-pdf-header-footer
                --print-to-pdf={outputFile} {inputUri}
            </html>
            """;

    private static final String LIBRE_OFFICE = """
            <xlsx>%s -env:UserInstallation={profileUri} --headless --convert-to pdf --outdir {output} {input}</xlsx>
            """;

    private static final String RELATIONSHIP = """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="r1" Target="%s"
             Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/>
            </Relationships>
            """;

    private static final String PAGE = """
            <style>@page { size: A4; margin: 15mm } main { display: flex }</style>
            <main></main>
            <script>document.querySelector('main').textContent = ['drawn', 'by', 'a', 'script'].join(' ')</script>
            """;

    @Test
    void printsPageThatNeedsBrowser() throws IOException {
        String chromium = program("chromium", "chromium-browser", "google-chrome");
        write("a.html", PAGE);
        assertThat(goal("check", "").run().failed())
                .contains("a.html", "define a browser for its extension in converters");

        assertSentOnce(CHROMIUM.formatted(chromium), "drawn by a script");
    }

    @Test
    void refusesPageThatBrowserPrintsOnLetter() throws IOException {
        String chromium = program("chromium", "chromium-browser", "google-chrome");
        write("a.html", PAGE.replace("size: A4;", ""));

        assertThat(goal("check", CHROMIUM.formatted(chromium)).run().failed())
                .contains("converters '")
                .contains("page 1 of the PDF that the command for .html made is 216 × 279 mm, not A4");
    }

    @Test
    void convertsSpreadsheet() throws IOException {
        String soffice = program("soffice", "libreoffice");
        Path file = Files.createDirectories(noProject().resolve("target")).resolve("a.xlsx");
        try (OutputStream stream = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            add(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                    <Override PartName="/xl/workbook.xml"
                     ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                    <Override PartName="/xl/worksheets/sheet1.xml"
                     ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                    </Types>
                    """);
            add(zip, "_rels/.rels", RELATIONSHIP.formatted("xl/workbook.xml", "officeDocument"));
            add(zip, "xl/workbook.xml", """
                    <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                     xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
                    <sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>
                    """);
            add(zip, "xl/_rels/workbook.xml.rels", RELATIONSHIP.formatted("worksheets/sheet1.xml", "worksheet"));
            add(zip, "xl/worksheets/sheet1.xml", """
                    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
                    <c r="A1" t="inlineStr"><is><t>Prüfbericht als Tabelle</t></is></c></row></sheetData>
                    <pageSetup paperSize="9"/></worksheet>
                    """);
        }

        assertSentOnce(LIBRE_OFFICE.formatted(soffice), "Prüfbericht als Tabelle");

        Files.writeString(file, "<html>502 Bad Gateway");
        assertThat(goal("check", LIBRE_OFFICE.formatted(soffice)).run().failed())
                .contains("a.xlsx': the content is not that of a .xlsx file");
    }

    private void assertSentOnce(String converters, String text) throws IOException {
        assertThat(goal("preview", converters).run().succeeded()).contains("Fax preview:");
        assertThat(goal("send", converters).run().succeeded()).contains("composed of a.");
        ReceivedFax fax = sandbox.faxes().get(0);
        Path sent = noProject().resolve("target/fax-reports/fax-composed.pdf");
        assertThat(bytes(sent)).isEqualTo(fax.pdf().toByteArray());
        assertThat(bytes(noProject().resolve("target/fax-preview/fax-composed.pdf")))
                .isEqualTo(fax.pdf().toByteArray());
        assertThat(pdfText(fax.pdf().toByteArray())).contains(text);

        assertThat(goal("send", converters).run().succeeded()).contains("is not sent again");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(bytes(sent)).as("made again").isEqualTo(fax.pdf().toByteArray());
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String program(String... names) {
        Optional<String> found = Arrays.stream(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(it -> Path.of(it, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            LOGGER.log(System.Logger.Level.ERROR, "!!!!!!!! NOTHING WAS CONVERTED: there is no {0}", names[0]);
        }
        assumeTrue(found.isPresent(), names[0]);
        return found.get();
    }

    private Maven goal(String goal, String converters) throws IOException {
        pom("", "<configuration><converters>%s</converters></configuration>".formatted(converters));
        // A first start of LibreOffice on a busy machine takes more than a minute.
        return order(goal, "target/a.*", "030 23125016").gitHubRun("100").with("preflightTimeout", "10m");
    }
}
