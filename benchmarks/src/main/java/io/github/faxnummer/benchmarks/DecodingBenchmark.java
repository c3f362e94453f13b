package io.github.faxnummer.benchmarks;

import io.github.faxnummer.provider.faxnummerde.MalformedResponseException;
import io.github.faxnummer.provider.faxnummerde.ResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decodes a response with many entries. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class DecodingBenchmark {

    @Param({"10000", "30000", "100000"})
    int entries;

    private byte[] answer = new byte[0];

    @Setup
    public void write() {
        StringBuilder text = new StringBuilder("WR_Status=ok\nWR_DataList_ObjectCount=" + entries + "\n");
        for (int i = 1; i <= entries; i++) {
            String entry = "WR_DataList_" + i + "_";
            text.append(entry).append("JobUUID=faxsend-acc00000-752601991433cc7de15e\n");
            text.append(entry)
                    .append("DestinationNumber=0049302")
                    .append(1_000_000 + i)
                    .append('\n');
            text.append(entry).append("Status=DONE-OK\n");
            text.append(entry).append("PagesSent=2\n");
        }
        answer = text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Decodes the response as a poll does. */
    @Benchmark
    public List<Map<String, String>> decode() throws MalformedResponseException {
        return new ResponseDecoder()
                .decode(answer, Optional.of(StandardCharsets.UTF_8))
                .entries();
    }

    @Benchmark
    public String[] split() {
        return new String(answer, StandardCharsets.UTF_8).split("\n", -1);
    }
}
