package io.github.faxnummer.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs, and what becomes of what they leave behind. */
class ConversionTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Long enough for a program to start another one on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final byte[] ZIP = {'P', 'K', 3, 4, 20, 0};

    @TempDir
    private Path folder;

    private Path document = Path.of("");
    private Path pdf = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        document = Files.write(folder.resolve("a report #1.docx"), ZIP);
        pdf = Files.write(folder.resolve("made before.pdf"), Pdfs.pages(1));
    }

    private Conversion convert(Duration limit, String... arguments) throws ConverterException, IOException {
        return Conversion.of(document, Converter.of("docx", SmallProgram.command(arguments)), limit);
    }

    private String problem(Duration limit, String... arguments) {
        return catchThrowableOfType(
                        ConverterException.class,
                        () -> convert(limit, arguments).close())
                .why()
                .in(Locale.ENGLISH);
    }

    @Test
    void givesPdfAndLeavesNothingBehind() throws Exception {
        Path made;
        try (Conversion conversion = convert(LIMIT, "copy", "{input}", pdf.toString(), "{outputFile}")) {
            made = conversion.pdf();
            assertThat(made).hasBinaryContent(Pdfs.pages(1));
        }

        assertThat(made).doesNotExist();
        assertThat(made.resolveSibling("").resolveSibling("")).doesNotExist();
        assertThat(files()).containsExactlyInAnyOrder("a report #1.docx", "made before.pdf");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(it -> String.valueOf(it.getFileName())).toList();
        }
    }

    @Test
    void getsNoVariablesOfTheBuildAndFoldersOfItsOwn() throws Exception {
        Path description = folder.resolve("description");

        convert(
                        LIMIT,
                        "describe",
                        "{inputUri}",
                        pdf.toString(),
                        "{output}/a.pdf",
                        description.toString(),
                        "{profile}",
                        "x={profileUri}",
                        "$HOME `id` ; *")
                .close();

        List<String> parts = List.of(Files.readString(description).split("\n---\n"));
        assertThat(parts.get(0).toUpperCase(Locale.ROOT).lines())
                .isSubsetOf(
                        "PATH",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "SYSTEMROOT",
                        "SYSTEMDRIVE",
                        "WINDIR",
                        "PATHEXT",
                        "COMSPEC",
                        "PROGRAMDATA",
                        "PROGRAMFILES",
                        "PROGRAMFILES(X86)",
                        "HOME",
                        "USERPROFILE",
                        "APPDATA",
                        "LOCALAPPDATA",
                        "TMPDIR",
                        "TMP",
                        "TEMP")
                .contains("PATH", "HOME", "TMPDIR");
        List<String> arguments = parts.get(1).lines().toList();
        assertThat(arguments.get(0)).isEqualTo(document.toUri().toString()).endsWith("/a%20report%20%231.docx");
        Path output = Path.of(arguments.get(2)).resolveSibling("");
        assertThat(Path.of(arguments.get(4))).isEqualTo(output.resolveSibling("profile"));
        // A folder that is no more has no slash at its end.
        assertThat(arguments.get(5))
                .isEqualTo("x=" + output.resolveSibling("profile").toUri() + "/");
        assertThat(arguments.get(6)).isEqualTo("$HOME `id` ; *");
        assertThat(Path.of(parts.get(2))).isEqualTo(output);
    }

    @Test
    void believesNoExitCode() {
        assertThat(problem(LIMIT, "nothing", "{input}", "{output}"))
                .startsWith("the command for .docx made no file in the output folder (convert done wrote ")
                .endsWith("run it by hand, and check that it writes to {output} or {outputFile}");
        assertThat(problem(LIMIT, "fail", "{input}", pdf.toString(), "{outputFile}"))
                .isEqualTo("the command for .docx failed with exit code 3 (no space left); run it by hand");
    }

    @Test
    void refusesWhatIsNotOneNewPdf() throws IOException {
        assertThat(problem(LIMIT, "two", "{input}", pdf.toString(), "{outputFile}"))
                .isEqualTo("the command for .docx made 2 files in the output folder; it must make one PDF");
        assertThat(problem(LIMIT, "text", "{input}", "{output}/x.pdf"))
                .isEqualTo("the command for .docx made x.pdf, which is not a PDF; check its arguments");
        Files.setLastModifiedTime(pdf, FileTime.fromMillis(86_400_000));
        assertThat(problem(LIMIT, "old", "{input}", pdf.toString(), "{outputFile}"))
                .isEqualTo("the command for .docx left a PDF that is older than its call; it must make a new one");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsNoLink() {
        assertThat(problem(LIMIT, "link", "{input}", pdf.toString(), "{outputFile}"))
                .contains("made output.pdf, which is not a PDF");
    }

    @Test
    void endsProgramThatDoesNotEndWithItsChildren() throws Exception {
        Path mark = folder.resolve("mark");

        assertThat(problem(SHORT, "forever", "{input}", mark.toString(), "{output}"))
                .isEqualTo("the command for .docx did not end within 10 seconds and was ended; run it by hand, or raise"
                        + " preflightTimeout");

        assertThat(alive(mark)).isEmpty();
    }

    /** Processes that run of those whose ids a child wrote. */
    private static List<Long> alive(Path mark) throws IOException {
        return Arrays.stream(Files.readString(mark).split(" "))
                .map(Long::valueOf)
                .filter(it ->
                        ProcessHandle.of(it).filter(ProcessHandle::isAlive).isPresent())
                .toList();
    }

    @Test
    void endsChildrenThatAreLeftBehind() throws Exception {
        Path mark = folder.resolve("mark");

        try (Conversion conversion =
                convert(LIMIT, "orphan", "{input}", pdf.toString(), "{outputFile}", mark.toString())) {
            assertThat(conversion.pdf()).exists();
        }

        assertThat(alive(mark)).isEmpty();
    }

    @Test
    void endsProgramOfInterruptedThread() throws Exception {
        Path mark = folder.resolve("mark");
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                while (!Files.exists(mark) || Files.size(mark) == 0) {
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            caller.interrupt();
        });
        interrupter.start();

        assertThatThrownBy(() -> convert(LIMIT, "forever", "{input}", mark.toString(), "{output}"))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
        assertThat(alive(mark)).isEmpty();
    }

    @Test
    void keepsLittleOfEndlessText() throws Exception {
        assertThat(problem(SHORT, "print", "{input}", "{output}"))
                .startsWith("the command for .docx did not end")
                .contains("makes Jack a dull boy")
                .hasSizeLessThan(400);
        try (Conversion conversion = convert(LIMIT, "printAndCopy", "{input}", pdf.toString(), "{outputFile}")) {
            assertThat(conversion.pdf()).hasBinaryContent(Pdfs.pages(1));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsProgramThatWritesWithoutEnd() {
        assertThat(problem(LIMIT, "huge", "{input}", "{outputFile}"))
                .isEqualTo("the command for .docx wrote more than 512 MB and was ended; run it by hand");
    }

    @Test
    void namesProgramThatDoesNotExist() {
        ConverterException e = catchThrowableOfType(
                ConverterException.class,
                () -> Conversion.of(document, Converter.of("docx", "no-such-program {input} {output}"), LIMIT));

        assertThat(e.why().in(Locale.ENGLISH))
                .isEqualTo(
                        "the program no-such-program of the command for .docx cannot be started; install it, or specify"
                                + " its absolute path");
        assertThat(e.why().in(Locale.GERMAN)).startsWith("das Programm no-such-program im Befehl für .docx");
    }

    @ParameterizedTest
    @CsvSource({
        "docx, 504b0304, 3c68746d",
        "odt, 504b0304, d0cf11e0a1b11ae1",
        "xls, d0cf11e0a1b11ae1, 504b0304",
        "rtf, 7b5c727466, 7b5c",
        "tiff, 4d4d002a, 4d4d2a00",
        "html, 3c68746d6c3e, 504b0304140000",
        "md, fffe23002000, 0001",
        "abc, 00, "
    })
    void runsNothingForContentOfAnotherFormat(String extension, String right, String wrong) throws Exception {
        Converter converter =
                Converter.of(extension, SmallProgram.command("copy", "{input}", pdf.toString(), "{outputFile}"));
        Path file = folder.resolve("x." + extension);
        Files.write(file, java.util.HexFormat.of().parseHex(right));
        Conversion.of(file, converter, LIMIT).close();
        if (wrong != null) {
            Files.write(file, java.util.HexFormat.of().parseHex(wrong));
            Converter missing = Converter.of(extension, "no-such-program {input} {output}");

            assertThatThrownBy(() -> Conversion.of(file, missing, LIMIT))
                    .isInstanceOfSatisfying(
                            ConverterException.class,
                            e -> assertThat(e.why().in(Locale.ENGLISH))
                                    .startsWith("the content is not that of a ." + extension + " file"));
        }
        assertThat(converter.isFormatKnown()).isEqualTo(wrong != null);
    }

    @Test
    void readsCommandsWithoutShell() throws Exception {
        assertThat(Converter.of("DOCX", " 'C:\\Program Files\\x.exe'\n\t--a=\"b c\"'d' \"\" {input}  {output} ")
                        .command())
                .containsExactly("C:\\Program Files\\x.exe", "--a=b cd", "", "{input}", "{output}");
        assertThat(Converter.of("DOCX", "x {input} {output}").extension()).isEqualTo("docx");
    }

    @ParameterizedTest
    @CsvSource({
        "docx, '', has no command",
        "docx, \"\"\"\" {input} {output}, has no command",
        ".docx, x {input} {output}, not a file extension",
        "a/b, x {input} {output}, not a file extension",
        "PDF, x {input} {output}, a PDF is sent as it is",
        "docx, x {output}, contains neither {input} nor {inputUri}",
        "docx, x {input}, contains neither {output} nor {outputFile}",
        "docx, x {input} {output} {home}, contains the unknown placeholder {home}; use {input}",
        "docx, x \"{input} {output}, has an opening quotation mark"
    })
    void refusesCommandsThatCannotWork(String extension, String command, String advice) {
        assertThatThrownBy(() -> Converter.of(extension, command))
                .isInstanceOfSatisfying(
                        ConverterException.class,
                        e -> assertThat(e.why().in(Locale.ENGLISH)).contains(advice));
    }

    @Test
    void convertsNoPdfWhateverItsName() throws Exception {
        Converters converters = new Converters(List.of(Converter.of("html", "x {input} {output}")));

        assertThat(converters.find("a.HTML", "<p>".getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
        assertThat(converters.find("a.html", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(converters.find("html", new byte[0]))
                .as("a file without a dot")
                .isEmpty();
        assertThat(Converters.NONE.find("a.html", new byte[0])).isEmpty();
    }
}
