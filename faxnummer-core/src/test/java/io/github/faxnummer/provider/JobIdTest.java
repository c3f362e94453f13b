package io.github.faxnummer.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
    @Test
    void stripsIdsInOrder() {
        assertThat(JobId.check(List.of(" faxsend-1", "faxsend-2 ")).value())
                .contains(List.of(new JobId("faxsend-1"), new JobId("faxsend-2")));
    }

    @Test
    void reportsEveryInvalidEntry() {
        assertThat(JobId.check(List.of("faxsend-1", " ", "two words", "<b>")).problems())
                .containsExactly(
                        new Problem("jobId", " ", Message.of("input.entry.blank")),
                        new Problem("jobId", "two words", Message.of("input.job-id")),
                        new Problem("jobId", "<b>", Message.of("input.job-id")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void requiresOneId(String blank) {
        List<Problem> expected = List.of(new Problem("jobId", "", Message.of("input.job-id.none")));

        assertThat(JobId.check(List.of()).problems()).isEqualTo(expected);
        assertThat(JobId.check(List.of(blank, blank)).problems()).isEqualTo(expected);
    }
}
