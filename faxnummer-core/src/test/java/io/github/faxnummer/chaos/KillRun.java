package io.github.faxnummer.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.testing.ChildJvm;
import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyProxy.End;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.FaultyProxyProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.tls.Certificates;

/**
 * One delivery by a real process that is killed, as {@code kill -9} does it, up to three times, at a moment after it began,
 * after a line that it printed or while the network holds a connection, and started again, through a network in another process. The last life is let live.
 */
final class KillRun {

    private static final String PASSWORD = "correct horse battery";
    private static final int MAX_KILLS = 3;
    private static final int NETWORK_LAG_MILLIS = 200;

    private final RandomScenario dice;
    private final Path folder;
    private final FaultyProxyProcess networks;
    private final AcceleratedClock time = new AcceleratedClock(System.currentTimeMillis());
    private final List<String> console = new ArrayList<>();
    private final Set<String> reported = new HashSet<>();
    private final int atATime;
    private int kills;

    /**
     * Draws it.
     *
     * @param folder what its processes write is in it
     */
    KillRun(long seed, Path folder, FaultyProxyProcess networks) throws IOException {
        this.dice = new RandomScenario(seed);
        this.folder = Files.createDirectories(folder.resolve(String.valueOf(seed)));
        this.networks = networks;
        atATime = dice.chance(60) ? 1 : 1 + dice.below(DeliveryRunner.MAX_CONCURRENT_SUBMISSIONS);
        FaxingProgram.begin(
                this.folder,
                Delivery.of(dice.order(), time.instant(), Duration.ofMinutes(30), PollingSchedule.DEFAULT)
                        .withSameNumber(dice.pick(SameNumber.values())));
    }

    /** Runs it to its end, checks the invariants, and returns how often it was killed. */
    int run() throws Exception {
        FaxnummerSandbox.Builder provider = FaxnummerSandbox.builder()
                .clock(time)
                .https(dice.chance(20))
                .password(PASSWORD)
                .responseFormat(dice.pick(ResponseFormat.values()));
        try (FaxnummerSandbox sandbox = provider.start();
                FaultyNetwork network = networks.open(sandbox.endpoint().getPort(), toxics())) {
            dice.faults(sandbox);
            InvariantChecker checker = new InvariantChecker(sandbox, console);
            for (int life = dice.below(MAX_KILLS) + 1; life >= 0; life--) {
                boolean ended = live(sandbox, network, life > 0);
                checker.afterRun(InvariantChecker.Reported.by(FaxingProgram.read(folder)));
                if (ended) {
                    checker.afterRun(InvariantChecker.Reported.by(report()));
                    break;
                }
                assertThat(life).as("what ended without a kill:\n%s", console).isPositive();
            }
            checker.atEnd(FaxingProgram.read(folder), reported);
        }
        return kills;
    }

    private JsonNode report() throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(folder.resolve(ReportFormats.JSON.fileName())));
    }

    /** True if it came to its end. */
    private boolean live(FaxnummerSandbox sandbox, FaultyNetwork network, boolean mortal) throws Exception {
        boolean https = sandbox.endpoint().getScheme().equals("https");
        if (https) {
            Files.writeString(
                    folder.resolve(FaxingProgram.CERTIFICATE), Certificates.certificatePem(sandbox.certificate()));
        }
        if (kills > 0) {
            // Or a connection that the killed one began is taken for one of the next, which did not see its answer.
            Thread.sleep(NETWORK_LAG_MILLIS);
        }
        int first = network.connections() + 1;
        Process process = ChildJvm.of(FaxingProgram.class)
                .option("-XX:TieredStopAtLevel=1")
                .option("-XX:+UseSerialGC")
                .option("-Xmx96m")
                .arguments(List.of(
                        (https ? "https://localhost:" : "http://127.0.0.1:")
                                + network.port()
                                + sandbox.endpoint().getPath(),
                        sandbox.login(),
                        folder.toString(),
                        String.valueOf(atATime),
                        String.valueOf(time.start())))
                .start();
        boolean killedWhenHeld = mortal && dice.chance(40);
        int killedAtLine = mortal && dice.chance(60) ? 1 + dice.below(14) : Integer.MAX_VALUE;
        int killedAfter = killedAtLine < Integer.MAX_VALUE ? dice.below(8) : dice.below(900);
        if (killedWhenHeld) {
            killWhenHeld(process, network);
        }
        boolean ended = false;
        try (OutputStream password = process.getOutputStream()) {
            password.write(PASSWORD.getBytes(UTF_8));
        }
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int lines = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                console.add(line);
                ended = line.equals("ends");
                lines++;
                if (mortal
                        && !killedWhenHeld
                        && (killedAtLine < Integer.MAX_VALUE ? lines == killedAtLine : lines == 1)) {
                    CompletableFuture.delayedExecutor(killedAfter, TimeUnit.MILLISECONDS)
                            .execute(process.toHandle()::destroyForcibly);
                }
            }
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            kills++;
        }
        learnt(sandbox, network, first, ended);
        return ended;
    }

    /** Some runs' first connections are held, so that they are killed while they wait for the provider. */
    private List<Toxic> toxics() {
        List<Toxic> toxics = new ArrayList<>(dice.toxics());
        if (dice.chance(60)) {
            toxics.set(
                    dice.below(3),
                    dice.chance(50) ? Toxic.up(dice.below(2600), End.HELD) : Toxic.down(1 + dice.below(200), End.HELD));
        }
        return toxics;
    }

    private static void killWhenHeld(Process process, FaultyNetwork network) {
        int before = network.held();
        Thread watcher = new Thread(
                () -> {
                    while (process.isAlive()) {
                        if (network.held() > before) {
                            // Not the process itself: that would close its output before it is read.
                            process.toHandle().destroyForcibly();
                        }
                        LockSupport.parkNanos(2_000_000);
                    }
                },
                "watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * One that submits one fax after the other has told the job ids of all but the last, whose answer may have come as it
     * was killed; at its end, of all. A connection's end is known here a little later than there.
     */
    private void learnt(FaxnummerSandbox sandbox, FaultyNetwork network, int first, boolean ended)
            throws InterruptedException {
        if (!ended && atATime > 1) {
            return;
        }
        Thread.sleep(NETWORK_LAG_MILLIS);
        Set<String> came = InvariantChecker.jobIdsIn(network.delivered().stream()
                .filter(it -> it.connection() >= first)
                .toList());
        List<ReceivedFax> accepted = sandbox.faxes();
        if (!ended && !accepted.isEmpty()) {
            came.remove(accepted.get(accepted.size() - 1).jobId());
        }
        reported.addAll(came);
    }
}
