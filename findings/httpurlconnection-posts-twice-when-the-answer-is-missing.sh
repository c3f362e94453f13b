#!/usr/bin/env bash
# Guess:    HttpURLConnection repeats a request at most on a kept connection that turned out dead, and never a POST
#           that the server has read to the end.
# Seen:     on a new connection, too, a POST with a buffered body is sent again when the server takes it whole and
#           closes without an answer; the exception that the caller sees tells of one attempt. Streaming modes or the
#           system property sun.net.http.retryPost=false send it once; java.net.http.HttpClient does so always.
# Versions: JDK 17.
# Matters:  a fax endpoint that dies after it queued the job gets the job twice, from scripts and small libraries that
#           post through java.net.URL.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | sed -n 1p
java -version 2>&1 | grep -q 'version "17\.' || { echo "this was seen with JDK 17" >&2; exit 2; }
cat > Post.java <<'E'
import java.net.*;
import java.net.http.*;
import java.util.concurrent.atomic.AtomicInteger;
class Post {
    /** Reads a request of three bytes of body to its end and closes. */
    static void serve(ServerSocket server, AtomicInteger arrived) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                var in = socket.getInputStream();
                var head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
                if (in.readNBytes(3).length == 3) arrived.incrementAndGet();
            } catch (java.io.IOException e) {
                return;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        for (String mode : new String[] {"buffered", "streaming", "HttpClient"}) {
            var arrived = new AtomicInteger();
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            new Thread(() -> serve(server, arrived)).start();
            var uri = new URI("http://127.0.0.1:" + server.getLocalPort() + "/");
            try {
                if (mode.equals("HttpClient")) {
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString("fax")).build(),
                            HttpResponse.BodyHandlers.discarding());
                } else {
                    var connection = (HttpURLConnection) uri.toURL().openConnection();
                    connection.setDoOutput(true);
                    if (mode.equals("streaming")) connection.setFixedLengthStreamingMode(3);
                    try (var out = connection.getOutputStream()) {
                        out.write("fax".getBytes());
                    }
                    connection.getResponseCode();
                }
            } catch (java.io.IOException e) {
                System.out.println(mode + ": " + arrived + " request(s), " + e.getClass().getSimpleName());
            }
            server.close();
        }
        System.exit(0);
    }
}
E
java Post.java | tee seen.out
echo "with sun.net.http.retryPost=false:"
java -Dsun.net.http.retryPost=false Post.java | tee off.out
diff <(cut -d, -f1 seen.out) - <<'E'
buffered: 2 request(s)
streaming: 1 request(s)
HttpClient: 1 request(s)
E
grep -q 'buffered: 1 request' off.out
echo "As recorded."
