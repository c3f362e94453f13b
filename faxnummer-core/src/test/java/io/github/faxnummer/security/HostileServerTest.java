package io.github.faxnummer.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.ChildJvm;
import io.github.faxnummer.testing.RawServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a server answers: a program of 96 MB outlives it, in time, and says no more than that it does not know. */
class HostileServerTest {

    /** For two calls, each ended by its timeout at the latest, on a machine that has other things to do too. */
    private static final long MAX_MILLIS =
            2 * HostileServerRun.MAX_CALL_DURATION.plusSeconds(1).toMillis() + 6000;

    private static final Map<HostileServer, Integer> PORTS = new EnumMap<>(HostileServer.class);
    private static List<String> lines = List.of();
    private static ChildJvm.Ended child = new ChildJvm.Ended(-1, "");

    @BeforeAll
    static void callAll() throws Exception {
        List<RawServer> servers = new ArrayList<>();
        try {
            for (HostileServer hostile : HostileServer.values()) {
                RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    hostile.answer(socket.getOutputStream());
                });
                servers.add(server);
                PORTS.put(hostile, server.port());
            }
            child = ChildJvm.of(HostileServerRun.class)
                    .option("-Xmx96m")
                    .arguments(PORTS.values().stream().map(String::valueOf).toList())
                    .run();
            lines = child.output()
                    .lines()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .toList();
        } finally {
            for (RawServer server : servers) {
                server.close();
            }
        }
    }

    @Test
    void survivesAllHostileServers() {
        assertThat(child.output()).doesNotContain("Exception", "OutOfMemoryError", "\tat ");
        assertThat(child.exitCode()).isZero();
        assertThat(lines).hasSize(3 * HostileServer.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void reportsNeitherSuccessNorRejection(HostileServer hostile) {
        assertThat(said(hostile, "send")).startsWith("Unknown: ");
        assertThat(said(hostile, "ask")).startsWith("Unavailable: ");
    }

    @ParameterizedTest
    @EnumSource
    void endsWithinTimeouts(HostileServer hostile) {
        assertThat(Long.parseLong(said(hostile, "took"))).isLessThan(MAX_MILLIS);
    }

    @ParameterizedTest
    @EnumSource
    void emitsNoControlCharacters(HostileServer hostile) {
        assertThat(said(hostile, "send")).hasSizeLessThan(600).satisfies(SanitizerFuzzTest::harmless);
        assertThat(said(hostile, "ask")).hasSizeLessThan(600).satisfies(SanitizerFuzzTest::harmless);
    }

    private static String said(HostileServer hostile, String of) {
        String beginning = PORTS.get(hostile) + " " + of + " ";
        return lines.stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElse("");
    }
}
