package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Items;
import hudson.model.Node;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Slave;
import hudson.plugins.git.GitSCM;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.Pdfs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import jenkins.branch.OrganizationFolder;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.ArtifactManagerFactoryDescriptor;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.impl.SingleSCMNavigator;
import jenkins.security.MasterToSlaveCallable;
import jenkins.util.VirtualFile;
import org.eclipse.jgit.api.Git;
import org.htmlunit.Page;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;

/** Jobs that are moved and disabled while faxes are under way, inbound agents, and artifacts that are in no file. */
class SurroundingsTest extends SharedJenkinsTestBase {

    private static final String SEND = "faxSend documents: 'a.pdf', recipients: '030 23125016'";

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    private final SandboxClock clock = new SandboxClock();

    @Override
    public FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox().speed(1).clock(clock);
    }

    @Test
    void jobThatIsRenamedMovedAndDisabledEndsWithItsFax() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + SEND + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED, job", build);
        Folder folder = jenkins.createProject(Folder.class, "moved");

        job.renameTo("renamed");
        Items.move(job, folder);
        job.setDisabled(true);
        clock.run();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(job.getFullName()).isEqualTo("moved/renamed");
        assertThat(browser().getPage(build, "faxnummer").asNormalizedText())
                .contains("1 fax: 1 delivered", "fax-report.pdf");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** Its process has Remoting's class filter on both sides. */
    @Test
    void faxesFromInboundAgent() throws Exception {
        clock.run();
        Slave agent = agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder()
                        .name("inbound")
                        .webSocket()
                        .build());
        try {
            WorkflowJob job =
                    Fixture.pipeline(jenkins, "node('inbound') { " + SEND + ", preview: true, coverPage: 'true' }");
            Fixture.document(job, agent, "a.pdf", 1);

            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogNotContains("JEP-200", build);
            assertThat(agent.getWorkspaceFor(job)
                            .child("fax-reports/fax-report.pdf")
                            .exists())
                    .isTrue();
            assertThat(sandbox.submissions()).isEqualTo(1);
        } finally {
            agents.stop(jenkins, "inbound");
        }
    }

    /** Jenkins' core, and Remoting on an agent, may use ImageIO before the plugin, whose class loader alone has the reader. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsScanOnControllerAndOnAgent(boolean onAgent) throws Exception {
        clock.run();
        Node node = jenkins.jenkins;
        if (onAgent) {
            node = agents.createAgent(
                    jenkins,
                    InboundAgentExtension.Options.newBuilder()
                            .name("scanning")
                            .webSocket()
                            .build());
        }
        try {
            String label = onAgent ? "scanning" : "built-in";
            WorkflowJob job = Fixture.pipeline(jenkins, "node('" + label + "') { " + SEND + ", preview: true }");
            Fixture.document(job, node, "a.pdf", Pdfs.scan());
            boolean before = node.toComputer().getChannel().call(new UseImageIo());
            // In the process of the tests, it is on the class path.
            assertThat(before && onAgent).isFalse();

            for (int i = 0; i < 2; i++) {
                WorkflowRun build = jenkins.buildAndAssertSuccess(job);

                jenkins.assertLogNotContains("cannot be drawn", build);
                FilePath drawn = node.getWorkspaceFor(job).child("fax-reports/preview/a-001.png");
                try (InputStream png = drawn.read()) {
                    BufferedImage page = ImageIO.read(png);
                    assertThat(page.getRGB(page.getWidth() / 2, page.getHeight() / 2))
                            .isEqualTo(0xFF000000);
                }
                drawn.delete();
                assertThat(node.toComputer().getChannel().call(new UseImageIo()))
                        .as("what the plugin leaves behind")
                        .isEqualTo(before);
            }
        } finally {
            if (onAgent) {
                agents.stop(jenkins, "scanning");
            }
        }
    }

    /** Uses ImageIO as another plugin would, and returns whether it reads scans. */
    private static final class UseImageIo extends MasterToSlaveCallable<Boolean, IOException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean call() {
            // That of the tests has the reader.
            ClassLoader ofTests = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            try {
                return Arrays.asList(ImageIO.getReaderFormatNames()).contains("JBIG2");
            } finally {
                Thread.currentThread().setContextClassLoader(ofTests);
            }
        }
    }

    @Test
    void faxesFromBranchOfOrganizationFolder(@TempDir Path repository) throws Exception {
        clock.run();
        try (Git git = Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()) {
            Files.writeString(repository.resolve("Jenkinsfile"), "node { checkout scm; " + SEND + " }");
            Files.write(repository.resolve("a.pdf"), Pdf.pages(1));
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Add report")
                    .setAuthor("Test", "test@example.com")
                    .setCommitter("Test", "test@example.com")
                    .setSign(false)
                    .call();
        }
        OrganizationFolder organization = jenkins.createProject(OrganizationFolder.class, "organization");
        GitSCMSource source = new GitSCMSource(repository.toString());
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        organization.getNavigators().add(new SingleSCMNavigator("repository", List.of(source)));
        // Git sources on the controller's disk are forbidden by default.
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        try {
            organization.scheduleBuild(0);
            Fixture.await("the branch is built", () -> branch() != null && branch().getLastBuild() != null);

            WorkflowRun build = jenkins.waitForCompletion(branch().getLastBuild());

            jenkins.assertBuildStatusSuccess(build);
            assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
            assertThat(sandbox.submissions()).isEqualTo(1);
        } finally {
            GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        }
    }

    private WorkflowJob branch() {
        return jenkins.jenkins.getItemByFullName("organization/repository/main", WorkflowJob.class);
    }

    @Test
    void reportsAreArtifactsWhereverArtifactsAreKept() throws Exception {
        clock.run();
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new Factory());
        try {
            WorkflowJob job = Fixture.pipeline(jenkins, "node { " + SEND + "; archiveArtifacts 'fax-reports/**' }");
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

            WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

            assertThat(build.getArtifactsDir()).doesNotExist();
            String id = build.getExternalizableId();
            assertThat(STORE.get(id)).containsKey("fax-reports/fax-report.pdf");
            Page report = browser().getPage(new URL(build.getAbsoluteUrl() + "artifact/fax-reports/fax-report.pdf"));
            assertThat(report.getWebResponse().getStatusCode()).isEqualTo(200);
            try (InputStream stream = report.getWebResponse().getContentAsStream()) {
                assertThat(new String(stream.readNBytes(5))).isEqualTo("%PDF-");
            }
            build.delete();
            assertThat(STORE).doesNotContainKey(id);
        } finally {
            ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
        }
    }

    /** By builds, their artifacts. */
    private static final Map<String, Map<String, byte[]>> STORE = new ConcurrentHashMap<>();

    /** As plugins that keep artifacts at a service. */
    public static final class Factory extends ArtifactManagerFactory {
        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            return new Manager(build.getExternalizableId());
        }

        @TestExtension
        public static final class DescriptorImpl extends ArtifactManagerFactoryDescriptor {}
    }

    private static final class Manager extends ArtifactManager {

        private final String build;

        Manager(String build) {
            this.build = build;
        }

        @Override
        public void onLoad(Run<?, ?> loaded) {}

        @Override
        public void archive(
                FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException, InterruptedException {
            Map<String, byte[]> kept = STORE.computeIfAbsent(build, it -> new ConcurrentHashMap<>());
            for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
                try (InputStream stream = workspace.child(artifact.getValue()).read()) {
                    kept.put(artifact.getKey(), stream.readAllBytes());
                }
            }
        }

        @Override
        public boolean delete() {
            return STORE.remove(build) != null;
        }

        @Override
        public VirtualFile root() {
            return new Kept(build, "");
        }
    }

    /** A path below which there are artifacts, or that of one. */
    private static final class Kept extends VirtualFile {

        private static final long serialVersionUID = 1;

        private final String build;
        private final String path;

        Kept(String build, String path) {
            this.build = build;
            this.path = path;
        }

        private TreeMap<String, byte[]> all() {
            return new TreeMap<>(STORE.getOrDefault(build, Map.of()));
        }

        @Override
        public String getName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public URI toURI() {
            return URI.create("kept:/" + path);
        }

        @Override
        public @Nullable VirtualFile getParent() {
            return path.isEmpty() ? null : new Kept(build, path.substring(0, Math.max(0, path.lastIndexOf('/'))));
        }

        @Override
        public boolean isDirectory() {
            return path.isEmpty() || all().keySet().stream().anyMatch(it -> it.startsWith(path + "/"));
        }

        @Override
        public boolean isFile() {
            return all().containsKey(path);
        }

        @Override
        public boolean exists() {
            return isFile() || isDirectory();
        }

        @Override
        public VirtualFile[] list() {
            String folder = path.isEmpty() ? "" : path + "/";
            return all().keySet().stream()
                    .filter(it -> it.startsWith(folder))
                    .map(it -> it.substring(folder.length()).split("/", 2)[0])
                    .distinct()
                    .map(it -> new Kept(build, folder + it))
                    .toArray(VirtualFile[]::new);
        }

        @Override
        public VirtualFile child(String name) {
            return new Kept(build, path.isEmpty() ? name : path + "/" + name);
        }

        @Override
        public long length() {
            byte[] content = all().get(path);
            return content == null ? 0 : content.length;
        }

        @Override
        public long lastModified() {
            return 0;
        }

        @Override
        public boolean canRead() {
            return exists();
        }

        @Override
        public InputStream open() throws IOException {
            byte[] content = all().get(path);
            if (content == null) {
                throw new FileNotFoundException(path);
            }
            return new ByteArrayInputStream(content);
        }
    }
}
