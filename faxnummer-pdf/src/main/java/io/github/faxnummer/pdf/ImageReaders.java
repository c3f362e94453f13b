package io.github.faxnummer.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Lends the readers of JBIG2 and JPEG 2000 to ImageIO while a document is inspected or drawn.
 *
 * <p>PDFBox finds readers in ImageIO's registry only, and the JVM fills it once, from the context class loader of the
 * first user. So the readers beside this class are registered for the work and removed after it: a build tool may close
 * the class loader, and then a reader that is left behind fails other people's {@code ImageIO.read}.
 */
final class ImageReaders {

    private static final List<String> FORMATS = List.of("JBIG2", "JPEG2000");

    // The registry belongs to the JVM and has one instance of each class, so its users are counted in the same way.
    private static final Object LOCK = new Object();
    private static final List<ImageReaderSpi> LENT = new ArrayList<>();
    private static int users;

    private ImageReaders() {}

    /** Registers the readers while the work runs. */
    static void lend(ResourceBudget.Nested work) throws IOException {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        synchronized (LOCK) {
            if (users++ == 0) {
                register(registry);
            }
        }
        try {
            work.run();
        } finally {
            synchronized (LOCK) {
                if (--users == 0) {
                    LENT.forEach(registry::deregisterServiceProvider);
                    LENT.clear();
                }
            }
        }
    }

    private static void register(IIORegistry registry) {
        for (ImageReaderSpi reader : Found.READERS) {
            ImageReaderSpi registered = registry.getServiceProviderByClass(reader.getClass());
            if (registered == null) {
                registry.registerServiceProvider(reader, ImageReaderSpi.class);
                LENT.add(reader);
            } else if (reader.getClass().getClassLoader() != ClassLoader.getSystemClassLoader()) {
                // The first use of ImageIO registered it, and it would stay when its class loader is closed.
                LENT.add(registered);
            }
            prefer(reader.getClass(), registry);
        }
    }

    /** A build that ended may have left a reader of the same name, whose class loader is closed. */
    private static void prefer(Class<? extends ImageReaderSpi> own, IIORegistry registry) {
        List<ImageReaderSpi> namesakes = new ArrayList<>();
        registry.getServiceProviders(ImageReaderSpi.class, false).forEachRemaining(it -> {
            if (it.getClass() != own && it.getClass().getName().equals(own.getName())) {
                namesakes.add(it);
            }
        });
        ImageReaderSpi reader = registry.getServiceProviderByClass(own);
        namesakes.forEach(it -> registry.setOrdering(ImageReaderSpi.class, reader, it));
    }

    /** Looking for them takes a sixth of the time of a short document, so it is done once. */
    private static final class Found {

        private static final List<ImageReaderSpi> READERS = find();

        private static List<ImageReaderSpi> find() {
            List<ImageReaderSpi> readers = new ArrayList<>();
            Iterator<ImageReaderSpi> found = ServiceLoader.load(ImageReaderSpi.class, Found.class.getClassLoader())
                    .iterator();
            while (true) {
                try {
                    if (!found.hasNext()) {
                        return List.copyOf(readers);
                    }
                    ImageReaderSpi reader = found.next();
                    if (Arrays.stream(reader.getFormatNames()).anyMatch(FORMATS::contains)) {
                        readers.add(reader);
                    }
                } catch (ServiceConfigurationError e) {
                    // Another library's reader that cannot be loaded does not concern us.
                }
            }
        }
    }
}
