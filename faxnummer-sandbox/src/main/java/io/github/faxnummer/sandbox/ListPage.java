package io.github.faxnummer.sandbox;

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

/** The page that shows what reached the sandbox, and how something does. */
record ListPage(FaxnummerSandbox sandbox, Ledger ledger, Instant now) {
    private static final int ON_ONE_PAGE = 100;
    private static final int LONGEST = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** @param skip how many of the newest faxes to leave out */
    Html show(int skip) {
        List<Job> jobs = ledger.jobs();
        List<Html> rows = new ArrayList<>();
        int newest = jobs.size() - Math.min(skip, jobs.size());
        int oldest = Math.max(0, newest - ON_ONE_PAGE);
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
        int submissions = sandbox.submissions();
        int troubles = ledger.tallies().stream()
                .flatMap(tally -> tally.troubles().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        return Html.of(
                """
                <p id="summary" data-live role="status"><strong>{}</strong> accepted out of {}{}</p>
                """,
                count(faxes, "fax", "faxes"),
                count(submissions, "submission", "submissions"),
                troubles == 0
                        ? Html.NOTHING
                        : Html.of(" · <a href=\"#submissions\">{} refused or struck by a fault</a>", troubles));
    }

    private Html row(int number, Job job) {
        ReceivedFax fax = job.fax();
        Map<String, String> entry = job.entry(now);
        int copies = ledger.copies(job);
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
                foreign(fax.destination()),
                meaning(fax.destination()),
                again(copies),
                named(fax.field("sFaxFileName"), "no reference"),
                named(fax.fileName(), "no file name"),
                count(fax.pages(), "page", "pages"),
                size(fax.pdf().size()),
                named(fax.field("sSender"), "no sender"),
                named(fax.field("sSource"), "source of the account"),
                foreign(fax.field("sEmail")),
                time(fax.receivedAt()),
                fax.jobId());
    }

    private static Html older(int older, int skip) {
        Html newer = skip == 0 ? Html.NOTHING : Html.of("<a href=\"/\">Newest</a> ");
        Html next = older == 0
                ? Html.NOTHING
                : Html.of("<a href=\"/?skip={}\">{} older</a>", skip + ON_ONE_PAGE, count(older, "fax", "faxes"));
        return Html.of("<nav id=\"older\" data-live aria-label=\"More faxes\">{}{}</nav>\n", newer, next);
    }

    private Html submissions() {
        List<Html> rows = new ArrayList<>();
        List<Ledger.Tally> tallies = ledger.tallies();
        int oldest = Math.max(0, tallies.size() - ON_ONE_PAGE);
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
                <th scope="col" class="count">Accepted</th><th scope="col">Refused, or struck by a fault</th></tr></thead>
                <tbody id="tallies" data-live="children">
                {}</tbody>
                </table>
                </div>
                """, Html.all(rows));
    }

    private static Html submissions(int number, Ledger.Tally tally) {
        boolean odd =
                tally.submissions() != tally.accepted() || !tally.troubles().isEmpty();
        String troubles = tally.troubles().entrySet().stream()
                .map(trouble -> trouble.getValue() + " × " + trouble.getKey())
                .collect(Collectors.joining("; "));
        return Html.of(
                """
                <tr id="tally-{}"{}><th scope="row">{} <small>{}</small></th><td class="count">{}</td>\
                <td class="count">{}</td><td>{}</td></tr>
                """,
                number,
                odd ? Html.of(" class=\"again\"") : Html.NOTHING,
                named(tally.number(), "no number"),
                meaning(tally.number()),
                tally.submissions(),
                tally.accepted(),
                troubles.isEmpty() ? "no" : troubles);
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
                <p>The number decides. All of these are kept free by the Bundesnetzagentur: they reach nobody.</p>
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
                sandbox.shownPassword().equals(sandbox.password())
                        ? Html.of("<code>{}</code>", sandbox.password())
                        : sandbox.shownPassword(),
                endpoint.getScheme().equals("https") ? " --insecure" : "",
                sandbox.login(),
                sandbox.shownPassword().equals(sandbox.password()) ? sandbox.password() : "PASSWORD",
                TestNumber.DELIVERED.number(),
                endpoint,
                Html.all(numbers));
    }

    /** What the sandbox makes of a number. */
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

    /** By the clock on the wall of whoever looks. */
    static Html time(Instant instant) {
        return Html.of("<time datetime=\"{}\">{}</time>", instant, TIME.format(instant.atZone(ZoneId.systemDefault())));
    }

    private static Html named(String text, String otherwise) {
        return text.isEmpty() ? Html.of("<em>{}</em>", otherwise) : foreign(text);
    }

    private static Html foreign(String text) {
        return Html.foreign(text, LONGEST);
    }
}
