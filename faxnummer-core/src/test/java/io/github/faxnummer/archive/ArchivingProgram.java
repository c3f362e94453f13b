package io.github.faxnummer.archive;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that archives reports from two threads, the second one in a class loader of its own, to be killed at any time. It
 * prints the head of the chain for each.
 *
 * <p>Arguments: archive, folder for its documents, reports of each thread.
 */
public final class ArchivingProgram {

    private ArchivingProgram() {}

    public static void main(String[] arguments) throws Exception {
        List<String> classPath =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(classPath.get(i)).toUri().toURL();
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (URLClassLoader other = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> second = other.loadClass(ArchivingProgram.class.getName());
            Future<?> one = threads.submit(() -> {
                archive(arguments[0], arguments[1] + "/first", arguments[2]);
                return 0;
            });
            Future<?> two = threads.submit(() -> second.getMethod("archive", String.class, String.class, String.class)
                    .invoke(null, arguments[0], arguments[1] + "/second", arguments[2]));
            one.get(2, TimeUnit.MINUTES);
            two.get(2, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Called in both class loaders. */
    public static void archive(String archive, String work, String count) throws Exception {
        Path folder = Files.createDirectories(Path.of(work));
        for (int i = 0; i < Integer.parseInt(count); i++) {
            String head = Archives.add(Path.of(archive), folder, "report-" + i + ".pdf")
                    .head();
            System.out.println(head);
            System.out.flush();
        }
    }
}
