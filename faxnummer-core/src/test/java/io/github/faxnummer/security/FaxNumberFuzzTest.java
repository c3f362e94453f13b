package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Validated;
import java.util.Locale;

/**
 * Whatever is written as a number in whatever region: nothing is thrown, and what is taken is digits that begin with 00
 * and mean themselves. An input is a region, a colon and a number.
 */
class FaxNumberFuzzTest {

    @FuzzTest
    void acceptsOrRejectsAnyNumberText(byte[] input) {
        String text = new String(input, UTF_8);
        int colon = text.indexOf(':');
        String region = colon < 0 ? FaxNumber.DEFAULT_REGION : text.substring(0, colon);
        Validated<FaxNumber> checked = FaxNumber.check("recipients", text.substring(colon + 1), region);

        checked.value().ifPresent(number -> {
            assertThat(number.digits()).matches("00[1-9][0-9]{3,18}");
            assertThat(FaxNumber.check("recipients", number.digits(), region).value())
                    .contains(number);
            assertThat(FaxNumber.check("recipients", "+" + number.digits().substring(2), "US")
                            .value())
                    .contains(number);
        });
        checked.problems()
                .forEach(problem -> assertThat(problem.in(Locale.GERMAN) + problem.in(Locale.ENGLISH))
                        .hasSizeLessThan(2000)
                        .satisfies(SanitizerFuzzTest::harmless));
    }
}
