package io.github.faxnummer.jenkins.testing;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Functions;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TopLevelItem;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.report.TransmissionResult;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins that knows a sandbox and its account. */
public final class Fixture {

    /** Long enough for a machine that is busy with other work; what takes longer hangs. */
    private static final long MAX_WAIT_NANOS = 150_000_000_000L;

    public static final String CREDENTIALS = "fax-account";
    public static final String PASSWORD = "Geheim-&<\"'9f3";
    public static final String SIGNATURE = "fax-signature";
    public static final String EMAIL = "compliance@example.com";

    /** Options of a JVM that is gone before it could profit from the optimising compiler. */
    static final String[] SHORT_LIVED = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

    private Fixture() {}

    public static FaxnummerSandbox.Builder sandbox() {
        return FaxnummerSandbox.builder().login("acc12345").password(PASSWORD).speed(100);
    }

    /** A controller in a process of its own, which lives too short for what a JVM does for long-lived ones. */
    public static RealJenkinsExtension realJenkins() {
        return new RealJenkinsExtension() {
            @Override
            public void beforeEach(ExtensionContext context) throws Exception {
                super.beforeEach(context);
                InstanceKey.writeTo(getHome().toPath());
            }
        }.javaOptions(SHORT_LIVED);
    }

    /** A port without a listener, on which a sandbox can start later. */
    public static int freePort() throws IOException {
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return unused.getLocalPort();
        }
    }

    /** Whether a fax of the build waits for a retry after a refused connection. */
    public static boolean isToBeTriedAgain(Run<?, ?> build) {
        return DeliveryStore.of(build).all().records().stream()
                .flatMap(it -> it.delivery().transmissions().stream())
                .anyMatch(it -> it.progress() instanceof TransmissionState.Planned planned && planned.attempts() > 0);
    }

    /** Credentials and global configuration for the sandbox. */
    public static void configure(FaxnummerSandbox sandbox) throws Exception {
        configure(sandbox.endpoint().toString(), sandbox.login(), sandbox.password());
    }

    public static void configure(String endpoint, String login, String password) throws Exception {
        credentials(CREDENTIALS, CredentialsScope.GLOBAL, login, password);
        // Only what is public: RealJenkins has the plugin in another class loader.
        System.setProperty("io.github.faxnummer.jenkins.firstPollSeconds", "2");
        setEndpoint(endpoint);
        FaxnummerConfiguration global = ExtensionList.lookupSingleton(FaxnummerConfiguration.class);
        global.setCredentialsId(CREDENTIALS);
        global.setEmail(EMAIL);
    }

    public static void setEndpoint(String endpoint) {
        ExtensionList.lookupSingleton(FaxnummerConfiguration.class).setEndpoint(endpoint);
    }

    public static void credentials(String id, CredentialsScope scope, String login, String password) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(scope, id, "the fax account", login, password));
        provider.save();
    }

    /** A key store as credentials that only Jenkins itself may use, and reports that are signed with it. */
    public static void sign(Path keyStore, String password, String timestampServer) throws Exception {
        sign(
                new CertificateCredentialsImpl.UploadedKeyStoreSource(
                        null, SecretBytes.fromBytes(Files.readAllBytes(keyStore))),
                password,
                timestampServer);
    }

    public static void sign(CertificateCredentialsImpl.KeyStoreSource keyStore, String password, String timestampServer)
            throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().removeIf(it -> it instanceof CertificateCredentialsImpl);
        provider.getCredentials()
                .add(new CertificateCredentialsImpl(
                        CredentialsScope.SYSTEM, SIGNATURE, "the signing key", password, keyStore));
        provider.save();
        FaxnummerConfiguration global = ExtensionList.lookupSingleton(FaxnummerConfiguration.class);
        global.setSignatureCredentialsId(SIGNATURE);
        global.setTimestampServer(timestampServer);
    }

    public static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Puts a PDF into the job's workspace. */
    public static void document(TopLevelItem job, Node node, String path, int pages) throws Exception {
        FilePath workspace = node.getWorkspaceFor(job);
        workspace.child(path).copyFrom(new ByteArrayInputStream(Pdf.pages(pages)));
    }

    public static void document(TopLevelItem job, Node node, String path, byte[] pdf) throws Exception {
        node.getWorkspaceFor(job).child(path).copyFrom(new ByteArrayInputStream(pdf));
    }

    /** What became of each fax of the build's first delivery. */
    public static List<String> outcomes(Run<?, ?> build) {
        return build.getAction(FaxDeliveriesAction.class).getDeliveries().get(0).getTransmissions().stream()
                .map(TransmissionResult::getOutcome)
                .toList();
    }

    /** How many threads are in a method of this plugin. */
    public static long threadsIn(Class<?> type, String method) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(it -> it.getClassName().equals(type.getName())
                                && it.getMethodName().equals(method)))
                .count();
    }

    /** Makes a pipe, at which readers and writers wait for each other. */
    public static Path pipe(Path file) throws Exception {
        assumeFalse(Functions.isWindows(), "Windows has no pipes with names of files");
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        int status = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        if (status != 0) {
            throw new IOException("mkfifo: " + status);
        }
        return file;
    }

    /** Lets those go on that wait at a pipe. */
    public static void release(Path pipe) throws IOException {
        // In both directions, it waits for nothing itself.
        Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close();
    }

    public static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + MAX_WAIT_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain until " + what);
            }
            Thread.sleep(50);
        }
    }
}
