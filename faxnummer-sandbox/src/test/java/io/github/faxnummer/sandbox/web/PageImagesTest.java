package io.github.faxnummer.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.Client;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class PageImagesTest {
    @Test
    void rendersPageOnce() {
        try (PageImages images = new PageImages()) {
            ReceivedFax fax = fax(Client.pdf(3), 3);
            ByteString second = images.render(fax, 2).orElseThrow();

            assertThat(images.render(fax, 2).orElseThrow()).isSameAs(second);
            assertThat(images.render(fax, 3)).isPresent();
        }
    }

    @Test
    void rendersAgainWithoutCacheCapacity() {
        try (PageImages images = new PageImages(1)) {
            ReceivedFax fax = fax(Client.pdf(3), 3);
            ByteString first = images.render(fax, 1).orElseThrow();

            assertThat(images.render(fax, 2)).isPresent();
            assertThat(images.render(fax, 1).orElseThrow()).isEqualTo(first).isNotSameAs(first);
        }
    }

    @Test
    void explainsUnrenderablePage() {
        try (PageImages images = new PageImages()) {
            ReceivedFax fax = fax(Client.utf8("%PDF-1.4 no more\n%%EOF"), 1);
            assertThat(images.failure(fax.jobId(), 1)).isEmpty();

            assertThat(images.render(fax, 1)).isEmpty();
            assertThat(images.failure(fax.jobId(), 1)).get().asString().isNotEmpty();
        }
    }

    @Test
    void rendersPagesBeforeMissingOne() {
        try (PageImages images = new PageImages()) {
            ReceivedFax fax = fax(Client.pdf(2), 5);

            assertThat(images.render(fax, 5)).isEmpty();
            assertThat(images.failure(fax.jobId(), 3)).contains("the document does not have that many pages");
            assertThat(images.failure(fax.jobId(), 2)).isEmpty();
            assertThat(images.render(fax, 2)).isPresent();
        }
    }

    @Test
    void rendersNothingAfterClose() throws IOException {
        PageImages images = new PageImages();
        images.close();

        assertThat(images.render(fax(Client.pdf(1), 1), 1)).isEqualTo(Optional.empty());
        assertThat(images.failure("job", 1)).isEmpty();
    }

    private static ReceivedFax fax(byte[] pdf, int pages) {
        return new ReceivedFax("job", Map.of(), ByteString.of(pdf), pages, "", "", Instant.EPOCH);
    }
}
