package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.faxnummer.testing.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * EU DSS, the validator of the European Commission, on each level and kind of key. Run by {@code .ci/dss}: its Bouncy Castle is
 * another one than the program's.
 */
class DssTest {

    private static final String CLASS_PATH = System.getProperty("dss.classpath", "");

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void dssAcceptsEachLevelAndKindOfKey() throws Exception {
        assumeTrue(!CLASS_PATH.isEmpty(), "run .ci/dss");
        List<Path> reports = new ArrayList<>();
        reports.addAll(sign("rsa", TestAuthority.rsa(2048)));
        reports.addAll(sign("pss", TestAuthority.generate("RSASSA-PSS", 2048)));
        reports.addAll(sign("p256", TestAuthority.ec("secp256r1")));
        reports.addAll(sign("p521", TestAuthority.ec("secp521r1")));
        byte[] changed = Files.readAllBytes(reports.get(0));
        changed[changed.length / 3] ^= 1;
        reports.add(Files.write(folder.resolve("changed.pdf"), changed));

        assertThat(judge(reports))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("rsa", "pss", "p256", "p521")
                                        .flatMap(key -> Stream.of("B", "T", "LT")
                                                .map(level -> key + "-" + level + ".pdf TOTAL_PASSED PAdES-BASELINE-"
                                                        + level + " []")),
                                Stream.of("changed.pdf TOTAL_FAILED PAdES-BASELINE-B"))
                        .toList());
    }

    /** At levels B, T and LT. */
    private List<Path> sign(String name, KeyPair key) throws Exception {
        Path store = TestAuthority.keyStore(folder.resolve(name + ".p12"), authority.signer(key));
        Path report = SignedReports.report(folder);
        List<Path> signed = new ArrayList<>();
        for (SignatureLevel level : SignatureLevel.values()) {
            authority.setRevocationKnown(level == SignatureLevel.LT);
            String server = level == SignatureLevel.B ? "" : authority.timestampServer();
            assertThat(SignedReports.signer(store, server).sign(report).level()).contains(level);
            signed.add(Files.copy(report, folder.resolve(name + "-" + level + ".pdf")));
        }
        return signed;
    }

    private List<String> judge(List<Path> reports) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-cp",
                CLASS_PATH,
                Path.of("src", "test", "dss", "Judge.java").toString(),
                TestAuthority.pem(folder.resolve("root.pem"), authority.root()).toString()));
        for (byte[] list : authority.lists()) {
            command.add(
                    Files.write(folder.resolve(command.size() + ".crl"), list).toString());
        }
        reports.forEach(it -> command.add(it.toString()));
        Path errors = folder.resolve("errors.txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                // Why a signature is not valid, DSS says in many words.
                .map(it -> it.replaceFirst("(TOTAL_FAILED \\S+) .*", "$1"))
                .toList();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return lines;
    }
}
