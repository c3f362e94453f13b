package io.github.faxnummer.sandbox.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A Chromium without windows, driven through its DevTools protocol. */
final class Browser {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final ObjectMapper json = new ObjectMapper();
    private final OkHttpClient http = new OkHttpClient();
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, Tab> tabs = new ConcurrentHashMap<>();
    private final Path profile;
    private final Process process;
    private final WebSocket socket;

    private Browser(Path executable) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("faxnummer-browser");
        process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--no-default-browser-check",
                        "--no-proxy-server",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = http.newWebSocket(
                new Request.Builder().url("http://127.0.0.1:" + debugger()).build(), new Listener());
    }

    /** A browser of this machine's, if it has one. */
    static Optional<Path> executable() {
        String path = System.getenv().getOrDefault("PATH", "");
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path executable) throws IOException, InterruptedException {
        return new Browser(executable);
    }

    /** Port and path of the debugger, which Chromium writes into its profile as soon as it listens. */
    private String debugger() throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        Instant end = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() == 2) {
                return lines.get(0) + lines.get(1);
            }
            Thread.sleep(50);
        }
        throw new IOException("the browser does not start");
    }

    /** An empty tab of the size of a screen. */
    Tab tab(int width, int height) {
        String target = command("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = command("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        Tab tab = new Tab(session);
        tabs.put(session, tab);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.command(domain + ".enable", Map.of());
        }
        tab.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        return tab;
    }

    /** Waits until the browser shows a document with its own viewer for PDFs, which is an extension. */
    void untilPdfViewer() throws InterruptedException {
        Instant end = Instant.now().plus(TIMEOUT);
        while (addresses().noneMatch(address -> address.startsWith("chrome-extension://"))) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("no PDF is shown");
            }
            Thread.sleep(50);
        }
    }

    /** Of all there is in this browser: pages, and what is shown inside them. */
    private Stream<String> addresses() {
        return command("", "Target.getTargets", Map.of("filter", List.of(Map.of()))).findValuesAsText("url").stream();
    }

    private JsonNode command(String session, String method, Map<String, Object> parameters) {
        int id = commands.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
        message.set("params", json.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.send(message.toString());
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + ": " + e, e);
        }
    }

    /** Ends the browser and removes what it wrote. */
    void quit() throws IOException, InterruptedException {
        socket.send("{\"id\":0,\"method\":\"Browser.close\"}");
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException stillBeingWritten) {
            profile.toFile().deleteOnExit();
        }
    }

    private final class Listener extends WebSocketListener {
        @Override
        public void onMessage(WebSocket from, String text) {
            JsonNode message;
            try {
                message = json.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            Tab tab = tabs.get(message.path("sessionId").asText());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(
                        new IOException(message.path("error").toString()));
            } else if (answer != null) {
                answer.complete(message.path("result"));
            } else if (tab != null) {
                tab.happened(message.path("method").asText(), message.path("params"));
            }
        }

        @Override
        public void onFailure(WebSocket from, Throwable failure, @Nullable Response response) {
            answers.values().forEach(answer -> answer.completeExceptionally(failure));
        }
    }

    /** One page. */
    final class Tab {
        private final String session;
        private final List<String> console = new CopyOnWriteArrayList<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();

        private Tab(String session) {
            this.session = session;
        }

        void open(Object address) throws InterruptedException {
            command("Page.navigate", Map.of("url", address.toString()));
            until("document.readyState === 'complete' && location.href !== 'about:blank'");
        }

        /** What the expression is worth in the page, as text. */
        String value(String expression) {
            JsonNode answer = command(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
            }
            return answer.path("result").path("value").asText();
        }

        /** Waits for the expression to become true. */
        void until(String expression) throws InterruptedException {
            Instant end = Instant.now().plus(TIMEOUT);
            while (!value("Boolean(" + expression + ")").equals("true")) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("never true: " + expression + "\nin " + text());
                }
                Thread.sleep(50);
            }
        }

        /** What a person can read. */
        String text() {
            return value("document.body.innerText");
        }

        /** Everything the browser complained about, such as what the content security policy kept it from. */
        List<String> console() {
            return List.copyOf(console);
        }

        /** The addresses of everything that was loaded. */
        List<String> requests() {
            return List.copyOf(requests);
        }

        void dark(boolean dark) {
            Object feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
            command("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        }

        void withoutScripts() {
            command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        }

        void picture(Path file) throws IOException {
            JsonNode png = command("Page.captureScreenshot", Map.of("format", "png"));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(png.path("data").asText()));
        }

        JsonNode command(String method, Map<String, Object> parameters) {
            return Browser.this.command(session, method, parameters);
        }

        private void happened(String method, JsonNode details) {
            switch (method) {
                case "Runtime.consoleAPICalled", "Runtime.exceptionThrown" -> console.add(details.toString());
                case "Log.entryAdded" ->
                    console.add(details.path("entry").path("text").asText());
                case "Network.requestWillBeSent" ->
                    requests.add(details.path("request").path("url").asText());
                default -> {}
            }
        }
    }
}
