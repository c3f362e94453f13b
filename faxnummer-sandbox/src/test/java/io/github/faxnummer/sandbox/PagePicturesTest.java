package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class PagePicturesTest {
    @Test
    void rendersPageOnce() {
        try (PagePictures pictures = new PagePictures()) {
            ReceivedFax fax = fax(Client.pdf(3), 3);
            ByteString second = pictures.draw(fax, 2).orElseThrow();

            assertThat(pictures.draw(fax, 2).orElseThrow()).isSameAs(second);
            assertThat(pictures.draw(fax, 3)).isPresent();
        }
    }

    @Test
    void rendersAgainWithoutCacheCapacity() {
        try (PagePictures pictures = new PagePictures(1)) {
            ReceivedFax fax = fax(Client.pdf(3), 3);
            ByteString first = pictures.draw(fax, 1).orElseThrow();

            assertThat(pictures.draw(fax, 2)).isPresent();
            assertThat(pictures.draw(fax, 1).orElseThrow()).isEqualTo(first).isNotSameAs(first);
        }
    }

    @Test
    void explainsUnrenderablePage() {
        try (PagePictures pictures = new PagePictures()) {
            ReceivedFax fax = fax(Client.utf8("%PDF-1.4 no more\n%%EOF"), 1);
            assertThat(pictures.trouble(fax.jobId(), 1)).isEmpty();

            assertThat(pictures.draw(fax, 1)).isEmpty();
            assertThat(pictures.trouble(fax.jobId(), 1)).get().asString().isNotEmpty();
        }
    }

    @Test
    void rendersPagesBeforeMissingOne() {
        try (PagePictures pictures = new PagePictures()) {
            ReceivedFax fax = fax(Client.pdf(2), 5);

            assertThat(pictures.draw(fax, 5)).isEmpty();
            assertThat(pictures.trouble(fax.jobId(), 3)).contains("the document does not have that many pages");
            assertThat(pictures.trouble(fax.jobId(), 2)).isEmpty();
            assertThat(pictures.draw(fax, 2)).isPresent();
        }
    }

    @Test
    void rendersNothingAfterClose() throws IOException {
        PagePictures pictures = new PagePictures();
        pictures.close();

        assertThat(pictures.draw(fax(Client.pdf(1), 1), 1)).isEqualTo(Optional.empty());
        assertThat(pictures.trouble("job", 1)).isEmpty();
    }

    private static ReceivedFax fax(byte[] pdf, int pages) {
        return new ReceivedFax("job", Map.of(), ByteString.of(pdf), pages, "", "", Instant.EPOCH);
    }
}
