package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.policy.SendingPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsFileTest {

    private static final Recipient ANNA = new Recipient(
            new FaxNumber("0049202695550"),
            "Anna Müller",
            "Muster & Söhne GmbH",
            "Buchhaltung",
            "AZ 12/26",
            "Impressum muster.example, 20.11.2026");
    private static final Recipient JOERG = new Recipient(
            new FaxNumber("0049202695551"),
            "Jörg Weiß",
            "Kanzlei \"Weiß; Partner, Köln\"",
            "",
            "",
            "Anwaltsverzeichnis, 19.11.2026");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libreoffice-semicolon-windows-1252.csv",
                "libreoffice-comma-utf-8.csv",
                "gnumeric-semicolon-windows-1252.csv",
                "gnumeric-comma-utf-8.csv"
            })
    void readsWhatSpreadsheetsWrite(String file) throws IOException {
        assertThat(order(file, resource(file), "").value().orElseThrow().recipients())
                .containsExactly(ANNA, JOERG);
    }

    @Test
    void readsByteOrderMarksAndSeparatorLine() throws IOException {
        String csv = new String(resource("libreoffice-comma-utf-8.csv"), StandardCharsets.UTF_8);

        for (byte[] content : List.of(
                ("\uFEFF" + csv).getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + csv).getBytes(StandardCharsets.UTF_16LE),
                ("\uFEFF" + csv.replace("\n", "\r")).getBytes(StandardCharsets.UTF_16BE),
                ("sep=,\r\n" + csv.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8))) {
            assertThat(order("a.csv", content, "").value().orElseThrow().recipients())
                    .containsExactly(ANNA, JOERG);
        }
    }

    @Test
    void readsAddressBookOfThunderbird() throws IOException {
        assertThat(order("t.csv", resource("thunderbird.csv"), "")
                        .value()
                        .orElseThrow()
                        .recipients())
                .containsExactly(new Recipient(ANNA.number(), "Anna Müller", "Muster & Söhne GmbH", "", "", ""));
    }

    @Test
    void readsGroupOfAddressBookOfOutlook() throws IOException {
        byte[] content = resource("outlook-german.csv");

        assertThat(order("o.csv", content, "anwälte").value().orElseThrow().recipients())
                .containsExactly(new Recipient(JOERG.number(), "Jörg Weiß", "Kanzlei Weiß", "", "", ""));
        assertThat(problems(order("o.csv", content, "")))
                .containsExactly("recipientsFile 'o.csv': line 3, column 'Fax geschäftlich': has no number; add it, or"
                        + " remove this recipient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libreoffice-numbers.csv", "gnumeric-numbers.csv"})
    void rejectsEveryNumberThatSpreadsheetCalculated(String file) throws IOException {
        assertThat(problems(order("n.csv", resource(file), "")))
                .hasSize(5)
                .allSatisfy(it -> assertThat(it)
                        .startsWith("recipientsFile 'n.csv': line ")
                        .contains("column 'Fax', '", "format the column as text"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4,92E+13|calculated",
                "4.9202695555E10|calculated",
                "4920269555.0|calculated",
                "0202695550.00|calculated",
                "49.202.695.550|calculated",
                "49,202,695,552.00|calculated",
                "49202695550|removed",
                "202695550|removed",
                "1|removed"
            })
    void neverDialsDamagedNumber(String written, String reason) {
        for (String region : List.of("DE", "DK", "US", "IT", "ES")) {
            Validated<FaxOrder> order = order("a.csv", utf8("fax;name\n" + written + ";x\n"), "", region);

            assertThat(problems(order))
                    .singleElement()
                    .satisfies(it -> assertThat(it)
                            .startsWith("recipientsFile 'a.csv': line 2, column 'fax', '" + written + "': ")
                            .contains(reason.equals("removed") ? "spreadsheets remove" : "rounded or calculated"));
        }
    }

    @Test
    void reportsAllProblemsWithLineAndColumn() {
        byte[] content = utf8("""
                Faxnummer;Name;Referenz
                +49 202 69555-0;A;
                0202/CALL;B;
                ;C;
                +49 900 1234567;D;
                0202 695550;E;
                0202 695551;F;a\7b
                """);

        assertThat(problems(order("k.csv", content, "")).stream().map(it -> it.substring(0, Math.min(72, it.length()))))
                .containsExactly(
                        "recipientsFile 'k.csv': line 3, column 'Faxnummer', '0202/CALL': must co",
                        "recipientsFile 'k.csv': line 4, column 'Faxnummer': has no number; add i",
                        "recipientsFile 'k.csv': line 5, column 'Faxnummer', '+49 900 1234567': a",
                        "recipientsFile 'k.csv': line 6, column 'Faxnummer', '0202 695550': the s",
                        "recipientsFile 'k.csv': line 7, column 'Referenz', 'a�b': must not conta");
    }

    @Test
    void reportsMalformedRowsTogetherWithInvalidNumbers() {
        byte[] content = utf8("""
                Fax;Telefax;Name
                0202 695550;;A;more
                0202/CALL;;B
                0202 695551;0202 695552;C
                0202 695553;;"D
                E"
                ;;F
                0202 695554;;G;;more
                """);

        assertThat(problems(order("k.csv", content, "")).stream().map(it -> it.substring(0, Math.min(60, it.length()))))
                .containsExactly(
                        "recipientsFile 'k.csv': line 2: 4 cells, but only 3 columns ",
                        "recipientsFile 'k.csv': line 3, column 'Fax', '0202/CALL': m",
                        "recipientsFile 'k.csv': line 4: the columns 'Fax', 'Telefax'",
                        "recipientsFile 'k.csv': line 5, column 'Name', 'D E': contai",
                        "recipientsFile 'k.csv': line 7, column 'Fax': has no number;",
                        "recipientsFile 'k.csv': line 8: 5 cells, but only 3 columns ");
    }

    @Test
    void accentsOfTheirOwnAreTheSameLetters() {
        byte[] content =
                utf8("Fax gescha\u0308ftlich;Name;Gruppe\n0202 695550;Jo\u0308rg;Su\u0308d\n0202 695551;Anna;Nord\n");

        assertThat(order("a.csv", content, "Süd").value().orElseThrow().recipients())
                .singleElement()
                .satisfies(it -> assertThat(it.name()).isEqualTo("Jörg"));
    }

    @Test
    void neverSwallowsRecipientsBehindOpenQuotes() {
        assertThat(problems(order("a.csv", utf8("fax;name\n0202 695550;\"Anna\n0202 695551;Bert\n"), "")))
                .containsExactly(
                        "recipientsFile 'a.csv': line 2: a quotation mark is not closed, so that the recipients"
                                + " below would be part of the text; close it, or double it if it belongs to the text");
        assertThat(problems(order("a.csv", utf8("fax;name\n0202 695550;\"Anna\n0202 695551;Bert\"\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2, column 'name'", "contains a line break"));
        assertThat(problems(order("a.csv", utf8("fax;name\n0202 695550;\"An\"na\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2: text behind a closing quotation mark"));
    }

    @Test
    void needsNamesOfColumns() {
        assertThat(problems(order("a.csv", utf8("0202 695550;Anna\n0202 695551;Bert\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("no column with fax numbers", "0202 695550, Anna"));
        for (String empty : List.of("", "\n\n", "fax;name\n", "fax;name\n;\n;;\n")) {
            assertThat(problems(order("a.csv", utf8(empty), "")))
                    .singleElement()
                    .satisfies(it -> assertThat(it).contains("lists no recipient"));
        }
        assertThat(problems(order("a.csv", utf8("fax;name\n0202 695550;a;b\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2: 3 cells, but only 2 columns"));
        assertThat(problems(order("a.csv", utf8("fax;telefax\n0202 695550;0202 695551\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2: the columns 'fax', 'telefax' all hold 'number'"));
    }

    @Test
    void rejectsOtherEncodingsAndLargeFiles() {
        assertThat(problems(order("a.csv", new byte[] {'f', 'a', 'x', '\n', (byte) 0x81}, "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("CSV UTF-8"));
        assertThat(problems(order("a.csv", new byte[RecipientsFile.MAX_BYTES + 1], "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("larger than 1024 KiB"));
    }

    @Test
    void selectsGroupByColumn() {
        byte[] content = utf8("fax,Region,Gruppe\n0202 695550,Nord,A\n0202 695551,Süd,\"A, B\"\n0202 695552,SÜD,C\n");

        assertThat(numbers(content, "Region=süd")).containsExactly("0049202695551", "0049202695552");
        assertThat(numbers(content, "region = Nord, Süd")).hasSize(3);
        assertThat(numbers(content, "b")).containsExactly("0049202695551");
        assertThat(problems(order("a.csv", content, "Region=West")))
                .containsExactly("recipientsGroup 'Region=West': no recipient of a.csv belongs to it; groups there are:"
                        + " Nord, SÜD, Süd");
        assertThat(problems(order("a.csv", content, "Region=Nord,Sued")))
                .containsExactly(
                        "recipientsGroup 'Sued': no recipient of a.csv belongs to it; groups there are: Nord, SÜD, Süd");
        assertThat(problems(order("a.csv", content, "Ort=Nord")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("no such column", "fax, Region, Gruppe"));
    }

    @Test
    void rejectsGroupOfUnsetVariable() {
        for (String blank : List.of("", "  ", "Region=", "Region=,")) {
            assertThat(RecipientsFile.check("a.csv", utf8("fax,Region\n0202 695550,Nord\n"), Optional.of(blank))
                            .problems())
                    .as("'%s'", blank)
                    .hasSize(1);
        }
    }

    @Test
    void doesNotCheckRecipientsOfOtherGroups() {
        assertThat(numbers(utf8("fax,group\n0202 695550,A\n4.92E+13,B\n"), "A")).containsExactly("0049202695550");
    }

    @Test
    void rowThatIsWrittenWronglyMayBelongToAnyGroup() {
        assertThat(problems(
                        "Firma;Fax;Gruppe\nMüller; Sohn GmbH;+49 202 695550;Nord\nMeier;+49 202 695551;Nord\n", "Nord"))
                .singleElement()
                .asString()
                .contains("line 2", "4 cells, but only 3 columns");
        assertThat(problems(
                        "Firma;Fax;Gruppe\n\"Post;0202 695550;Nord\nMeier 24\";0202 695551;Süd\nA;0202 695552;Nord\n",
                        "Nord"))
                .singleElement()
                .asString()
                .contains("line 2, column 'Firma'", "line break");
        assertThat(problems("Fax;Gruppe;Firma\n0202 695550;\"Nord\n0202 695551;Süd\";A\n0202 695552;Nord;B\n", "Nord"))
                .singleElement()
                .asString()
                .contains("line 2, column 'Gruppe'", "line break");
    }

    private static Stream<String> problems(String content, String group) {
        return order("a.csv", utf8(content), group).problems().stream().map(it -> it.in(Locale.ENGLISH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u200B", "\uFEFF", " "})
    void blanksOfEveryKindAreNoPartOfGroup(String blank) {
        String content = "Fax;Gruppe" + blank + "\n0202 695550;Nord" + blank + ", Ost\n0202 695551;" + blank + "Nord\n";
        assertThat(numbers(utf8(content), "Nord")).hasSize(2);
        assertThat(numbers(utf8(content), blank + "Gruppe = Nord" + blank)).hasSize(2);
    }

    @Test
    void fileOfTwoEncodingsIsRefused() {
        byte[] first = utf8("Fax;Name\n0202 695550;Jörg Weiß\n");
        byte[] second = "0202 695551;Käthe Groß\n".getBytes(Charset.forName("windows-1252"));
        byte[] marked = utf8("\uFEFFFax;Name\n0202 695550;Anna\n");
        for (byte[] start : List.of(first, marked)) {
            byte[] joined = Arrays.copyOf(start, start.length + second.length);
            System.arraycopy(second, 0, joined, start.length, second.length);
            assertThat(order("a.csv", joined, "").problems())
                    .singleElement()
                    .satisfies(it -> assertThat(it.in(Locale.ENGLISH)).contains("not the same in the whole file"));
        }
    }

    @Test
    void quotationMarksBehindCapitalsAreWindows1252() {
        byte[] file = "Fax;Name\n0202 695550;„CAFÉ“ – JOÃO ÄÖÜ®\n".getBytes(Charset.forName("windows-1252"));
        assertThat(order("a.csv", file, "").value().orElseThrow().recipients())
                .singleElement()
                .satisfies(it -> assertThat(it.name()).isEqualTo("„CAFÉ“ – JOÃO ÄÖÜ®"));
    }

    @Test
    void readsJson() {
        String json = "[{\"number\": \"+49 202 69555-0\", \"name\": \"Anna\", \"Quelle der Nummer\": \"Impressum\"},\n"
                + "\"0202 695551\"]";

        assertThat(order("r.JSON", utf8(json), "").value().orElseThrow().recipients())
                .containsExactly(
                        new Recipient(ANNA.number(), "Anna", "", "", "", "Impressum"), new Recipient(JOERG.number()));
    }

    @Test
    void namesLineOfProblemInJson() {
        assertThat(problems(order("r.json", utf8("[\n\"0202 695550\",\n{\"number\": 49202695550}\n]"), "")))
                .singleElement()
                .satisfies(
                        it -> assertThat(it).contains("line 3, column 'number', '49202695550': begins with neither"));
        assertThat(problems(order("r.json", utf8("[\n{\"number\": true}]"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2: the value of 'number' is not a text"));
        assertThat(problems(order("r.json", utf8("[\n\"0202\",,]"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("line 2: not valid JSON"));
        assertThat(problems(order("r.json", utf8("{\"number\": \"0202\"}"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("not a JSON array"));
        for (String cut : List.of("", "[", "[\"0202 695550\"", "[{\"number\":")) {
            assertThat(problems(order("r.json", utf8(cut), ""))).hasSize(1);
        }
    }

    @Test
    void readsWhatItWrites() {
        String written = RecipientEntry.write(Map.of("number", "0202 1", "name", "A\n\"B\", {ü}"));

        assertThat(written).doesNotContain("\n");
        assertThat(RecipientEntry.parse(List.of(written)).value().orElseThrow())
                .extracting(RecipientEntry::number, RecipientEntry::name)
                .containsExactly(tuple("0202 1", "A\n\"B\", {ü}"));
    }

    @Test
    void takesNoOtherNumbersForFaxNumbers() {
        assertThat(problems(order("r.csv", utf8("Nummer;Fax Büro;Name\n0202 1;0202 2;Anna\n"), "")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("column 'Nummer', but 'Fax Büro' is named"));
        assertThat(RecipientsFile.check("r.csv", utf8("Fax;Fax Büro;Name\n0202 1;0202 2;Anna\n"), Optional.empty())
                        .problems())
                .isEmpty();
    }

    @Test
    void groupNeedsFile() {
        assertThat(RecipientsFile.none(Optional.of("A")).problems())
                .singleElement()
                .satisfies(
                        it -> assertThat(it.in(Locale.ENGLISH)).isEqualTo("recipientsGroup 'A': needs recipientsFile"));
    }

    /** That there are no recipients besides would be the consequence, not the cause. */
    @Test
    void reportsUnreadableFileInPlaceOfMissingRecipients() {
        Validated<FaxOrder> order = parameters(List.of(), "DE")
                .with(RecipientsFile.read(Path.of("missing.csv"), Optional.empty())
                        .map(RecipientsFile::entries))
                .check(List.of(), SendingPolicy.DEFAULT);

        assertThat(problems(order)).containsExactly("recipientsFile 'missing.csv': not found; check the path");
    }

    @Test
    void readsObjectAmongRecipients() {
        assertThat(RecipientEntry.parse(List.of("0202 1", "{\"number\": \"0202 2\", \"attention\": \"Anna\"}"))
                        .value()
                        .orElseThrow())
                .extracting(RecipientEntry::number, RecipientEntry::attention)
                .containsExactly(tuple("0202 1", ""), tuple("0202 2", "Anna"));
        assertThat(RecipientEntry.parse(List.of(
                                "{\"nummer\": \"0202 2\", \"atention\": \"Anna\"}",
                                "{\"name\": \"Anna\"",
                                "{\"number\": \"0202 2\"}, {\"number\": \"0202 3\"}"))
                        .problems())
                .extracting(it -> it.in(Locale.ENGLISH))
                .satisfiesExactly(
                        it -> assertThat(it)
                                .isEqualTo("recipients 'atention': not something that is known of a recipient; use"
                                        + " number, name, organisation, attention, reference, numberSource"),
                        it -> assertThat(it).startsWith("recipients '{…}': not valid JSON"),
                        it -> assertThat(it).startsWith("recipients '{…}': not valid JSON"));
    }

    @Test
    void summarizesColumnsWithoutNamingRecipients(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("r.csv"), resource("outlook-german.csv"));
        RecipientsFile read =
                RecipientsFile.read(file, Optional.of("Kunden")).value().orElseThrow();

        assertThat(read.summary().orElseThrow().in(Locale.ENGLISH))
                .endsWith(
                        "r.csv: 1 of 2 recipients; columns Vorname, Nachname, Firma, Fax geschäftlich, Kategorien;"
                                + " not used: Anrede, Abteilung, Telefon geschäftlich, Telefon Firma, Fax privat, Weiteres Fax");
        assertThat(RecipientsFile.read(folder.resolve("x.csv"), Optional.empty())
                        .problems())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.GERMAN)).contains("nicht gefunden"));
        assertThat(RecipientsFile.read(folder, Optional.empty()).problems()).hasSize(1);
    }

    @Test
    void redirectedOrderContainsNoNames() {
        List<RecipientEntry> entries = RecipientsFile.check(
                        "a.csv", utf8("fax;name\n0202 695550;Anna\n"), Optional.empty())
                .value()
                .orElseThrow()
                .entries();
        SendingPolicy staging = PolicyParameters.none()
                .with(PolicyParameters.REDIRECT_TO, "0202 695559")
                .check("DE")
                .value()
                .orElseThrow();

        assertThat(parameters(entries, "DE")
                        .check(List.of(), staging)
                        .value()
                        .orElseThrow()
                        .recipients())
                .containsExactly(new Recipient(new FaxNumber("0049202695559")));
    }

    private static Stream<String> numbers(byte[] content, String group) {
        return order("a.csv", content, group).value().orElseThrow().numbers().stream()
                .map(FaxNumber::digits);
    }

    private static Validated<FaxOrder> order(String name, byte[] content, String group) {
        return order(name, content, group, "DE");
    }

    private static Validated<FaxOrder> order(String name, byte[] content, String group, String region) {
        Validated<RecipientsFile> file =
                RecipientsFile.check(name, content, Optional.of(group).filter(it -> !it.isEmpty()));
        return file.value()
                .map(it -> parameters(it.entries(), region).check(List.of(), SendingPolicy.DEFAULT))
                .orElseGet(() -> Validated.invalid(file.problems()));
    }

    private static OrderParameters parameters(List<RecipientEntry> entries, String region) {
        return new OrderParameters(entries, "a@example.com", "", "", "", region);
    }

    private static List<String> problems(Validated<FaxOrder> checked) {
        return checked.problems().stream().map(it -> it.in(Locale.ENGLISH)).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = RecipientsFileTest.class.getResourceAsStream("recipients/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
