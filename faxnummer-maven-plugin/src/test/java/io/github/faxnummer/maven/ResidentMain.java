package io.github.faxnummer.maven;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.launcher.Launcher;

/**
 * The process of a {@link ResidentMaven}. It loads Maven as the script {@code mvn} does, and makes one build after
 * another with it, each with a new container and new classes of the plugins.
 */
final class ResidentMain {

    /** Threads of Maven that still end when it returns have this long, in milliseconds. */
    private static final int ENDING = 10_000;

    private final ClassWorld world;
    private final Class<?> cli;

    private ResidentMain(Path home) throws Exception {
        System.setProperty("maven.home", home.toString());
        Launcher launcher = new Launcher();
        launcher.setSystemClassLoader(ClassLoader.getSystemClassLoader());
        try (InputStream configuration = Files.newInputStream(home.resolve("bin/m2.conf"))) {
            launcher.configure(configuration);
        }
        world = launcher.getWorld();
        cli = launcher.getMainClass();
    }

    public static void main(String[] home) throws Exception {
        DataInputStream requests = new DataInputStream(new BufferedInputStream(System.in));
        System.setIn(InputStream.nullInputStream());
        ResidentMain main = new ResidentMain(Path.of(home[0]));
        try (DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
            while (requests.read() >= 0) {
                answers.writeInt(main.build(requests));
            }
        } finally {
            // Not kept alive by what a build has left.
            System.exit(0);
        }
    }

    private int build(DataInputStream request) throws Exception {
        String directory = request.readUTF();
        String log = request.readUTF();
        Map<String, String> variables = new HashMap<>();
        for (int left = request.readInt(); left > 0; left--) {
            variables.put(request.readUTF(), request.readUTF());
        }
        String[] arguments = new String[request.readInt()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = request.readUTF();
        }
        try (PrintStream console = new PrintStream(new FileOutputStream(log, true), true, StandardCharsets.UTF_8)) {
            try {
                setEnvironment(variables);
                return build(directory, arguments, console);
            } catch (Exception e) {
                e.printStackTrace(console);
                throw e;
            }
        }
    }

    private int build(String directory, String[] arguments, PrintStream console) throws Exception {
        Properties properties = (Properties) System.getProperties().clone();
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        Locale locale = Locale.getDefault();
        TimeZone timeZone = TimeZone.getDefault();
        System.setProperty("user.dir", directory);
        System.setProperty("maven.multiModuleProjectDirectory", directory);
        Thread.currentThread().setContextClassLoader(cli.getClassLoader());
        Object maven = cli.getConstructor(ClassWorld.class).newInstance(world);
        Method main = cli.getMethod("doMain", String[].class, String.class, PrintStream.class, PrintStream.class);
        int exitCode = (int) main.invoke(maven, arguments, directory, console, console);
        System.setProperties(properties);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (threads.add(thread) && !thread.isDaemon()) {
                thread.join(ENDING);
                check(!thread.isAlive(), "The build leaves " + thread);
            }
        }
        check(locale.equals(Locale.getDefault()), "The build leaves another default locale");
        check(timeZone.equals(TimeZone.getDefault()), "The build leaves another default time zone");
        return exitCode;
    }

    private static void check(boolean kept, String message) {
        if (!kept) {
            throw new IllegalStateException(message);
        }
    }

    /** Replaces the environment of this process, as Maven's daemon does, and what Maven remembers of it. */
    @SuppressWarnings("unchecked")
    private void setEnvironment(Map<String, String> variables) throws ReflectiveOperationException {
        Field behind = Collections.unmodifiableMap(new HashMap<>()).getClass().getDeclaredField("m");
        behind.setAccessible(true);
        Map<String, String> environment = (Map<String, String>) behind.get(System.getenv());
        environment.clear();
        environment.putAll(variables);
        Field remembered = cli.getClassLoader()
                .loadClass("org.apache.maven.properties.internal.EnvironmentUtils")
                .getDeclaredField("envVars");
        remembered.setAccessible(true);
        remembered.set(null, null);
    }
}
