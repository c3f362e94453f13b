package io.github.faxnummer.sandbox.web;

import io.github.faxnummer.sandbox.scenario.Job;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.RequestLog;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page with the received faxes and how to send one. */
record ListPage(SandboxInfo sandbox, RequestLog log, Instant now) {
    private static final int PAGE_SIZE = 100;
    private static final int MAX_LENGTH = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** @param skip how many of the newest faxes to leave out */
    Html show(int skip) {
        List<Job> jobs = log.jobs();
        List<Html> rows = new ArrayList<>();
        int newest = jobs.size() - Math.min(skip, jobs.size());
        int oldest = Math.max(0, newest - PAGE_SIZE);
        for (int i = newest - 1; i >= oldest; i--) {
            rows.add(row(i + 1, jobs.get(i)));
        }
        if (rows.isEmpty()) {
            rows.add(Html.of("""
                    <tr id="none"><td colspan="5">No fax yet. <a href="#how">How to send one</a></td></tr>
                    """));
        }
        Html content = Html.of("""
                <h1>Received faxes</h1>
                {}<div class="table">
                <table class="faxes">
                <thead><tr><th scope="col">Status</th><th scope="col">To</th><th scope="col">Reference, document</th>\
                <th scope="col">From</th><th scope="col">Received, job</th></tr></thead>
                <tbody id="faxes" data-live="children">
                {}</tbody>
                </table>
                </div>
                {}{}{}""", summary(jobs.size()), Html.all(rows), older(oldest, skip), submissions(), howTo());
        return WebPages.frame((jobs.isEmpty() ? "" : "(" + jobs.size() + ") ") + "Faxnummer sandbox", content);
    }

