package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ListView;
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
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.MetaClass;

/**
 * How long the pages of a build with 1,000 faxes take, and those of a controller that has 30 days of 200 jobs with 100 faxes a
 * day, beside the same pages of builds and jobs without faxes. No test: it measures, with {@code -Dtest=PagesBenchmark}, and writes to {@code target/pages-benchmark.txt}.
 */
@WithJenkins
class PagesBenchmark {

    private static final int JOBS = Integer.getInteger("pages.jobs", 200);
    private static final int DAYS = Integer.getInteger("pages.days", 30);
    private static final int FAXES_A_DAY = 100;
    private static final int MANY = 1000;
    private static final int UNCONFIRMED = 20;
    private static final int WARM_UP = 5;
    private static final int RUNS = 9;
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> figures = new ArrayList<>();

    @Test
    void pages(JenkinsRule jenkins) throws Exception {
        // The harness lets every request compile its views.
        MetaClass.NO_CACHE = false;
        FreeStyleProject plain = jenkins.createFreeStyleProject("plain");
        FreeStyleBuild none = jenkins.buildAndAssertSuccess(plain);
        FreeStyleProject job = jenkins.createFreeStyleProject("report");
        List<String> builds = new ArrayList<>();
        for (int i = 0; i < WARM_UP + RUNS; i++) {
            builds.add(withFaxes(jenkins.buildAndAssertSuccess(job)).getAbsoluteUrl());
        }
        FreeStyleBuild many = job.getBuildByNumber(1);
        String build = many.getAbsoluteUrl();
        measure("Jenkins' own: build page", none.getAbsoluteUrl());
        measure("Jenkins' own: job page, one build", plain.getAbsoluteUrl());
        measure("Jenkins' own: console of a build", none.getAbsoluteUrl() + "console");
        figure("build page, first", builds);
        measure("build page", build);
        measure("faxes page", build + "faxnummer/");
        measure("faxes page, page 20", build + "faxnummer/?page=20");
        measure("faxes page, sorted and filtered", build + "faxnummer/?sort=recipient&outcome=DONE_OK&number=69");
        measure("news of the table", build + "faxnummer/table");
        measure("API", build + "faxnummer/api/json?depth=2");

        Months months = new Months(jenkins, none, many);
        // Each view is compiled, and each class loaded, before the first page that counts.
        months.of("warm-plain", 2, false);
        months.of("warm-faxes", 2, true);
        measure("a small view, for warming up", jenkins.getURL() + "view/warm-plain/");
        measure("a small view with faxes, for warming up", jenkins.getURL() + "view/warm-faxes/");
        FreeStyleProject without = last(months.of("jobs-plain", JOBS, false));
        figures.add("heap with %d jobs of %d builds, none read: %.0f MB".formatted(JOBS, DAYS, usedHeap()));
        pagesOf("Jenkins' own: ", jenkins, "jobs-plain", without);
        figures.add("heap with these read: %.0f MB".formatted(usedHeap()));
        FreeStyleProject with = last(months.of("jobs-faxes", JOBS, true));
        measure("controller page, first", jenkins.getURL() + "manage/faxnummer/", 1);
        measure("controller page", jenkins.getURL() + "manage/faxnummer/");
        measure("Jenkins' own: page Manage Jenkins", jenkins.getURL() + "manage/");
        figures.add(
                "heap with as many of %d faxes in each build, none read: %.0f MB".formatted(FAXES_A_DAY, usedHeap()));
        pagesOf("", jenkins, "jobs-faxes", with);
        figures.add("heap with these read: %.0f MB".formatted(usedHeap()));
        disk(with);
        figures.add("deleting the %d builds: %.0f ms".formatted(DAYS, delete(with)));
        figures.add("Jenkins' own: deleting %d builds: %.0f ms".formatted(DAYS, delete(without)));
        Files.write(Path.of("target", "pages-benchmark.txt"), figures);
    }

    private static FreeStyleBuild withFaxes(FreeStyleBuild build) throws Exception {
        DeliveryStore.of(build).save(Faxes.record("record", MANY, START));
        FaxDeliveriesAction.attachTo(build);
        return build;
    }

    private void pagesOf(String whose, JenkinsRule jenkins, String view, FreeStyleProject job) throws Exception {
        measure(whose + "job page of a month, first", job.getAbsoluteUrl(), 1);
        measure(whose + "job page of a month", job.getAbsoluteUrl());
        String url = jenkins.getURL() + "view/" + view + "/";
        measure(whose + "view of all jobs with their health, first", url, 1);
        measure(whose + "view of all jobs with their health", url);
    }

