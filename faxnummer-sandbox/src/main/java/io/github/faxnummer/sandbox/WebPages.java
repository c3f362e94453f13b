package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;

/**
 * The HTTP of the pages for people: which address shows what, and to whom. Only a browser on this machine that was told
 * the sandbox's own address is answered, so that a web site that calls itself 127.0.0.1 reads nothing.
 */
final class WebPages {
    private static final String FAXES = "faxes";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final Pattern PICTURE = Pattern.compile("([1-9][0-9]{0,3})\\.png");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private record Answer(int code, String contentType, ByteString content, String disposition) {
        static Answer of(int code, String contentType, String content) {
            return new Answer(code, contentType, ByteString.encodeUtf8(content), "");
        }
    }

    private final FaxnummerSandbox sandbox;
    private final Ledger ledger;
    private final InstantSource clock;
    private final PagePictures pictures;

    WebPages(FaxnummerSandbox sandbox, Ledger ledger, InstantSource clock, PagePictures pictures) {
        this.sandbox = sandbox;
        this.ledger = ledger;
        this.clock = clock;
        this.pictures = pictures;
    }

    static boolean isPage(String path) {
        return path.equals("/") || path.startsWith("/" + FAXES + "/");
    }

    static String address(ReceivedFax fax) {
        return "/" + FAXES + "/"
                + URLEncoder.encode(fax.jobId(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Answers GET and HEAD. */
    MockResponse answer(RecordedRequest request) {
        Answer answer = isMeantForUs(request)
                ? page(request.getUrl())
                : Answer.of(421, "text/plain; charset=utf-8", "This is " + sandbox.page() + "\n");
        MockResponse.Builder response = new MockResponse.Builder()
                .code(answer.code())
                .setHeader("Content-Type", answer.contentType())
                .setHeader("Cache-Control", "no-store")
                .setHeader(
                        "Content-Security-Policy",
                        answer.contentType().equals(HTML)
                                ? CONTENT_SECURITY_POLICY
                                : CONTENT_SECURITY_POLICY + "; sandbox")
                .setHeader("Cross-Origin-Opener-Policy", "same-origin")
                .setHeader("Cross-Origin-Resource-Policy", "same-origin")
                .setHeader("Referrer-Policy", "no-referrer")
                .setHeader("X-Content-Type-Options", "nosniff")
                .setHeader("X-Frame-Options", "DENY");
        if (!answer.disposition().isEmpty()) {
            response.setHeader("Content-Disposition", answer.disposition());
        }
        if (request.getMethod().equals("HEAD")) {
            response.setHeader("Content-Length", answer.content().size());
        } else {
            response.body(new Buffer().write(answer.content()));
        }
        return response.build();
    }

    private boolean isMeantForUs(RecordedRequest request) {
        URI endpoint = sandbox.endpoint();
        int port = endpoint.getPort();
        boolean usual = port == HttpUrl.defaultPort(endpoint.getScheme());
        List<String> hosts = request.getHeaders().values("Host");
        if (hosts.size() != 1) {
            return false;
        }
        String host = hosts.get(0).toLowerCase(Locale.ROOT);
        return List.of("127.0.0.1", "localhost").stream()
                .anyMatch(name -> host.equals(name + ":" + port) || (usual && host.equals(name)));
    }

    private Answer page(HttpUrl url) {
        List<String> path = url.pathSegments();
        if (path.get(0).equals(FAXES) && path.size() > 1) {
            return ledger.job(path.get(1))
                    .map(job -> fax(job, path.subList(2, path.size()), url))
                    .orElseGet(WebPages::notFound);
        }
        return switch (url.encodedPath()) {
            case "/" -> list(url);
            case "/sandbox.css" -> resource("sandbox.css", "text/css; charset=utf-8");
            case "/sandbox.js" -> resource("sandbox.js", "text/javascript; charset=utf-8");
            case "/sandbox.svg", "/favicon.ico" -> resource("sandbox.svg", "image/svg+xml");
            default -> notFound();
        };
    }

    private Answer list(HttpUrl url) {
        int skip = Optional.ofNullable(url.queryParameter("skip"))
                .filter(COUNT.asMatchPredicate())
                .map(Integer::valueOf)
                .orElse(0);
        return html(200, new ListPage(sandbox, ledger, clock.instant()).show(skip));
    }

    private Answer fax(Job job, List<String> path, HttpUrl url) {
        if (path.isEmpty()) {
            return html(200, new JobPage(job, ledger.copies(job), pictures, clock.instant()).show());
        }
        if (path.equals(List.of("document.pdf"))) {
            String manner = url.queryParameterNames().contains("download") ? "attachment" : "inline";
            return new Answer(
                    200,
                    "application/pdf",
                    job.fax().pdf(),
                    manner + "; filename=\"fax.pdf\"; filename*=UTF-8''" + fileName(job.fax()));
        }
        if (path.size() == 2 && path.get(0).equals("pages")) {
            return Optional.of(PICTURE.matcher(path.get(1)))
                    .filter(Matcher::matches)
                    .map(page -> Integer.valueOf(page.group(1)))
                    .filter(page -> page <= PagePictures.drawn(job.fax()))
                    .map(page -> picture(job.fax(), page))
                    .orElseGet(WebPages::notFound);
        }
        return notFound();
    }

    private Answer picture(ReceivedFax fax, int page) {
        Optional<ByteString> png = pictures.draw(fax, page);
        if (png.isPresent()) {
            return new Answer(200, "image/png", png.get(), "");
        }
        return pictures.trouble(fax.jobId(), page)
                .map(reason -> Answer.of(
                        422, "text/plain; charset=utf-8", "Page " + page + " cannot be drawn: " + reason + "\n"))
                .orElseGet(WebPages::notFound);
    }

    /** As a browser may save it: without folders, and a PDF by its name as well. */
    private static String fileName(ReceivedFax fax) {
        String name =
                fax.fileName().replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\:]", "_").strip();
        int shortened = Math.min(name.codePointCount(0, name.length()), 100);
        String pdf = name.substring(0, name.offsetByCodePoints(0, shortened)).replaceFirst("(?i)\\.pdf$", "");
        return URLEncoder.encode((pdf.isEmpty() ? "fax" : pdf) + ".pdf", StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static Answer notFound() {
        return html(404, Html.of("""
                        <h1>Nothing here</h1>
                        <p>The sandbox forgets its faxes when it ends. <a href="/">What it has now</a></p>
                        """), "Nothing here");
    }

    private static Answer html(int code, Html page) {
        return Answer.of(code, HTML, page.markup());
    }

    private static Answer html(int code, Html content, String title) {
        return html(code, frame(title, content));
    }

    /** What every page has. Without scripts a browser loads it anew from time to time. */
    static Html frame(String title, Html content) {
        return Html.of("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{}</title>
                <link rel="icon" href="/sandbox.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/sandbox.css">
                <noscript><meta http-equiv="refresh" content="3"></noscript>
                <script src="/sandbox.js" defer></script>
                </head>
                <body>
                <header>
                <p><a href="/"><strong>Faxnummer sandbox</strong></a> <span>nothing is ever faxed from here</span></p>
                <p id="connection" role="status"></p>
                </header>
                <main>
                {}</main>
                </body>
                </html>
                """, title, content);
    }

    private static Answer resource(String name, String contentType) {
        try (InputStream stream = WebPages.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new Answer(200, contentType, ByteString.of(stream.readAllBytes()), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
