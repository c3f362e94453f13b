package io.github.faxnummer.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.provider.Q850Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} lists what core knows of the causes. */
class CausesTableTest {

    private static final Path MANUAL = Path.of("../docs/operations.md");
    private static final Pattern ROW = Pattern.compile("\\| [0-9]+ \\|.*");

    @Test
    void documentsEveryCauseAsCoreKnowsIt() throws IOException {
        List<String> documented = Files.readAllLines(MANUAL).stream()
                .filter(it -> ROW.matcher(it).matches())
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Q850Cause.standard().stream().map(CausesTableTest::row).toList());
    }

    @Test
    void redialsByDefaultWhatCoreMarks() {
        assertThat(FaxParameters.REDIAL_CAUSES.defaultValue())
                .isEqualTo(Q850Cause.standard().stream()
                        .filter(it -> it.redial() == Q850Cause.Redial.BY_DEFAULT)
                        .map(it -> String.valueOf(it.code()))
                        .collect(Collectors.joining(",")));
    }

    @Test
    void redialsNoCauseByDefaultThatNeedsIntervention() {
        assertThat(Q850Cause.standard())
                .filteredOn(it -> it.redial() != Q850Cause.Redial.NO_HELP)
                .allMatch(Q850Cause::retryCanHelp);
        assertThat(List.of(1, 21, 22, 28, 88)).allMatch(it -> new Q850Cause(it).redial() == Q850Cause.Redial.NO_HELP);
    }

    private static String row(Q850Cause cause) {
        String redial =
                switch (cause.redial()) {
                    case BY_DEFAULT -> "by default";
                    case IF_NAMED -> "if named";
                    case NO_HELP -> "does not help";
                };
        return "| " + cause.code() + " | `" + cause.text().in(Locale.ENGLISH) + "` | " + redial + " | `"
                + cause.recipientAdvice().orElseThrow().in(Locale.ENGLISH) + "` |";
    }
}
