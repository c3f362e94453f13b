package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A build that submits many faxes of one run through a ledger, to be killed at any time. What its provider accepts
 * stands in a file, one line for each submission; what it prints is what a user would see.
 *
 * <p>Arguments: ledger, file of submissions, name of the run, first and last fax, seed, {@code unknown} if somebody has
 * looked.
 */
final class LedgerProgram {

    private static final int THREADS = 8;
    private static final int MAX_REQUEST_MILLIS = 12;
    private static final LedgerTiming TIMING = new LedgerTiming(
            Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(2500), Duration.ofMinutes(1));

    private LedgerProgram() {}

    public static void main(String[] arguments) throws Exception {
        FaxLedger ledger = Ledgers.open(arguments[0]);
        String submissions = arguments[1];
        RunIdentity run = RunIdentity.of(arguments[2]);
        Random random = new Random(Long.parseLong(arguments[5]));
        LedgerGate gate = new LedgerGate(
                ledger,
                OnceScope.RUN,
                run,
                new LedgerGate.Overrides(false, arguments[6].equals("unknown")),
                TIMING,
                MonotonicClock.startingAt(Instant.now()));
        List<Integer> faxes = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[3]); i < Integer.parseInt(arguments[4]); i++) {
            faxes.add(i);
        }
        Collections.shuffle(faxes, random);
        ledger.key(Ledgers.fax("0"));
        System.out.println("READY");
        System.out.flush();
        if (System.in.read() < 0) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int fax : faxes) {
            long seed = random.nextLong();
            threads.execute(() -> say(fax, submit(gate, submissions, fax, new Random(seed))));
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.HOURS);
        gate.close();
        ledger.close();
        System.out.println("END");
        System.out.flush();
    }

    private static String submit(LedgerGate gate, String submissions, int fax, Random random) {
        try {
            FaxIdentity identity = Ledgers.fax(String.valueOf(fax));
            Claim claim = gate.claim(identity);
            if (claim instanceof Claim.Denied denied) {
                EarlierSubmission earlier = denied.earlier();
                if (earlier.state() == EarlierSubmission.State.SUBMITTED) {
                    gate.ended(identity, earlier.attempt(), LedgerResult.DELIVERED);
                }
                return earlier.state().name();
            }
            OpenAttempt attempt = ((Claim.Granted) claim).attempt();
            pause(random);
            int kind = random.nextInt(20);
            if (kind == 0) {
                attempt.ended(LedgerResult.NOT_SENT);
                return "NOT_SENT";
            }
            if (!attempt.proceed()) {
                return "TAKEN";
            }
            if (kind == 1) {
                attempt.ended(LedgerResult.REJECTED);
                return "REJECTED";
            }
            // A file opened to append: one write is one line, also with concurrent writers.
            try (FileOutputStream out = new FileOutputStream(submissions, true)) {
                out.write((fax + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            pause(random);
            attempt.submitted(new JobId("job-" + fax));
            return "ACCEPTED";
        } catch (LedgerException e) {
            return "ERROR " + e.getMessage();
        } catch (IOException | InterruptedException e) {
            return "FAILED " + e;
        }
    }

    private static void pause(Random random) throws InterruptedException {
        Thread.sleep(random.nextInt(MAX_REQUEST_MILLIS));
    }

    private static void say(int fax, String what) {
        synchronized (System.out) {
            System.out.println(fax + " " + what);
            System.out.flush();
        }
    }
}
