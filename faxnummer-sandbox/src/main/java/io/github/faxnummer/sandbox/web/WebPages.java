package io.github.faxnummer.sandbox.web;

import io.github.faxnummer.sandbox.scenario.Job;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.RequestLog;
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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;

/**
 * The web pages and their addresses. Requests are answered only if their Host header names the sandbox's own address, so
 * that a web site whose name resolves to 127.0.0.1 (DNS rebinding) reads nothing.
 */
public final class WebPages implements AutoCloseable {
    private static final String FAXES = "faxes";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final Pattern PAGE_IMAGE = Pattern.compile("([1-9][0-9]{0,3})\\.png");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private record Content(int code, String contentType, ByteString bytes, String disposition) {
        static Content of(int code, String contentType, String content) {
            return new Content(code, contentType, ByteString.encodeUtf8(content), "");
        }
    }

    private final Supplier<SandboxInfo> sandbox;
    private final RequestLog log;
    private final InstantSource clock;
    private final PageImages images = new PageImages();

    /** @param sandbox called once a request arrives, when the port is known */
    public WebPages(Supplier<SandboxInfo> sandbox, RequestLog log, InstantSource clock) {
        this.sandbox = sandbox;
        this.log = log;
        this.clock = clock;
    }

    public static boolean isPage(String path) {
        return path.equals("/") || path.startsWith("/" + FAXES + "/");
    }

    static String address(ReceivedFax fax) {
        return "/" + FAXES + "/"
                + URLEncoder.encode(fax.jobId(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Answers GET and HEAD. */
    public MockResponse respond(RecordedRequest request) {
        Content content = isAddressedToSandbox(request)
                ? page(request.getUrl())
                : Content.of(
                        421,
                        "text/plain; charset=utf-8",
                        "This is " + sandbox.get().page() + "\n");
        MockResponse.Builder response = new MockResponse.Builder()
                .code(content.code())
                .setHeader("Content-Type", content.contentType())
                .setHeader("Cache-Control", "no-store")
                .setHeader(
                        "Content-Security-Policy",
                        content.contentType().equals(HTML)
                                ? CONTENT_SECURITY_POLICY
                                : CONTENT_SECURITY_POLICY + "; sandbox")
                .setHeader("Cross-Origin-Opener-Policy", "same-origin")
                .setHeader("Cross-Origin-Resource-Policy", "same-origin")
                .setHeader("Referrer-Policy", "no-referrer")
                .setHeader("X-Content-Type-Options", "nosniff")
                .setHeader("X-Frame-Options", "DENY");
        if (!content.disposition().isEmpty()) {
            response.setHeader("Content-Disposition", content.disposition());
        }
        if (request.getMethod().equals("HEAD")) {
            response.setHeader("Content-Length", content.bytes().size());
        } else {
            response.body(new Buffer().write(content.bytes()));
        }
        return response.build();
    }

    /** Cancels a rendering in progress. */
    @Override
    public void close() {
        images.close();
    }

    private boolean isAddressedToSandbox(RecordedRequest request) {
        URI endpoint = sandbox.get().endpoint();
        int port = endpoint.getPort();
        boolean isDefaultPort = port == HttpUrl.defaultPort(endpoint.getScheme());
        List<String> hosts = request.getHeaders().values("Host");
        if (hosts.size() != 1) {
            return false;
        }
        String host = hosts.get(0).toLowerCase(Locale.ROOT);
        return List.of("127.0.0.1", "localhost").stream()
                .anyMatch(name -> host.equals(name + ":" + port) || (isDefaultPort && host.equals(name)));
    }

    private Content page(HttpUrl url) {
        List<String> path = url.pathSegments();
        if (path.get(0).equals(FAXES) && path.size() > 1) {
            return log.job(path.get(1))
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

    private Content list(HttpUrl url) {
        int skip = Optional.ofNullable(url.queryParameter("skip"))
                .filter(COUNT.asMatchPredicate())
                .map(Integer::valueOf)
                .orElse(0);
        return html(200, new ListPage(sandbox.get(), log, clock.instant()).show(skip));
    }

    private Content fax(Job job, List<String> path, HttpUrl url) {
        if (path.isEmpty()) {
            return html(200, new JobPage(job, log.copies(job), images, clock.instant()).show());
        }
        if (path.equals(List.of("document.pdf"))) {
            String disposition = url.queryParameterNames().contains("download") ? "attachment" : "inline";
            return new Content(
                    200,
                    "application/pdf",
                    job.fax().pdf(),
                    disposition + "; filename=\"fax.pdf\"; filename*=UTF-8''" + fileName(job.fax()));
        }
        if (path.size() == 2 && path.get(0).equals("pages")) {
            return Optional.of(PAGE_IMAGE.matcher(path.get(1)))
                    .filter(Matcher::matches)
                    .map(page -> Integer.valueOf(page.group(1)))
                    .filter(page -> page <= PageImages.renderedPages(job.fax()))
                    .map(page -> image(job.fax(), page))
                    .orElseGet(WebPages::notFound);
        }
        return notFound();
    }

    private Content image(ReceivedFax fax, int page) {
        Optional<ByteString> png = images.render(fax, page);
        if (png.isPresent()) {
            return new Content(200, "image/png", png.get(), "");
        }
        return images.failure(fax.jobId(), page)
                .map(reason -> Content.of(
                        422, "text/plain; charset=utf-8", "Page " + page + " cannot be rendered: " + reason + "\n"))
                .orElseGet(WebPages::notFound);
    }

    /** A file name for the browser: without folders, with the extension of a PDF. */
    private static String fileName(ReceivedFax fax) {
        String name =
                fax.fileName().replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\:]", "_").strip();
        int shortened = Math.min(name.codePointCount(0, name.length()), 100);
        String pdf = name.substring(0, name.offsetByCodePoints(0, shortened)).replaceFirst("(?i)\\.pdf$", "");
        return URLEncoder.encode((pdf.isEmpty() ? "fax" : pdf) + ".pdf", StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static Content notFound() {
        return html(404, Html.of("""
                        <h1>Not found</h1>
                        <p>The sandbox keeps its faxes until it ends. <a href="/">All faxes</a></p>
                        """), "Not found");
    }

    private static Content html(int code, Html page) {
        return Content.of(code, HTML, page.markup());
    }

    private static Content html(int code, Html content, String title) {
        return html(code, frame(title, content));
    }

    /** The frame of every page. Browsers without scripts reload it periodically. */
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

    private static Content resource(String name, String contentType) {
        try (InputStream stream = WebPages.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new Content(200, contentType, ByteString.of(stream.readAllBytes()), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