    private Html summary(int faxes) {
        int submissions = log.submissions();
        int failures = log.tallies().stream()
                .flatMap(tally -> tally.failures().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        return Html.of(
                """
                <p id="summary" data-live role="status"><strong>{}</strong> accepted out of {}{}</p>
                """,
                count(faxes, "fax", "faxes"),
                count(submissions, "submission", "submissions"),
                failures == 0
                        ? Html.NOTHING
                        : Html.of(" · <a href=\"#submissions\">{} rejected or failed</a>", failures));
    }

    private Html row(int number, Job job) {
        ReceivedFax fax = job.fax();
        Map<String, String> entry = job.entry(now);
        int copies = log.copies(job);
        return Html.of(
                """
                <tr id="fax-{}"{}>
                <td>{}</td>
                <th scope="row"><a id="open-{}" href="{}">{}</a> <small>{}</small>{}</th>
                <td>{} <small>{} · {} · {}</small></td>
                <td>{} <small>{} · {}</small></td>
                <td>{} <small><code>{}</code></small></td>
                </tr>
                """,
                number,
                copies > 1 ? Html.of(" class=\"again\"") : Html.NOTHING,
                Phase.show(entry, fax.pages()),
                number,
                WebPages.address(fax),
                untrusted(fax.destination()),
                meaning(fax.destination()),
                again(copies),
                textOr(fax.field("sFaxFileName"), "no reference"),
                textOr(fax.fileName(), "no file name"),
                count(fax.pages(), "page", "pages"),
                size(fax.pdf().size()),
                textOr(fax.field("sSender"), "no sender"),
                textOr(fax.field("sSource"), "source of the account"),
                untrusted(fax.field("sEmail")),
                time(fax.receivedAt()),
                fax.jobId());
    }

    private static Html older(int older, int skip) {
        Html newer = skip == 0 ? Html.NOTHING : Html.of("<a href=\"/\">Newest</a> ");
        Html next = older == 0
                ? Html.NOTHING
                : Html.of("<a href=\"/?skip={}\">{} older</a>", skip + PAGE_SIZE, count(older, "fax", "faxes"));
        return Html.of("<nav id=\"older\" data-live aria-label=\"More faxes\">{}{}</nav>\n", newer, next);
    }

    private Html submissions() {
        List<Html> rows = new ArrayList<>();
        List<RequestLog.Tally> tallies = log.tallies();
        int oldest = Math.max(0, tallies.size() - PAGE_SIZE);
        for (int i = tallies.size() - 1; i >= oldest; i--) {
            rows.add(submissions(i + 1, tallies.get(i)));
        }
        if (oldest > 0) {
            rows.add(Html.of(
                    "<tr id=\"more\"><td colspan=\"4\">and {} more</td></tr>\n", count(oldest, "number", "numbers")));
        }
        if (rows.isEmpty()) {
            rows.add(Html.of("<tr id=\"nothing\"><td colspan=\"4\">None yet</td></tr>\n"));
        }
        return Html.of("""
                <h2 id="submissions">Submissions by number</h2>
                <div class="table">
                <table>
                <thead><tr><th scope="col">Number</th><th scope="col" class="count">Submitted</th>\
                <th scope="col" class="count">Accepted</th><th scope="col">Rejected or failed</th></tr></thead>
                <tbody id="tallies" data-live="children">
                {}</tbody>
                </table>
                </div>
                """, Html.all(rows));
    }

    private static Html submissions(int number, RequestLog.Tally tally) {
        boolean isNoticeable =
                tally.submissions() != tally.accepted() || !tally.failures().isEmpty();
        String failures = tally.failures().entrySet().stream()
                .map(failure -> failure.getValue() + " × " + failure.getKey())
                .collect(Collectors.joining("; "));
        return Html.of(
                """
                <tr id="tally-{}"{}><th scope="row">{} <small>{}</small></th><td class="count">{}</td>\
                <td class="count">{}</td><td>{}</td></tr>
                """,
                number,
                isNoticeable ? Html.of(" class=\"again\"") : Html.NOTHING,
                textOr(tally.number(), "no number"),
                meaning(tally.number()),
                tally.submissions(),
                tally.accepted(),
                failures.isEmpty() ? "no" : failures);
    }

    private Html howTo() {
        URI endpoint = sandbox.endpoint();
        List<Html> numbers = Arrays.stream(TestNumber.values())
                .map(number -> Html.of(
                        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", number.number(), number.description()))
                .toList();
        return Html.of(
                """
                <h2 id="how">How to send a fax here</h2>
                <dl>
                <dt>Endpoint</dt><dd><code>{}</code></dd>
                <dt>Login</dt><dd><code>{}</code></dd>
                <dt>Password</dt><dd>{}</dd>
                </dl>
                <p>From a shell, for example:</p>
                <pre><code>curl{} -F sProductLogin={} -F sProductCode={} -F sCommand=SendFax \\
                  -F sDestination={} -F sEmail=you@example.org \\
                  -F "sFax=@report.pdf;type=application/pdf" {}</code></pre>
                <h2>What becomes of a fax</h2>
                <p>The number decides. All of these numbers are reserved by the Bundesnetzagentur and belong to no one.</p>
                <div class="table">
                <table>
                <thead><tr><th scope="col">Number</th><th scope="col">Fax</th></tr></thead>
                <tbody>
                {}<tr><th scope="row">any other</th><td>delivered</td></tr>
                </tbody>
                </table>
                </div>
                """,
                endpoint,
                sandbox.login(),
                sandbox.password()
                        .map(password -> Html.of("<code>{}</code>", password))
                        .orElse(Html.of("as configured")),
                sandbox.isHttps() ? " --insecure" : "",
                sandbox.login(),
                sandbox.password().orElse("PASSWORD"),
                TestNumber.DELIVERED.number(),
                endpoint,
                Html.all(numbers));
    }

    /** What happens to a fax to this number. */
    static String meaning(String destination) {
        return TestNumber.of(destination).map(TestNumber::description).orElse("any other number: delivered");
    }

    static Html again(int copies) {
        return copies > 1
                ? Html.of(
                        " <strong class=\"warning\">⚠ accepted {} times: the same document to the same number</strong>",
                        copies)
                : Html.NOTHING;
    }

    static String count(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    static String size(int bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** In the time zone of the machine. */
    static Html time(Instant instant) {
        return Html.of("<time datetime=\"{}\">{}</time>", instant, TIME.format(instant.atZone(ZoneId.systemDefault())));
    }

    private static Html textOr(String text, String otherwise) {
        return text.isEmpty() ? Html.of("<em>{}</em>", otherwise) : untrusted(text);
    }

    private static Html untrusted(String text) {
        return Html.untrusted(text, MAX_LENGTH);
    }
}
