#!/usr/bin/env bash
# Guess:    a converter of .docx files prints what Word prints: no hidden text, deleted text not at all or struck out,
#           and whatever stands in controls and fields.
# Seen:     all three print hidden text. opensagres prints what was deleted, and what was moved in both places, as if it
#           were valid, and drops paragraphs in content controls. docx4j strikes out what was deleted, but drops what
#           was moved in both places, and writes F0FE for a ticked box of Wingdings, which opensagres drops. mammoth
#           drops the result of a simple field, such as a name that was merged in.
# Versions: opensagres XWPF converter 2.1.0 (POI 5.2.0), docx4j-export-fo 11.5.3, mammoth 1.13.0; JDK 17, Node.js 20;
#           poppler 22.12.0 reads the results.
# Matters:  an offer is faxed with the price that was taken out beside the new one, an answer with the notes hidden in
#           it, and a form without what was filled in.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
drivers fr.opensagres.xdocreport:fr.opensagres.poi.xwpf.converter.pdf:2.1.0 org.docx4j:docx4j-export-fo:11.5.3 \
  org.docx4j:docx4j-JAXB-ReferenceImpl:11.5.3
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" mammoth@1.13.0
cat > Convert.java <<'E'
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.zip.*;
class Convert {
    static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    static final String OOXML = "http://schemas.openxmlformats.org/", VND = "application/vnd.openxmlformats-";
    static final String W = " xmlns:w=\"" + OOXML + "wordprocessingml/2006/main\"";

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            docx(name);
            try (var in = new FileInputStream(name + ".docx"); var out = new FileOutputStream(name + ".0.pdf")) {
                fr.opensagres.poi.xwpf.converter.pdf.PdfConverter.getInstance().convert(
                        new org.apache.poi.xwpf.usermodel.XWPFDocument(in), out, null);
            }
            try (var out = new FileOutputStream(name + ".1.pdf")) {
                org.docx4j.Docx4J.toPDF(
                        org.docx4j.openpackaging.packages.WordprocessingMLPackage.load(new File(name + ".docx")), out);
            }
        }
    }

    static void docx(String name) throws IOException {
        try (var zip = new ZipOutputStream(new FileOutputStream(name + ".docx"))) {
            add(zip, "[Content_Types].xml", "<Types xmlns=\"" + OOXML + "package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"" + VND + "package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    + type("document", "document.main") + type("styles", "styles") + "</Types>");
            add(zip, "_rels/.rels", relation("officeDocument", "word/document.xml"));
            add(zip, "word/_rels/document.xml.rels", relation("styles", "styles.xml"));
            add(zip, "word/styles.xml", "<w:styles" + W + "><w:style w:type=\"paragraph\" w:default=\"1\""
                    + " w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style></w:styles>");
            add(zip, "word/document.xml", "<w:document" + W + "><w:body>" + Files.readString(Path.of(name + ".xml"))
                    + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\""
                    + " w:bottom=\"1440\" w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>"
                    + "</w:sectPr></w:body></w:document>");
        }
    }

    static String type(String part, String type) {
        return "<Override PartName=\"/word/" + part + ".xml\" ContentType=\"" + VND
                + "officedocument.wordprocessingml." + type + "+xml\"/>";
    }

    static String relation(String type, String target) {
        return "<Relationships xmlns=\"" + OOXML + "package/2006/relationships\"><Relationship Id=\"rId1\" Type=\""
                + OOXML + "officeDocument/2006/relationships/" + type + "\" Target=\"" + target
                + "\"/></Relationships>";
    }

    static void add(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((HEAD + content).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
E
names=()
word() { names+=("$1"); echo "$2" > "$1.xml"; } # NAME BODY
run() { echo "<w:r>${2:-}<w:t xml:space='preserve'>$1</w:t></w:r>"; } # TEXT [PROPERTIES]
paragraph() { echo "<w:p>$(run 'Sum: ')${1:-}</w:p>"; }
change="w:author='a' w:date='2026-11-02T09:00:00Z'"
removed="<w:del w:id='1' $change><w:r><w:delText>100</w:delText></w:r></w:del>"
word deleted "$(paragraph "$removed$(run 200)")"
word inserted "$(paragraph "<w:ins w:id='1' $change>$(run 200)</w:ins>")"
word moved "$(paragraph "<w:moveFrom w:id='1' $change>$(run 200)</w:moveFrom>")$(
  paragraph "<w:moveTo w:id='2' $change>$(run 200)</w:moveTo>")"
word hidden "$(paragraph "$(run '100 ' '<w:rPr><w:vanish/></w:rPr>')$(run 200)")"
word control-in-line "$(paragraph "<w:sdt><w:sdtPr/><w:sdtContent>$(run 200)</w:sdtContent></w:sdt>")"
word control "$(paragraph)<w:sdt><w:sdtPr/><w:sdtContent><w:p>$(run 200)</w:p></w:sdtContent></w:sdt>"
word field "$(paragraph "<w:fldSimple w:instr=' MERGEFIELD Sum '>$(run 200)</w:fldSimple>")"
word tick "$(paragraph "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>$(run 200)")"
java -cp 'lib/*' Convert.java "${names[@]}" > convert.log 2>&1 || { cat convert.log >&2; exit 1; }
text() { pdftotext -layout "$1.pdf" - | xargs; }
echo "opensagres 2.1.0 | docx4j 11.5.3 | mammoth 1.13.0:"
for name in "${names[@]}"; do
  node -e 'require("mammoth").extractRawText({ path: process.argv[1] }).then(text => console.log(text.value))' \
    "$name.docx" > "$name.txt"
  echo "$name: $(text "$name.0") | $(text "$name.1") | $(xargs < "$name.txt")"
done | tee seen.out
diff seen.out - <<'E'
deleted: Sum: 100200 | Sum: 100200 | Sum: 200
inserted: Sum: 200 | Sum: 200 | Sum: 200
moved: Sum: 200 Sum: 200 | Sum: Sum: | Sum: Sum: 200
hidden: Sum: 100 200 | Sum: 100 200 | Sum: 100 200
control-in-line: Sum: 200 | Sum: 200 | Sum: 200
control: Sum: | Sum: 200 | Sum: 200
field: Sum: 200 | Sum: 200 | Sum:
tick: Sum: 200 | Sum: F0FE200 | Sum: 🗹200
E
echo "As recorded."
