package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that faxes leaves its password nowhere, in no spelling, not even six characters of it. */
@Timeout(120)
class PasswordSearchTest {

    private static final String PASSWORD = "Zq7vK2 pX9/wL&mT4_Gehéim€Jd8";
    private static final int PART = 6;

    @Test
    void leavesNoPasswordInOutputOrFiles(@TempDir Path folder, @TempDir Path elsewhere) throws Exception {
        ChildJvm.Ended run;
        try (FaxnummerSandbox sandbox =
                FaxnummerSandbox.builder().https(true).password(PASSWORD).start()) {
            run = ChildJvm.of(PasswordSearchRun.class)
                    .option("-Djavax.net.ssl.trustStore=" + trustStore(sandbox, elsewhere))
                    .option("-Djavax.net.ssl.trustStorePassword=changeit")
                    .option("-Djava.io.tmpdir=" + folder)
                    .arguments(List.of(sandbox.endpoint().toString(), sandbox.login(), folder.toString()))
                    .input(PASSWORD)
                    .run();
            assertThat(sandbox.faxes()).as(run.output()).isNotEmpty();
        }

        // It did run, and every logger spoke.
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("okhttp3.internal.concurrent", "TLSHandshake", "********", "SUBMITTED", "UNKNOWN");
        List<Path> files = files(folder);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .contains("fax-report.json", "TEST-fax.xml", "fax-report.md", "fax-report.pdf")
                .anyMatch(name -> name.endsWith(".jsonl"));
        assertThat(found(run.output().getBytes(UTF_8))).isEmpty();
        for (Path file : files) {
            assertThat(found(Files.readAllBytes(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void findsEveryEncodingOfPassword() {
        for (String part : List.of(PASSWORD, PASSWORD.substring(3, 9), PASSWORD.substring(PASSWORD.length() - 6))) {
            for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
                assertThat(found(("xy" + part + "z").getBytes(charset))).isNotEmpty();
            }
            assertThat(found(URLEncoder.encode(part, UTF_8).getBytes(UTF_8))).isNotEmpty();
            assertThat(found(HexFormat.of().formatHex(part.getBytes(UTF_8)).getBytes(UTF_8)))
                    .isNotEmpty();
        }
        for (String login : List.of("", "a", "ab", "acc12345:")) {
            assertThat(found(Base64.getEncoder().encode((login + PASSWORD + "x").getBytes(UTF_8))))
                    .isNotEmpty();
        }
        assertThat(found("Zq7vK nothing of it 2 pX".getBytes(UTF_8))).isEmpty();
    }

    /** What of the password is in these bytes, in whatever spelling. */
    private static List<String> found(byte[] bytes) {
        String raw = new String(bytes, ISO_8859_1);
        String lower = raw.toLowerCase(Locale.ROOT);
        return spellings().stream()
                .filter(spelling ->
                        raw.contains(spelling) || (spelling.matches("[0-9a-f]+") && lower.contains(spelling)))
                .toList();
    }

    /** Every part in each spelling, as the bytes that it takes, each written as a character. */
    private static Set<String> spellings() {
        Set<String> spellings = new TreeSet<>();
        for (int i = 0; i + PART <= PASSWORD.length(); i++) {
            String part = PASSWORD.substring(i, i + PART);
            for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
                spellings.add(new String(part.getBytes(charset), ISO_8859_1));
            }
            spellings.add(URLEncoder.encode(part, UTF_8));
            spellings.add(URLEncoder.encode(part, UTF_8).replace("+", "%20"));
            spellings.add(HexFormat.of().formatHex(part.getBytes(UTF_8)));
        }
        for (int before = 0; before < 3; before++) {
            byte[] password = PASSWORD.getBytes(UTF_8);
            byte[] shifted = new byte[before + password.length];
            System.arraycopy(password, 0, shifted, before, password.length);
            String base64 =
                    Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(shifted, shifted.length / 3 * 3));
            for (int i = 4; i + 12 <= base64.length(); i++) {
                spellings.add(base64.substring(i, i + 12));
            }
        }
        return spellings;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path trustStore(FaxnummerSandbox sandbox, Path folder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("own", sandbox.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
