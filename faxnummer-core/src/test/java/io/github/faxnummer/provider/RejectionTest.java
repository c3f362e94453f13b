package io.github.faxnummer.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionTest {

    @Test
    void quotesUndocumentedComment() {
        Rejection rejection = new Rejection(FailureReason.OTHER, "No such job");

        assertThat(rejection.text().in(Locale.ENGLISH)).isEqualTo("the provider rejected the fax: No such job");
        assertThat(rejection.statusText().in(Locale.ENGLISH))
                .isEqualTo("the provider refused to report the status: No such job");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0\t"})
    void saysThatThereIsNoComment(String comment) {
        Rejection rejection = new Rejection(FailureReason.OTHER, comment);

        assertThat(rejection.text().in(Locale.ENGLISH)).isEqualTo("the provider rejected the fax without a reason");
        assertThat(rejection.statusText().in(Locale.ENGLISH))
                .isEqualTo("the provider refused to report the status without a reason");
    }

    @Test
    void namesTheAccountForStatusToo() {
        Rejection rejection = new Rejection(FailureReason.PRODUCT_CODE_INVALID, "Productcode invalid");

        assertThat(rejection.statusText()).isEqualTo(rejection.text());
    }
}
