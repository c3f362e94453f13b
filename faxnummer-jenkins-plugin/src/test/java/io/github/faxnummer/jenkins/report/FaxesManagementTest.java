package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.LogRotator;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;

class FaxesManagementTest extends SharedJenkinsTestBase {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void administratorsSeeWhatIsUnderWayUnconfirmedAndSentToday() throws Exception {
        FaxnummerConfiguration.get().setMaxFaxesPerDay("10");
        WorkflowJob unknown = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125101', failOnError: false }");
        Fixture.document(unknown, jenkins.jenkins, "a.pdf", 2);
        WorkflowRun lost = jenkins.buildAndAssertSuccess(unknown);
        WorkflowJob endless =
                Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125005' }");
        Fixture.document(endless, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun waiting = endless.scheduleBuild2(0).waitForStart();
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);
        UnconfirmedFaxesMonitor monitor = ExtensionList.lookupSingleton(UnconfirmedFaxesMonitor.class);

        HtmlPage page = browser().goTo("manage/faxnummer/");
        assertThat(text(page))
                .contains(lost.getFullDisplayName(), waiting.getFullDisplayName(), "1 fax: 1 in progress")
                .contains("acc12345 2 of 10 3");
        assertThat(monitor.isActivated()).isTrue();
        assertThat(text(browser().withJavaScriptEnabled(false).goTo("manage/")))
                .contains("Builds with unconfirmed faxes: 1.");

        waiting.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(waiting));

        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        JenkinsRule.WebClient reader =
                browser().withThrowExceptionOnFailingStatusCode(false).withBasicApiToken("reader");
        assertThat(reader.goTo("manage/faxnummer/").getWebResponse().getStatusCode())
                .isEqualTo(403);
        WebRequest post =
                new WebRequest(new URL(jenkins.getURL(), "manage/faxnummer/lookUp?run=x%231"), HttpMethod.POST);
        assertThat(reader.getPage(reader.addCrumb(post)).getWebResponse().getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void unconfirmedFaxesFollowTheirBuild() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("before");
        unconfirmed(job);
        FreeStyleBuild other = unconfirmed(jenkins.createFreeStyleProject("before-2"));

        job.renameTo("after");
        assertListed("after#1", "before-2#1");
        MockFolder folder = jenkins.createFolder("folder");
        Items.move(job, folder);
        assertListed("folder/after#1", "before-2#1");
        folder.renameTo("moved");
        assertListed("moved/after#1", "before-2#1");

        other.delete();
        assertListed("moved/after#1");
        folder.delete();
        assertListed();
        assertMissing("before-2#1", "moved/after#1");
    }

    /** Jenkins deletes by itself: builds by their number or age, and the jobs of branches that are merged. */
    @Test
    void unconfirmedFaxesOutliveBuildsThatJenkinsDiscards() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("nightly");
        unconfirmed(job);
        job.setBuildDiscarder(new LogRotator(-1, 1, -1, -1));
        jenkins.buildAndAssertSuccess(job);
        job.logRotate();
        Fixture.await("it is discarded", () -> UnconfirmedFaxes.get().builds().isEmpty());
        job.delete();
        // Its id is that of another build now.
        unconfirmed(jenkins.createFreeStyleProject("nightly"));

        assertMissing("nightly#1");
        assertThat(ExtensionList.lookupSingleton(UnconfirmedFaxesMonitor.class).getBuilds())
                .isEqualTo(2);
        HtmlPage page = browser().goTo("manage/faxnummer/");
        assertThat(text(page))
                .contains("Build nightly#1 was deleted before its unconfirmed faxes were looked up")
                .containsPattern("→ 00492026031676 Reference: report Unknown since: 2026-11-29 .* Cause: 500");

        jenkins.submit(page.getFormByName("forget"));

