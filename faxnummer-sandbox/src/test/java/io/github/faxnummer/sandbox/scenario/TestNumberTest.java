package io.github.faxnummer.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestNumberTest {
    @ParameterizedTest
    @EnumSource
    void usesValidUnassignedNumbers(TestNumber number) throws NumberParseException {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

        assertThat(numbers.isValidNumber(numbers.parse(number.number(), "DE"))).isTrue();
        assertThat(number.number()).matches("00493023125[0-9]{3}");
    }

    @ParameterizedTest
    @EnumSource
    void findsNumberInBothForms(TestNumber number) {
        assertThat(TestNumber.of(number.number())).contains(number);
        assertThat(TestNumber.of("0" + number.number().substring(4))).contains(number);
    }

    @ParameterizedTest
    @EnumSource
    void listsEveryNumberInTable(TestNumber number) {
        assertThat(TestNumber.table()).contains(number.number() + "  " + number.description() + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void listsEveryNumberInManual(TestNumber number) throws IOException {
        String digits = number.number().substring("00493023125".length());

        assertThat(Files.readString(Path.of("..", "docs", "sandbox.md")).lines())
                .anyMatch(line ->
                        line.startsWith("| 030 23125-" + digits) && line.endsWith("| " + number.description() + " |"));
    }

    @ParameterizedTest
    @EnumSource
    void hasNumberForEveryFormat(ResponseFormat form) {
        assertThat(TestNumber.values())
                .anyMatch(number -> number.responseFormat().filter(form::equals).isPresent());
    }

    @Test
    void treatsOtherNumbersAsDelivered() {
        assertThat(TestNumber.of("004920269555")).isEmpty();
        assertThat(TestNumber.of("")).isEmpty();
    }
}
