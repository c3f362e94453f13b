package io.github.faxnummer.sandbox.web;

import io.github.faxnummer.sandbox.scenario.Job;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of one fax. */
record JobPage(Job job, int copies, PageImages images, Instant now) {
    private static final int MAX_LENGTH = 10_000;

    Html show() {
        ReceivedFax fax = job.fax();
        Map<String, String> entry = job.entry(now);
        Html content = Html.of(
                """
                <p><a href="/">← All faxes</a></p>
                <h1>Fax to {}</h1>
                <p id="state" data-live role="status">{}{}</p>
                <p class="meaning">Scenario of the number: {}</p>
                <div class="fax">
                <div>
                <h2>Document</h2>
                <p class="actions"><a href="{}/document.pdf">Open the PDF</a> <a href="{}/document.pdf?download">Download it</a></p>
                {}<h2>As received</h2>
                {}<h2>Response of GetSentFaxStatus</h2>
                <div id="answer" data-live>
                {}</div>
                </div>
                <div>
                <h2>As the recipient’s machine prints it</h2>
                <div id="pages" class="pages" data-live="children">
                {}</div>
                </div>
                </div>
                """,
                untrusted(fax.destination()),
                Phase.show(entry, fax.pages()),
                ListPage.again(copies),
                ListPage.meaning(fax.destination()),
                WebPages.address(fax),
                WebPages.address(fax),
                document(fax),
                fields(fax.fields()),
                fields(entry),
                pages(fax));
        return WebPages.frame("Fax to " + fax.destination() + " – Faxnummer sandbox", content);
    }

    private static Html document(ReceivedFax fax) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("File name", fax.fileName());
        facts.put("Content type", fax.contentType());
        facts.put("Pages", Integer.toString(fax.pages()));
        facts.put("Size", ListPage.size(fax.pdf().size()));
        facts.put("SHA-256", fax.pdf().sha256().hex());
        return Html.of("<dl>\n{}<dt>Received</dt><dd>{}</dd>\n</dl>\n", terms(facts), ListPage.time(fax.receivedAt()));
    }

    private static Html fields(Map<String, String> fields) {
        return Html.of("<dl>\n{}</dl>\n", terms(fields));
    }

    private static Html terms(Map<String, String> fields) {
        return Html.all(fields.entrySet().stream()
                .map(field -> Html.of(
                        "<dt>{}</dt><dd>{}</dd>\n",
                        untrusted(field.getKey()),
                        field.getValue().isEmpty() ? Html.of("<em>empty</em>") : untrusted(field.getValue())))
                .toList());
    }

    private Html pages(ReceivedFax fax) {
        List<Html> figures = new ArrayList<>();
        int rendered = PageImages.renderedPages(fax);
        for (int page = 1; page <= rendered; page++) {
            figures.add(figure(fax, page));
        }
        if (rendered < fax.pages()) {
            figures.add(Html.of("<p id=\"more\">Only the first {} pages are rendered.</p>\n", rendered));
        }
        return Html.all(figures);
    }

    private Html figure(ReceivedFax fax, int page) {
        String caption = "Page " + page + " of " + fax.pages();
        String picture = WebPages.address(fax) + "/pages/" + page + ".png";
        Html content = images.failure(fax.jobId(), page)
                .map(reason -> Html.of(
                        "<p class=\"failure\"><span aria-hidden=\"true\">⚠</span> This page cannot be rendered: {}</p>",
                        reason))
                .orElseGet(() -> Html.of("""
                        <a id="picture-{}" href="{}"><img src="{}" width="1728" height="2291" loading="lazy" alt="{}"></a>""", page, picture, picture, caption + " in black and white"));
        return Html.of("<figure id=\"page-{}\">{}<figcaption>{}</figcaption></figure>\n", page, content, caption);
    }

    private static Html untrusted(String text) {
        return Html.untrusted(text, MAX_LENGTH);
    }
}