        assertMissing();
        assertListed("nightly#1");
        assertThat(text(browser().goTo("manage/faxnummer/"))).doesNotContain("was deleted");
    }

    private static void assertMissing(String... builds) {
        for (UnconfirmedFaxes faxes : List.of(UnconfirmedFaxes.get(), new UnconfirmedFaxes())) {
            assertThat(faxes.missing()).extracting(MissingBuild::build).containsExactly(builds);
            assertThat(faxes.missing()).allSatisfy(it -> assertThat(it.faxes()).hasSize(1));
        }
    }

    @Test
    void buildThatWasKilledWhileItSubmittedIsListedAfterRestart() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild killed = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild harmless = jenkins.buildAndAssertSuccess(job);
        DeliveryRecord record = Faxes.record("record", 1, START);
        Transmission fax = record.delivery().transmissions().get(0);
        Transmission submitting = new Transmission(
                fax.document(),
                fax.documentName(),
                fax.documentPages(),
                fax.recipient(),
                fax.reference(),
                new TransmissionState.Submitting(0, START));
        DeliveryStore.of(killed)
                .save(record.with(new Delivery(
                        record.delivery().order(),
                        List.of(submitting),
                        record.delivery().deadline(),
                        record.delivery().schedule(),
                        record.delivery().sameNumber())));
        DeliveryStore.of(harmless).save(record);
        UnconfirmedFaxes.get().begin(killed);
        UnconfirmedFaxes.get().begin(harmless);
        assertListed();

        new UnconfirmedFaxes.Jobs().onLoaded();

        assertListed(killed.getExternalizableId());
    }

    @Test
    void buildThatCannotBeReadStaysListedUntilSomebodyForgetsIt() throws Exception {
        FreeStyleBuild broken = unconfirmed(jenkins.createFreeStyleProject("broken"));
        Files.writeString(DeliveryStore.of(broken).folder().resolve("record.jsonl"), "no journal");
        FreeStyleProject lost = jenkins.createFreeStyleProject("lost");
        unconfirmed(lost);
        jenkins.jenkins.remove(lost);

        HtmlPage page = browser().goTo("manage/faxnummer/");

        assertThat(text(page))
                .contains("The fax records of broken #1 cannot be read", "Jenkins has no build lost#1")
                .doesNotContain("There are no unconfirmed faxes");
        UnconfirmedFaxes.get().check(broken);
        assertThat(UnconfirmedFaxes.get().count()).isEqualTo(2);
        jenkins.submit(page.getFormByName("forget"));
        jenkins.submit(browser().goTo("manage/faxnummer/").getFormByName("forget"));
        assertThat(UnconfirmedFaxes.get().count()).isZero();
    }

    @Test
    void showsFirstFiftyFaxesAndHowManyFollow() throws Exception {
        FreeStyleBuild first = unconfirmed(jenkins.createFreeStyleProject("first"), UnconfirmedFaxes.get(), 320);
        FreeStyleBuild second = unconfirmed(jenkins.createFreeStyleProject("second"), UnconfirmedFaxes.get(), 160);
        FreeStyleBuild third = unconfirmed(jenkins.createFreeStyleProject("third"), UnconfirmedFaxes.get(), 80);
        assertThat(Stream.of(first, second, third)
                        .map(it -> UnconfirmedFaxes.get().known(it).size()))
                .containsExactly(40, 20, 10);

        HtmlPage page = browser().goTo("manage/faxnummer/");

        assertThat(page.getForms().stream()
                        .filter(it -> it.getNameAttribute().equals("lookUp"))
                        .count())
                .isEqualTo(50);
        assertThat(text(page))
                .contains("Further unconfirmed faxes, shown when these have been looked up: 20.", "second #1")
                .doesNotContain("third #1");

        first.delete();
        assertThat(text(browser().goTo("manage/faxnummer/")))
                .contains("third #1")
                .doesNotContain("Further unconfirmed faxes");
    }

    @Test
    void showsFirstDeletedBuildsAndHowManyFollow() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("nightly");
        for (int i = 0; i < 53; i++) {
            unconfirmed(job);
        }
        job.delete();

        HtmlPage page = browser().goTo("manage/faxnummer/");

        assertThat(forgotten(page)).isEqualTo(50);
        assertThat(text(page))
                .contains("Build nightly#50 was deleted")
                .doesNotContain("nightly#51")
                .contains(
                        "Further builds that Jenkins does not have, shown when these have been taken off the list: 3.");

        // Its faxes are taken off the list together, so that all of them are shown.
        FreeStyleBuild large = unconfirmed(jenkins.createFreeStyleProject("annual"), UnconfirmedFaxes.get(), 480);
        UnconfirmedFaxes.get().missing().forEach(it -> UnconfirmedFaxes.get().forget(it.key()));
        large.delete();
        unconfirmed(jenkins.createFreeStyleProject("monthly")).delete();
        page = browser().goTo("manage/faxnummer/");
        assertThat(forgotten(page)).isOne();
        assertThat(page.getByXPath("//form[@name='forget']//li")).hasSize(60);
        assertThat(text(page)).contains("taken off the list: 1.");
    }

    @Test
    void readsNoBuildThatItDoesNotShow() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("broken");
        for (int i = 0; i < 52; i++) {
            FreeStyleBuild broken = jenkins.buildAndAssertSuccess(job);
            Path folder = Files.createDirectories(DeliveryStore.of(broken).folder());
            Files.writeString(folder.resolve("record.jsonl"), "no journal");
            UnconfirmedFaxes.get().check(broken);
        }
        unconfirmed(jenkins.createFreeStyleProject("first"), UnconfirmedFaxes.get(), 480);
        unconfirmed(jenkins.createFreeStyleProject("second"));
        try (LogRecorder reads =
                new LogRecorder().record(DeliveryStore.class, Level.FINER).capture(100)) {

            HtmlPage page = browser().goTo("manage/faxnummer/");

            assertThat(forgotten(page)).isEqualTo(50);
            assertThat(text(page))
                    .contains("may not be known what they sent, shown when these have been taken off the list: 2.")
                    .contains("shown when these have been looked up: 11.");
            assertThat(reads.getMessages())
                    .filteredOn(it -> it.startsWith("Reads"))
                    .hasSize(51);
        }
    }

    private static long forgotten(HtmlPage page) {
        return page.getForms().stream()
                .filter(it -> it.getNameAttribute().equals("forget"))
                .count();
    }

    /** Of a result that is entered meanwhile the next reader has to hear. */
    @Test
    void lineThatIsReadWhileResultIsEnteredIsReadAgain() throws Exception {
        FreeStyleBuild build = unconfirmed(jenkins.createFreeStyleProject());
        FaxDeliveriesAction.attachTo(build);
        FaxDeliveriesAction action = build.getAction(FaxDeliveriesAction.class);
        Path pipe = Fixture.pipe(DeliveryStore.of(build).folder().resolve("slow.jsonl"));
        FutureTask<FaxDeliveriesAction.Line> reader = new FutureTask<>(action::getLine);
        new Thread(reader, "reader").start();
        Fixture.await("it reads", () -> Fixture.threadsIn(DeliveryStore.class, "all") == 1);

        action.changed();
        // It may not have come to the pipe yet.
        Fixture.await("it has read", () -> {
            Fixture.release(pipe);
            return reader.isDone();
        });
        assertThat(reader.get().getUnreadable()).containsExactly("slow.jsonl");
        Files.delete(pipe);

        assertThat(action.getLine().getUnreadable()).isEmpty();
        assertThat(action.getLine()).isSameAs(action.getLine());
    }

    @Test
    void listThatCannotBeReadIsNotOverwritten() throws Exception {
        FreeStyleBuild first = unconfirmed(jenkins.createFreeStyleProject());
        Path list = jenkins.jenkins.getRootDir().toPath().resolve(UnconfirmedFaxes.class.getName() + ".xml");
        String saved = Files.readString(list);
        Files.writeString(list, "no XML");
        UnconfirmedFaxes broken = new UnconfirmedFaxes();
        assertThat(broken.isUnreadable()).isTrue();
        FreeStyleBuild second = unconfirmed(jenkins.createFreeStyleProject(), broken);
        assertThat(list).hasContent("no XML");
        assertThat(broken.builds()).containsExactly(second);

        Files.writeString(list, saved);
        FreeStyleBuild third = unconfirmed(jenkins.createFreeStyleProject(), broken);

        assertThat(broken.isUnreadable()).isFalse();
        assertThat(new UnconfirmedFaxes().builds()).containsExactly(first, second, third);

        Files.writeString(list, "<" + UnconfirmedFaxes.class.getName().replace("$", "_-") + "_-Builds/>");
        assertThat(new UnconfirmedFaxes().builds()).isEmpty();
    }

    private FreeStyleBuild unconfirmed(FreeStyleProject job) throws Exception {
        return unconfirmed(job, UnconfirmedFaxes.get());
    }

    /** A build whose fifth fax is unknown. */
    private FreeStyleBuild unconfirmed(FreeStyleProject job, UnconfirmedFaxes faxes) throws Exception {
        return unconfirmed(job, faxes, 5);
    }

    /** One of each eight faxes is unknown. */
    private FreeStyleBuild unconfirmed(FreeStyleProject job, UnconfirmedFaxes faxes, int count) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        DeliveryRecord record = Faxes.record("record", count, START);
        DeliveryStore.of(build).save(record);
        faxes.end(build, record);
        return build;
    }

    private static void assertListed(String... builds) {
        for (UnconfirmedFaxes faxes : List.of(UnconfirmedFaxes.get(), new UnconfirmedFaxes())) {
            assertThat(faxes.builds()).extracting(Run::getExternalizableId).containsExactly(builds);
        }
    }

    private static String text(HtmlPage page) {
        return page.getBody().asNormalizedText().replaceAll("\\s+", " ");
    }
}
