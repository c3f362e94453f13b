package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.Faxes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.MetaClass;

/**
 * How long the pages of a build with 1,000 faxes take, and those of a controller that has 30 days of 200 jobs with 100 faxes a
 * day. No test: it measures, with {@code -Dtest=PagesBenchmark}, and writes to {@code target/pages-benchmark.txt}.
 */
@WithJenkins
class PagesBenchmark {

    private static final int JOBS = Integer.getInteger("pages.jobs", 200);
    private static final int DAYS = Integer.getInteger("pages.days", 30);
    private static final int FAXES_A_DAY = 100;
    private static final int MANY = 1000;
    private static final int UNCONFIRMED = 20;
    private static final int RUNS = 9;
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> figures = new ArrayList<>();

    @Test
    void pages(JenkinsRule jenkins) throws Exception {
        // The harness lets every request compile its views.
        MetaClass.NO_CACHE = false;
        FreeStyleProject job = jenkins.createFreeStyleProject("report");
        FreeStyleBuild many = jenkins.buildAndAssertSuccess(job);
        DeliveryStore.of(many).save(Faxes.record("record", MANY, START));
        FaxDeliveriesAction.attachTo(many);
        String build = many.getAbsoluteUrl();
        measure("build page", build);
        measure("faxes page", build + "faxnummer/");
        measure("faxes page, page 20", build + "faxnummer/?page=20");
        measure("faxes page, sorted and filtered", build + "faxnummer/?sort=recipient&outcome=DONE_OK&number=69");
        measure("news of the table", build + "faxnummer/table");
        measure("API", build + "faxnummer/api/json?depth=2");
        measure("job page, one build", job.getAbsoluteUrl());

        figures.add("heap before: %.0f MB".formatted(usedHeap()));
        List<FreeStyleProject> jobs = fill(jenkins, many);
        measure("controller page, first", jenkins.getURL() + "manage/faxnummer/", 1);
        measure("controller page", jenkins.getURL() + "manage/faxnummer/");
        measure("page Manage Jenkins", jenkins.getURL() + "manage/");
        measure("job page of 20 builds, first", jobs.get(JOBS - 1).getAbsoluteUrl(), 1);
        measure("job page of 20 builds", jobs.get(JOBS - 1).getAbsoluteUrl());
        measure("dashboard with health of all jobs, first", jenkins.getURL().toString(), 1);
        measure("dashboard with health of all jobs", jenkins.getURL().toString());
        figures.add("heap then: %.0f MB".formatted(usedHeap()));
        disk(jobs);
        Files.write(Path.of("target", "pages-benchmark.txt"), figures);
    }

    /** What the records of all builds take, and how long Jenkins takes to delete a month of a job. */
    private void disk(List<FreeStyleProject> jobs) throws Exception {
        FreeStyleProject job = jobs.get(JOBS - 1);
        long bytes = 0;
        for (FreeStyleBuild build : job.getBuilds()) {
            bytes += Files.size(build.getRootDir().toPath().resolve("faxnummer/record.jsonl"));
        }
        figures.add("records of %d builds with %d faxes each: %.1f MB, of all jobs: %.0f MB"
                .formatted(DAYS, FAXES_A_DAY, bytes / 1e6, bytes * JOBS / 1e6));
        long begin = System.nanoTime();
        for (FreeStyleBuild build : job.getBuilds()) {
            build.delete();
        }
        figures.add("deleting the %d builds: %.0f ms".formatted(DAYS, (System.nanoTime() - begin) / 1e6));
    }

    private static double usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6;
    }

    /** Builds as Jenkins keeps them; the same records for all, which are only read. */
    private static List<FreeStyleProject> fill(JenkinsRule jenkins, FreeStyleBuild like) throws Exception {
        String build = Files.readString(like.getRootDir().toPath().resolve("build.xml"));
        DeliveryRecord record = confirmed(Faxes.record("record", FAXES_A_DAY, START));
        DeliveryStore.of(like).save(record);
        Path journal = like.getRootDir().toPath().resolve("faxnummer/record.jsonl");
        Path kept = Files.copy(journal, like.getRootDir().toPath().resolve("kept.jsonl"));
        DeliveryStore.of(like).save(Faxes.record("record", MANY, START));
        List<FreeStyleProject> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            FreeStyleProject job = jenkins.createFreeStyleProject("job-" + i);
            for (int day = 1; day <= DAYS; day++) {
                Path folder = Files.createDirectories(
                        job.getRootDir().toPath().resolve("builds").resolve(String.valueOf(day)));
                Files.writeString(folder.resolve("build.xml"), build);
                Files.createDirectories(folder.resolve("faxnummer"));
                Files.createLink(folder.resolve("faxnummer/record.jsonl"), kept);
            }
            job.doReload();
            FreeStyleProject loaded = jenkins.jenkins.getItemByFullName("job-" + i, FreeStyleProject.class);
            jobs.add(loaded);
            assertThat(loaded.getLastBuild().getNumber()).isEqualTo(DAYS);
            if (i < UNCONFIRMED) {
                FreeStyleBuild last = loaded.getLastBuild();
                Files.delete(last.getRootDir().toPath().resolve("faxnummer/record.jsonl"));
                DeliveryRecord unclear = Faxes.record("record", 5, START);
                DeliveryStore.of(last).save(unclear);
                UnconfirmedFaxes.get().end(last, unclear);
            }
        }
        return jobs;
    }

    private static DeliveryRecord confirmed(DeliveryRecord record) {
        return record.with(record.delivery()
                .withTransmissions(record.delivery().transmissions().stream()
                        .map(it -> UnconfirmedFaxes.isUnconfirmed(it)
                                ? record.delivery().transmissions().get(0)
                                : it)
                        .toList()));
    }

    private void measure(String what, String url) throws Exception {
        measure(what, url, RUNS);
    }

    /** The median, and the size without compression. */
    private void measure(String what, String url, int runs) throws Exception {
        List<Double> millis = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < runs + (runs > 1 ? 3 : 0); i++) {
            long begin = System.nanoTime();
            HttpResponse<byte[]> page = client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (runs == 1 || i >= 3) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            assertThat(page.statusCode()).as(url).isEqualTo(200);
            bytes = page.body().length;
        }
        millis.sort(null);
        String figure = "%s: %.0f ms, %.1f KB".formatted(what, millis.get(millis.size() / 2), bytes / 1024.0);
        figures.add(figure);
        System.out.println("PAGES " + figure);
    }
}