    private static FreeStyleProject last(List<FreeStyleProject> jobs) {
        return jobs.get(jobs.size() - 1);
    }

    /** What the records of all builds take. */
    private void disk(FreeStyleProject job) throws Exception {
        long bytes = 0;
        for (FreeStyleBuild build : job.getBuilds()) {
            bytes += Files.size(build.getRootDir().toPath().resolve("faxnummer/record.jsonl"));
        }
        figures.add("records of %d builds with %d faxes each: %.1f MB, of all jobs: %.0f MB"
                .formatted(DAYS, FAXES_A_DAY, bytes / 1e6, bytes * JOBS / 1e6));
    }

    /** How long Jenkins takes to delete a month of a job. */
    private static double delete(FreeStyleProject job) throws Exception {
        long begin = System.nanoTime();
        for (FreeStyleBuild build : job.getBuilds()) {
            build.delete();
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6;
    }

    /** Jobs with a month of builds as Jenkins keeps them; the records are the same for all and only read. */
    private static final class Months {

        private final JenkinsRule jenkins;
        private final String plain;
        private final String withFaxes;
        private final Path record;

        Months(JenkinsRule jenkins, FreeStyleBuild plain, FreeStyleBuild withFaxes) throws Exception {
            this.jenkins = jenkins;
            this.plain = Files.readString(plain.getRootDir().toPath().resolve("build.xml"));
            this.withFaxes = Files.readString(withFaxes.getRootDir().toPath().resolve("build.xml"));
            DeliveryStore.of(plain).save(confirmed(Faxes.record("record", FAXES_A_DAY, START)));
            Path folder = plain.getRootDir().toPath();
            record = Files.move(folder.resolve("faxnummer/record.jsonl"), folder.resolve("kept.jsonl"));
        }

        List<FreeStyleProject> of(String name, int jobs, boolean faxes) throws Exception {
            ListView view = new ListView(name, jenkins.jenkins);
            jenkins.jenkins.addView(view);
            List<FreeStyleProject> loaded = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                FreeStyleProject job = jenkins.createFreeStyleProject(name + "-" + i);
                for (int day = 1; day <= DAYS; day++) {
                    Path folder = Files.createDirectories(
                            job.getRootDir().toPath().resolve("builds").resolve(String.valueOf(day)));
                    Files.writeString(folder.resolve("build.xml"), faxes ? withFaxes : plain);
                    if (faxes) {
                        Files.createDirectories(folder.resolve("faxnummer"));
                        Files.createLink(folder.resolve("faxnummer/record.jsonl"), record);
                    }
                }
                job.doReload();
                FreeStyleProject read = jenkins.jenkins.getItemByFullName(name + "-" + i, FreeStyleProject.class);
                loaded.add(read);
                view.add(read);
                assertThat(read.getLastBuild().getNumber()).isEqualTo(DAYS);
                if (faxes && i < UNCONFIRMED && jobs == JOBS) {
                    FreeStyleBuild last = read.getLastBuild();
                    Files.delete(last.getRootDir().toPath().resolve("faxnummer/record.jsonl"));
                    DeliveryRecord unclear = Faxes.record("record", 5, START);
                    DeliveryStore.of(last).save(unclear);
                    UnconfirmedFaxes.get().end(last, unclear);
                }
            }
            return loaded;
        }
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
        figure(what, Collections.nCopies(runs == 1 ? 1 : WARM_UP + runs, url));
    }

    private void figure(String what, List<String> urls) throws Exception {
        List<Double> millis = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < urls.size(); i++) {
            long begin = System.nanoTime();
            HttpResponse<byte[]> page = client.send(
                    HttpRequest.newBuilder(URI.create(urls.get(i))).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (urls.size() == 1 || i >= WARM_UP) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            assertThat(page.statusCode()).as(urls.get(i)).isEqualTo(200);
            bytes = page.body().length;
        }
        millis.sort(null);
        String figure = "%s: %.0f ms (%.0f–%.0f), %.1f KB"
                .formatted(
                        what,
                        millis.get(millis.size() / 2),
                        millis.get(0),
                        millis.get(millis.size() - 1),
                        bytes / 1024.0);
        figures.add(figure);
        System.out.println("PAGES " + figure);
    }
}
