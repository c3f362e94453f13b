#!/usr/bin/env bash
# Guess:    Java's asynchronous HTTP clients leave a POST alone when the connection ends without an answer; at worst one
#           of them sends it a second time, as HttpURLConnection does.
# Seen:     AsyncHttpClient repeats a POST five times by default: a server that reads a multipart POST to its
#           end and closes gets it six times, without a word in the result, which is an exception (Remotely closed). A
#           reset instead of the close ends it at once. setMaxRequestRetry(0) helps. Reactor Netty and Jetty's client
#           send once.
# Versions: async-http-client 2.12.4 and 3.0.2, reactor-netty-http 1.3.7, jetty-client 12.0.14 (JDK 17).
# Matters:  a web server that is restarted or times out behind its proxy ends connections so; six faxes are ordered, and
#           the caller is told of a failure.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
clients() { # FOLDER DRIVER...
  drivers "${@:2}"
  mv lib "$1"
}
clients ahc2 org.asynchttpclient:async-http-client:2.12.4
clients ahc3 org.asynchttpclient:async-http-client:3.0.2
clients others io.projectreactor.netty:reactor-netty-http:1.3.7 org.eclipse.jetty:jetty-client:12.0.14
cat > Server.java <<'E'
import java.io.*;
import java.net.*;
/** Reads each POST to its end, then closes the connection, or resets it. */
class Server implements AutoCloseable {
    final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private int posts;
    Server(boolean reset) throws IOException {
        var thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (var connection = socket.accept()) {
                    var in = new BufferedInputStream(connection.getInputStream());
                    int length = -1;
                    for (String line = line(in); !line.isEmpty(); line = line(in)) {
                        if (line.toLowerCase().startsWith("content-length:")) {
                            length = Integer.parseInt(line.substring(15).strip());
                        } else if (line.toLowerCase().startsWith("transfer-encoding:")) {
                            length = -2;
                        }
                    }
                    if (length == -2) {
                        for (int chunk = size(in); chunk > 0; chunk = size(in)) {
                            in.readNBytes(chunk);
                            line(in);
                        }
                        line(in);
                    } else {
                        in.readNBytes(length);
                    }
                    synchronized (this) {
                        posts++;
                    }
                    if (reset) {
                        connection.setSoLinger(true, 0);
                    }
                } catch (IOException | RuntimeException ignored) {
                    // the next connection
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
    synchronized int posts() {
        return posts;
    }
    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }
    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException();
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
E
cat > Ahc.java <<'E'
import org.asynchttpclient.*;
import org.asynchttpclient.request.body.multipart.*;
import static java.nio.charset.StandardCharsets.UTF_8;
class Ahc {
    public static void main(String[] args) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            post(reset, Dsl.config(), "default");
        }
        post(false, Dsl.config().setMaxRequestRetry(0), "maxRequestRetry 0");
    }
    private static void post(boolean reset, DefaultAsyncHttpClientConfig.Builder config, String name) throws Exception {
        try (var server = new Server(reset); var client = Dsl.asyncHttpClient(config)) {
            String end;
            try {
                end = client.preparePost(server.url())
                        .addBodyPart(new StringPart("recipient", "+493023125016"))
                        .addBodyPart(new ByteArrayPart("file", new byte[9], "application/pdf", UTF_8, "a.pdf"))
                        .execute().get().toString();
            } catch (java.util.concurrent.ExecutionException e) {
                end = e.getCause().getMessage();
            }
            System.out.println(
                    "  " + (reset ? "reset" : "closed") + ", " + name + ": " + server.posts() + " POST, " + end);
        }
    }
}
E
cat > Reactor.java <<'E'
import java.util.logging.*;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
class Reactor {
    public static void main(String[] args) throws Exception {
        try (var server = new Server(false)) {
            String end;
            try {
                end = HttpClient.create().post().uri(server.url())
                        .send(ByteBufFlux.fromString(Mono.just("recipient=%2B493023125016")))
                        .response().block().toString();
            } catch (RuntimeException e) {
                end = reactor.core.Exceptions.unwrap(e).getMessage();
            }
            System.out.println("  closed, default: " + server.posts() + " POST, " + end);
        }
        System.exit(0);
    }
}
E
cat > Jetty.java <<'E'
import org.eclipse.jetty.client.*;
class Jetty {
    public static void main(String[] args) throws Exception {
        var client = new HttpClient();
        client.start();
        try (var server = new Server(false)) {
            String end;
            try {
                end = client.POST(server.url()).body(new StringRequestContent("recipient=%2B493023125016")).send()
                        .toString();
            } catch (java.util.concurrent.ExecutionException e) {
                end = e.getCause().getClass().getSimpleName();
            }
            System.out.println("  closed, default: " + server.posts() + " POST, " + end);
        }
        client.stop();
    }
}
E
run() { # FOLDER CLASS NAME
  mkdir -p classes
  javac -d classes -cp "$1/*" Server.java "$2.java"
  echo "$3:"
  java -cp "classes:$1/*" "$2" 2> client.log
}
{
  run ahc2 Ahc 'async-http-client 2.12.4'
  run ahc3 Ahc 'async-http-client 3.0.2'
  run others Reactor 'reactor-netty-http 1.3.7'
  run others Jetty 'jetty-client 12.0.14'
} | tee seen.out
diff seen.out - <<'E'
async-http-client 2.12.4:
  closed, default: 6 POST, Remotely closed
  reset, default: 1 POST, Connection reset
  closed, maxRequestRetry 0: 1 POST, Remotely closed
async-http-client 3.0.2:
  closed, default: 6 POST, Remotely closed
  reset, default: 1 POST, Connection reset
  closed, maxRequestRetry 0: 1 POST, Remotely closed
reactor-netty-http 1.3.7:
  closed, default: 1 POST, Connection prematurely closed BEFORE response
jetty-client 12.0.14:
  closed, default: 1 POST, EOFException
E
echo "As recorded."
