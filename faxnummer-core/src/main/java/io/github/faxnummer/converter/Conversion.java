package io.github.faxnummer.converter;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PDF that a program made of a document, in a folder of its own that is deleted at the end. An exit code says nothing
 * about the result: programs end successfully without a file, and make one of whatever they get.
 */
public final class Conversion implements Closeable {

    private static final String PDF_HEADER = "%PDF-";
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_NAME = 60;

    private final Converter converter;
    private final Path folder;
    private final Path pdf;

    private Conversion(Converter converter, Path folder, Path pdf) {
        this.converter = converter;
        this.folder = folder;
        this.pdf = pdf;
    }

    /**
     * Converts a document.
     *
     * @param limit for the program
     * @throws ConverterException if it is not known to be right what was made
     * @throws InterruptedIOException if the thread was interrupted; the program has ended then
     */
    public static Conversion of(Path document, Converter converter, Duration limit)
            throws ConverterException, IOException {
        Path input = document.toAbsolutePath();
        try (InputStream stream = Files.newInputStream(input)) {
            if (!converter.accepts(stream.readNBytes(FileSignature.LENGTH))) {
                throw problem("converter.format", converter);
            }
        }
        Path folder = Files.createTempDirectory("fax-converter").toRealPath();
        boolean made = false;
        try {
            Path pdf = convert(input, converter, folder, limit);
            made = true;
            return new Conversion(converter, folder, pdf);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        } finally {
            if (!made) {
                delete(folder);
            }
        }
    }

    private static Path convert(Path input, Converter converter, Path folder, Duration limit)
            throws ConverterException, IOException, InterruptedException {
        Path output = Files.createDirectory(folder.resolve("output"));
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        // Written on the same disk: its clock may differ from this machine's.
        Path before = Files.createFile(folder.resolve("before"));
        List<String> command = converter.command(Map.of(
                Converter.INPUT, input.toString(),
                Converter.INPUT_URI, input.toUri().toString(),
                Converter.OUTPUT, output.toString(),
                Converter.OUTPUT_FILE, output.resolve("output.pdf").toString(),
                Converter.PROFILE, profile.toString(),
                Converter.PROFILE_URI, profile.toUri().toString()));
        ConverterProcess process;
        try {
            process = ConverterProcess.start(command, folder, output, profile, temporary);
        } catch (IOException e) {
            throw problem("converter.start", converter, Sanitizer.line(command.get(0), LONGEST_TEXT));
        }
        ConverterProcess.Result result = process.await(limit);
        String text = printed(result.text());
        switch (result.end()) {
            case TIMED_OUT -> throw problem("converter.time", converter, text, Math.max(1, limit.toSeconds()));
            case WROTE_TOO_MUCH -> throw problem("converter.bytes", converter, text, ConverterProcess.MAX_BYTES >> 20);
            case EXITED -> {
                if (result.exitCode() != 0) {
                    throw problem("converter.exit", converter, text, result.exitCode());
                }
            }
        }
        return check(output, before, converter, text);
    }

    private static Path check(Path output, Path before, Converter converter, String text)
            throws ConverterException, IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(output)) {
            files = all.sorted().toList();
        }
        if (files.isEmpty()) {
            throw problem("converter.none", converter, text, Converter.OUTPUT, Converter.OUTPUT_FILE);
        }
        if (files.size() > 1) {
            throw problem("converter.several", converter, text, files.size());
        }
        Path file = files.get(0);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isPdf(file)) {
            throw problem(
                    "converter.no-pdf",
                    converter,
                    text,
                    Sanitizer.line(String.valueOf(file.getFileName()), LONGEST_NAME));
        }
        if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(before)) < 0) {
            throw problem("converter.old", converter, text);
        }
        return file;
    }

    private static boolean isPdf(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(PDF_HEADER.length()), StandardCharsets.ISO_8859_1).equals(PDF_HEADER);
        }
    }

    private static ConverterException problem(String key, Converter converter, Object... more) {
        Object[] arguments =
                Stream.concat(Stream.of(converter.extension()), Stream.of(more)).toArray();
        return new ConverterException(Message.of(key, arguments));
    }

    /** The end of what a program printed, in brackets. */
    private static String printed(String text) {
        String end = text.substring(Math.max(0, text.length() - LONGEST_TEXT));
        return end.isBlank() ? "" : " (" + Sanitizer.line(end, LONGEST_TEXT) + ")";
    }

    /** What converted it. */
    public Converter converter() {
        return converter;
    }

    /** What was made; until this is closed. */
    public Path pdf() {
        return pdf;
    }

    @Override
    public void close() {
        delete(folder);
    }

    /** As far as possible: a system may keep files of a process that was ended for some time. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    // The others are deleted all the same.
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // It is in the folder for temporary files.
        }
    }
}
