package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaxParametersTest {
    @ParameterizedTest
    @MethodSource("all")
    void hasHelpInBothLanguages(Parameter<?> parameter) {
        String english = parameter.help().in(Locale.ENGLISH);

        assertThat(english).endsWith(".").doesNotContain("parameter.");
        assertThat(parameter.help().in(Locale.GERMAN)).endsWith(".").isNotEqualTo(english);
    }

    @ParameterizedTest
    @MethodSource("all")
    void acceptsDefault(Parameter<?> parameter) {
        assertThat(parameter.check("").problems()).isEmpty();
    }

    @Test
    void hasDistinctNames() {
        assertThat(FaxParameters.ALL).extracting(Parameter::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0", "truе", "${dryRun}"})
    void rejectsFlagThatIsNeitherTrueNorFalse(String written) {
        assertThat(FaxParameters.DRY_RUN.check(written).problems())
                .extracting(Problem::parameter)
                .containsExactly("dryRun");
    }

    @Test
    void readsFlagInAnyCase() {
        assertThat(FaxParameters.DRY_RUN.check("True").value()).contains(true);
        assertThat(FaxParameters.WAIT.check("FALSE").value()).contains(false);
    }

    private static Stream<Parameter<?>> all() {
        return FaxParameters.ALL.stream();
    }
}
