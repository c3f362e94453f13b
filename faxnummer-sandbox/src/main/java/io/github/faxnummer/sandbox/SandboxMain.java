package io.github.faxnummer.sandbox;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Runs a sandbox on its own until it is stopped. */
public final class SandboxMain {
    private SandboxMain() {}

    /** Starts the sandbox that the command line describes; without arguments one with every default. */
    public static void main(String[] args) throws InterruptedException {
        FaxnummerSandbox.Builder options;
        try {
            options = options(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + usage());
            System.exit(2);
            return;
        }
        options.password(System.getenv().getOrDefault("FAXNUMMER_PASSWORD", FaxnummerSandbox.DEFAULT_PASSWORD));
        try (FaxnummerSandbox sandbox = options.start()) {
            System.out.println(sandbox.describe());
            new CountDownLatch(1).await();
        }
    }

    static FaxnummerSandbox.Builder options(String... args) {
        FaxnummerSandbox.Builder builder = FaxnummerSandbox.builder();
        Iterator<String> words = Arrays.asList(args).iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--https" -> builder.https(true);
                case "--port" -> builder.port(value(option, words, Integer::parseInt));
                case "--speed" -> builder.speed(value(option, words, Double::parseDouble));
                case "--login" -> builder.login(value(option, words, login -> login));
                case "--answer-form" ->
                    builder.answerForm(value(option, words, form -> AnswerForm.valueOf(constant(form))));
                case "--fault" -> builder.fault(value(option, words, fault -> Fault.valueOf(constant(fault))));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return builder;
    }

    private static String usage() {
        return String.format(Locale.ROOT, """
                Usage: java -cp ... io.github.faxnummer.sandbox.SandboxMain [options]
                  --port N          listen on this port (any free one)
                  --speed X         let time run X times as fast (1)
                  --https           speak HTTPS with a certificate made for this run
                  --login L         login of the account (acc00000)
                  --answer-form F   one of %s
                  --fault F         a fault for every SendFax: one of %s
                The account's password is taken from the environment variable FAXNUMMER_PASSWORD (sandbox-password).
                """, Arrays.toString(AnswerForm.values()), Arrays.toString(Fault.values()));
    }

    private static <T> T value(String option, Iterator<String> words, Function<String, T> reader) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        String word = words.next();
        try {
            return reader.apply(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " cannot be " + word, e);
        }
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
