package io.github.faxnummer.jenkins.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The plugin as users install it. Maven packages it only after its tests. */
public final class PluginArchive {

    private static final Manifest LIBRARY = new Manifest();

    private PluginArchive() {}

    /** Writes the compiled plugin as an archive of this version. */
    public static void write(Path file, String version) throws IOException {
        Manifest manifest;
        try (InputStream linked = PluginArchive.class.getResourceAsStream("/the.hpl")) {
            manifest = new Manifest(linked);
        }
        Attributes attributes = manifest.getMainAttributes();
        List<Path> libraries = Stream.of(attributes.getValue("Libraries").split(","))
                .map(Path::of)
                // Maven has copied these to the classes.
                .filter(it -> !it.endsWith("src/main/resources"))
                .toList();
        attributes.remove(new Attributes.Name("Libraries"));
        attributes.remove(new Attributes.Name("Resource-Path"));
        attributes.putValue("Plugin-Version", version);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream archive = new JarOutputStream(out, manifest)) {
            for (int i = 0; i < libraries.size(); i++) {
                Path library = libraries.get(i);
                if (Files.isRegularFile(library)) {
                    archive.putNextEntry(new JarEntry("WEB-INF/lib/" + library.getFileName()));
                    Files.copy(library, archive);
                } else {
                    archive.putNextEntry(new JarEntry("WEB-INF/lib/classes-" + i + ".jar"));
                    boolean isPlugin = Files.exists(library.resolve("index.jelly"));
                    // Jenkins' class filter trusts the classes of a plugin by their manifest, and those of no library.
                    JarOutputStream classes = new JarOutputStream(archive, isPlugin ? manifest : LIBRARY);
                    add(classes, library);
                    classes.finish();
                }
            }
        }
    }

    private static void add(JarOutputStream jar, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(it -> !it.endsWith(JarFile.MANIFEST_NAME))
                    .toList()) {
                jar.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
            }
        }
    }
}
