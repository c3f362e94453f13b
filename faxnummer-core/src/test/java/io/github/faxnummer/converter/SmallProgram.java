package io.github.faxnummer.converter;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;

/** A real program that converts documents, or does what programs do instead. */
public final class SmallProgram {

    private static final String LINE = "All work and no play makes Jack a dull boy.\n".repeat(1000);

    private SmallProgram() {}

    /** The command that runs it; each argument may contain white space. */
    public static String command(String... arguments) {
        StringBuilder command = new StringBuilder(quoted(java()) + " -Xshare:auto -cp " + quoted(classes()));
        command.append(' ').append(SmallProgram.class.getName());
        for (String argument : arguments) {
            command.append(' ').append(quoted(argument));
        }
        return command.toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    private static String classes() {
        try {
            return Path.of(SmallProgram.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "copy" -> copy(rest.get(1), rest.get(2));
            case "count" -> {
                Files.writeString(Path.of(rest.get(3)), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                copy(rest.get(1), rest.get(2));
            }
            case "nothing" -> System.out.println("convert done\nwrote " + rest.get(1));
            case "fail" -> {
                copy(rest.get(1), rest.get(2));
                System.err.println("no space left");
                System.exit(3);
            }
            case "two" -> {
                copy(rest.get(1), rest.get(2));
                copy(rest.get(1), rest.get(2) + "2");
            }
            case "text" -> Files.writeString(Path.of(rest.get(1)), "no PDF");
            case "link" -> Files.createSymbolicLink(Path.of(rest.get(2)), Path.of(rest.get(1)));
            case "old" -> Files.copy(Path.of(rest.get(1)), Path.of(rest.get(2)), StandardCopyOption.COPY_ATTRIBUTES);
            case "forever" -> {
                startChild(rest.get(1));
                Thread.sleep(Long.MAX_VALUE);
            }
            case "orphan" -> {
                startChild(rest.get(3));
                copy(rest.get(1), rest.get(2));
                // Long enough to be seen.
                Thread.sleep(1000);
            }
            case "child" -> {
                Files.writeString(
                        Path.of(rest.get(0)),
                        ProcessHandle.current().pid() + " "
                                + ProcessHandle.current().parent().orElseThrow().pid());
                Thread.sleep(Long.MAX_VALUE);
            }
            case "print" -> {
                while (true) {
                    System.out.print(LINE);
                }
            }
            case "printAndCopy" -> {
                for (int i = 0; i < 200; i++) {
                    System.out.print(LINE);
                }
                copy(rest.get(1), rest.get(2));
            }
            case "huge" -> {
                try (RandomAccessFile file = new RandomAccessFile(rest.get(1), "rw")) {
                    file.setLength(ConverterProcess.MAX_BYTES + 1);
                }
                Thread.sleep(Long.MAX_VALUE);
            }
            case "describe" -> {
                Files.writeString(
                        Path.of(rest.get(3)),
                        String.join("\n", new TreeSet<>(System.getenv().keySet()))
                                + "\n---\n" + String.join("\n", rest)
                                + "\n---\n" + Path.of("").toAbsolutePath());
                copy(rest.get(1), rest.get(2));
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void copy(String from, String to) throws IOException {
        Files.copy(Path.of(from), Path.of(to));
    }

    private static void startChild(String mark) throws IOException, InterruptedException {
        new ProcessBuilder(java(), "-cp", classes(), SmallProgram.class.getName(), "child", mark)
                .inheritIO()
                .start();
        while (!Files.exists(Path.of(mark)) || Files.size(Path.of(mark)) == 0) {
            Thread.sleep(20);
        }
    }
}
