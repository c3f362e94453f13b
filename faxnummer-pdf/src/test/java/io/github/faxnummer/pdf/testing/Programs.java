package io.github.faxnummer.pdf.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests are compared with. */
public final class Programs {

    private Programs() {}

    /** Returns the path of a program; without it the test is skipped aloud. */
    public static String require(String name) {
        Optional<Path> program = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
                .map(it -> Path.of(it, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            System.out.println("!!!!!!!! " + name + " is not installed: a test against it was skipped !!!!!!!!");
        }
        Assumptions.assumeTrue(program.isPresent(), name + " is not installed");
        return program.orElseThrow().toString();
    }
}
