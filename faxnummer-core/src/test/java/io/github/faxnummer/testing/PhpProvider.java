package io.github.faxnummer.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The provider's API in a real PHP, {@code endpoint.php}, on a loopback port. What stands before, in and behind its
 * answers, and what happens above its limits, is PHP's own doing.
 */
public final class PhpProvider implements AutoCloseable {

    private final Path folder;
    private final String login;
    private final String password;
    private final Php.Server server;
    private Php.@Nullable Server front;

    private PhpProvider(Path folder, String login, String password, Php.Server server) {
        this.folder = folder;
        this.login = login;
        this.password = password;
        this.server = server;
    }

    /** With PHP's stock limits of 2 MiB for a file and 8 MiB for a request. */
    public static PhpProvider start(String login, String password) {
        return start(login, password, Map.of());
    }

    /**
     * Starts it; skips the test loudly where there is no PHP.
     *
     * @param settings of PHP, such as {@code html_errors}
     */
    public static PhpProvider start(String login, String password, Map<String, String> settings) {
        String php = Php.program("php");
        try {
            Path folder = Files.createTempDirectory("php-provider");
            for (String name : List.of("jobs", "requests", "web")) {
                Files.createDirectory(folder.resolve(name));
            }
            Path script = folder.resolve("index.php");
            try (InputStream endpoint = PhpProvider.class.getResourceAsStream("endpoint.php")) {
                if (endpoint == null) {
                    throw new IOException("no endpoint.php");
                }
                Files.copy(endpoint, script);
            }
            Files.writeString(folder.resolve("account"), login + "\n" + password + "\n");
            Files.writeString(folder.resolve("mode"), "lines");
            Map<String, String> all = new LinkedHashMap<>(Map.of(
                    "upload_max_filesize", "2M",
                    "post_max_size", "8M",
                    "display_errors", "1",
                    "html_errors", "1",
                    "error_reporting", "-1",
                    "zend.exception_ignore_args", "0",
                    "zend.exception_string_param_max_len", "15"));
            all.putAll(settings);
            Php.Server server = Php.start(folder.resolve("php.log"), port -> {
                List<String> command = new ArrayList<>(List.of(php, "-S", "127.0.0.1:" + port));
                all.forEach((name, value) -> command.addAll(List.of("-d", name + "=" + value)));
                command.add(script.toString());
                return command;
            });
            return new PhpProvider(folder, login, password, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts a real nginx with its stock limit of 1 MiB in front of it; skips the test loudly where there is none. */
    public PhpProvider behindNginx() {
        String nginx = Php.program("nginx");
        Path config = folder.resolve("nginx.conf");
        try {
            front = Php.start(folder.resolve("nginx.log"), port -> {
                try {
                    Files.writeString(config, nginxConfig(port));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return List.of(
                        nginx, "-p", folder.toString(), "-c", config.toString(), "-e", folder + "/nginx-error.log");
            });
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String nginxConfig(int port) {
        return """
                daemon off;
                master_process off;
                pid web/nginx.pid;
                error_log nginx-error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path web/body;
                  proxy_temp_path web/proxy;
                  fastcgi_temp_path web/fastcgi;
                  uwsgi_temp_path web/uwsgi;
                  scgi_temp_path web/scgi;
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://127.0.0.1:%d;
                    }
                  }
                }
                """.formatted(port, server.port());
    }

    public String login() {
        return login;
    }

    public String password() {
        return password;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:"
                + Optional.ofNullable(front).orElse(server).port() + "/webrequests/product-voip/index.php");
    }

    /** How the coming answers are: words that {@code endpoint.php} explains. */
    public void mode(String words) {
        write("mode", words);
    }

    /** The {@code SendFax} requests that PHP could read, by field; {@code sFax.name} is the name of the upload. */
    public List<Map<String, String>> submissions() {
        return requests().stream()
                .filter(it -> "SendFax".equals(it.get("sCommand")))
                .toList();
    }

    /** All requests that reached the script, also those of which PHP threw every field away. */
    public List<Map<String, String>> requests() {
        List<Map<String, String>> requests = new ArrayList<>();
        for (Path request : list(folder.resolve("requests"))) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Path field : list(request)) {
                fields.put(String.valueOf(field.getFileName()), read(field));
            }
            requests.add(fields);
        }
        return requests;
    }

    /** The ids of the faxes that were accepted, whatever the client heard of it; in no order. */
    public List<String> jobs() {
        return list(folder.resolve("jobs")).stream()
                .map(it -> String.valueOf(it.getFileName()))
                .toList();
    }

    @Override
    public void close() {
        Php.Server nginx = front;
        if (nginx != null) {
            Php.stop(nginx.process());
        }
        Php.stop(server.process());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
