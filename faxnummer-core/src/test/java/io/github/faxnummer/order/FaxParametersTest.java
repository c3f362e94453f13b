package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.archive.Retention;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.VerificationParameters;
import java.util.List;
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
        assertThat(all()).extracting(Parameter::name).doesNotHaveDuplicates();
    }

    @Test
    void readsChoiceInAnyCase() {
        assertThat(FaxParameters.SAME_NUMBER.check("").value()).contains(SameNumber.SERIAL);
        assertThat(FaxParameters.SAME_NUMBER.check(" Parallel").value()).contains(SameNumber.PARALLEL);
        assertThat(OnceParameters.ONCE.check("CONTENT").value()).contains(OnceScope.CONTENT);
    }

    @Test
    void namesParameterAndValueOfInvalidChoice() {
        assertThat(FaxParameters.SAME_NUMBER.check("one by one").problems())
                .containsExactly(new Problem("sameNumber", "one by one", Message.of("input.same-number")));
        assertThat(OnceParameters.ONCE.check("always").problems())
                .containsExactly(new Problem("once", "always", Message.of("input.once")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "fast", "1e999"})
    void rejectsSpeedThatIsNotPositive(String written) {
        assertThat(FaxParameters.SANDBOX_SPEED.check(written).problems())
                .extracting(Problem::parameter)
                .containsExactly("sandboxSpeed");
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
        return Stream.of(
                        FaxParameters.ALL,
                        PolicyParameters.ALL,
                        OnceParameters.ALL,
                        SignatureParameters.ALL,
                        VerificationParameters.ALL,
                        List.of(Retention.YEARS))
                .flatMap(List::stream);
    }
}
