package io.github.faxnummer.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.faxnummer.testing.FaultyProxy.Toxic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** A process with toxic networks in it, {@link FaultyProxyMain}; it ends when this is closed or this JVM ends. */
public final class FaultyProxyProcess implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private FaultyProxyProcess(Process process) {
        this.process = process;
        commands = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    public static FaultyProxyProcess start() {
        return new FaultyProxyProcess(ChildJvm.of(FaultyProxyMain.class).start());
    }

    /**
     * Opens a way.
     *
     * @param plan what happens to the first connections, one for each; nothing to the others
     */
    public FaultyNetwork open(int target, List<Toxic> plan) {
        String toxics = plan.stream().map(it -> " " + it).collect(Collectors.joining());
        return new Network(Integer.parseInt(ask("open " + target + toxics)));
    }

    private synchronized String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the toxic proxy has ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private final class Network implements FaultyNetwork {

        private final int port;

        Network(int port) {
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public int connections() {
            return Integer.parseInt(ask("connections " + port));
        }

        @Override
        public int held() {
            return Integer.parseInt(ask("held " + port));
        }

        @Override
        public List<Delivered> delivered() {
            return FaultyProxyMain.delivered(ask("delivered " + port));
        }

        @Override
        public void close() {
            ask("close " + port);
        }
    }
}
