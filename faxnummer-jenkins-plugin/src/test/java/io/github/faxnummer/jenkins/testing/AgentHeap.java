package io.github.faxnummer.jenkins.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import hudson.slaves.DumbSlave;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;

/** All that the JVM of an agent knows. */
public final class AgentHeap {

    private AgentHeap() {}

    public static void dump(DumbSlave agent, Path file) throws Exception {
        agent.getChannel().call(new Dump(file.toString()));
    }

    private static final class Dump extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1;

        private final String file;

        Dump(String file) {
            this.file = file;
        }

        @Override
        public Void call() throws IOException {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, false);
            return null;
        }
    }
}
