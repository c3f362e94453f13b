package io.github.faxnummer.chaos;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many runs, some of them at a time, each with a seed of its own. */
final class Seeds {

    private static final long FIRST = Long.getLong("campaign.seed", 1);
    private static final int TIMEOUT_SECONDS = 120;

    /** A run and its invariants. */
    interface Run {
        void run(long seed) throws Exception;
    }

    private Seeds() {}

    /** What failed, with the seed that shows it again. */
    static List<String> failures(int runs, int atATime, Run run) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        List<String> failures = new ArrayList<>();
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                long seed = FIRST + i;
                all.add(threads.submit(() -> failure(seed, run)));
            }
            for (Future<String> one : all) {
                String failure = one.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (!failure.isEmpty()) {
                    failures.add(failure);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return failures;
    }

    private static String failure(long seed, Run run) {
        try {
            run.run(seed);
            return "";
        } catch (Exception | AssertionError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            return "campaign.seed=" + seed + ": " + Objects.toString(e.getMessage()) + "\n" + trace;
        }
    }
}
