package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageImageCacheTest {

    private final List<String> drawn = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

    @Test
    void rendersEachPageOnceAhead() throws Exception {
        Delivery delivery = delivery(3);
        try (PageImageCache pages = begun(delivery, this::draw)) {
            for (Document ignored : delivery.order().documents()) {
                begun.take();
            }
            for (Document document : delivery.order().documents()) {
                assertThat(pages.picture(document)).isEqualTo(PageImage.of(png(document)));
            }
        }
        assertThat(drawn).containsExactly("0.pdf", "1.pdf", "2.pdf");
    }

    @Test
    void rendersPageOnDemand() throws Exception {
        Delivery delivery = delivery(3);
        PageImageSource slow = document -> {
            if (document.name().equals("0.pdf")
                    && Thread.currentThread().getName().equals("faxnummer-pages")) {
                begun.add(document.name());
                waitForEver();
                return new byte[0];
            }
            return draw(document);
        };
        try (PageImageCache pages = begun(delivery, slow)) {
            begun.take();
            Document last = delivery.order().documents().get(2);

            assertThat(pages.picture(last)).isEqualTo(PageImage.of(png(last)));
            assertThat(drawn).containsExactly("2.pdf");
        }
    }

    @Test
    void limitsMemoryOfCachedImages() throws Exception {
        Delivery delivery = delivery(9);
        byte[] large = noise();
        int fitting = (16 << 20) / PageImage.of(large).bytes() + 1;
        assertThat(fitting).isLessThan(9);
        PageImageSource drawing = document -> {
            draw(document);
            return large;
        };
        try (PageImageCache pages = begun(delivery, drawing)) {
            awaitEnd();
            assertThat(drawn).hasSize(fitting);

            for (Document document : delivery.order().documents()) {
                assertThat(pages.picture(document)).isEqualTo(PageImage.of(large));
            }
            assertThat(drawn).hasSize(9);
        }
    }

    @Test
    void reportsWhyImageIsUnavailable() throws Exception {
        Delivery delivery = delivery(1);
        PageImageSource gone = document -> {
            begun.add(document.name());
            throw new PageImageUnavailableException(Message.of("report.picture.gone"));
        };
        try (PageImageCache pages = begun(delivery, gone)) {
            begun.take();
            assertThatThrownBy(() -> pages.picture(delivery.order().documents().get(0)))
                    .isInstanceOf(PageImageUnavailableException.class)
                    .hasMessage("report.picture.gone");
        }
    }

    @Test
    void doesNotWaitForImageWhenInterrupted() throws Exception {
        Delivery delivery = delivery(1);
        PageImageSource stuck = document -> {
            begun.add(document.name());
            waitForEver();
            return new byte[0];
        };
        try (PageImageCache pages = begun(delivery, stuck)) {
            begun.take();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> pages.picture(delivery.order().documents().get(0)))
                    .isInstanceOf(PageImageUnavailableException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        awaitEnd();
    }

    @Test
    void rendersNothingBeforeStart() throws Exception {
        Delivery delivery = delivery(1);
        try (PageImageCache pages = new PageImageCache(delivery.order().documents(), this::draw, () -> {})) {
            awaitEnd();
            assertThat(drawn).isEmpty();

            pages.begin();
            awaitEnd();
            pages.begin();
            awaitEnd();
            assertThat(drawn).containsExactly("0.pdf");
        }
    }

    private static PageImageCache begun(Delivery delivery, PageImageSource drawing) {
        PageImageCache pages = new PageImageCache(delivery.order().documents(), drawing, () -> {});
        pages.begin();
        return pages;
    }

    private byte[] draw(Document document) {
        drawn.add(document.name());
        begun.add(document.name());
        return png(document);
    }

    /** Each document's has a height of its own. */
    private static byte[] png(Document document) {
        int height = 100 + document.name().charAt(0);
        return new FaxPage(1, new BufferedImage(FaxPage.WIDTH, height, BufferedImage.TYPE_BYTE_BINARY)).png();
    }

    private static byte[] noise() {
        BufferedImage image = new BufferedImage(FaxPage.WIDTH, 3 * FaxPage.A4_HEIGHT, BufferedImage.TYPE_BYTE_BINARY);
        new Random(1).nextBytes(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        return new FaxPage(1, image).png();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closed or done, its thread ends. */
    private static void awaitEnd() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("faxnummer-pages")) {
                thread.join();
            }
        }
    }

    private static Delivery delivery(int documents) {
        FaxOrder order = new FaxOrder(
                IntStream.range(0, documents)
                        .mapToObj(i -> Pdfs.document(i + ".pdf", 1))
                        .toList(),
                List.of(new FaxNumber("00493023125016")),
                "ci@example.org",
                "",
                "",
                "");
        return Delivery.of(order, FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
    }
}
