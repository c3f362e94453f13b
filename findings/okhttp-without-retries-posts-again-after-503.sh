#!/usr/bin/env bash
# Guess:    with retryOnConnectionFailure(false) and redirects off OkHttp sends a POST exactly once.
# Seen:     an answer 503 with "Retry-After: 0" makes it send the same POST again at once, whatever that setting says;
#           it obeys the setting for 408 only. What stops it is a body that calls itself one-shot.
# Versions: okhttp 5.3.2 (JDK 17).
# Matters:  a load balancer that answers so after the fax was taken has it sent twice, and the client's log shows one
#           call.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <packaging>pom</packaging><dependencies><dependency><groupId>com.squareup.okhttp3</groupId>
    <artifactId>okhttp-jvm</artifactId><version>5.3.2</version></dependency></dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
cat > Post.java <<'E'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.*;
import okio.BufferedSink;
class Post {
    public static void main(String[] args) throws Exception {
        for (String answer : new String[] {"503", "503 Retry-After: 0", "503 Retry-After: 1", "408"}) {
            for (boolean oneShot : new boolean[] {false, true}) {
                var arrived = new AtomicInteger();
                var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                server.createContext("/", exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    arrived.incrementAndGet();
                    if (answer.contains(":")) {
                        exchange.getResponseHeaders().set("Retry-After", answer.substring(answer.length() - 1));
                    }
                    exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), -1);
                    exchange.close();
                });
                server.start();
                var client = new OkHttpClient.Builder().retryOnConnectionFailure(false).followRedirects(false).build();
                var body = new RequestBody() {
                    @Override public MediaType contentType() { return null; }
                    @Override public void writeTo(BufferedSink out) throws java.io.IOException { out.writeUtf8("fax"); }
                    @Override public boolean isOneShot() { return oneShot; }
                };
                var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
                client.newCall(new Request.Builder().url(url).post(body).build()).execute().close();
                server.stop(0);
                System.out.println(answer + (oneShot ? ", one-shot: " : ": ") + arrived + " request(s)");
            }
        }
        System.exit(0);
    }
}
E
ls lib
java -cp 'lib/*' Post.java 2> /dev/null | tee seen.out
diff seen.out - <<'E'
503: 1 request(s)
503, one-shot: 1 request(s)
503 Retry-After: 0: 2 request(s)
503 Retry-After: 0, one-shot: 1 request(s)
503 Retry-After: 1: 1 request(s)
503 Retry-After: 1, one-shot: 1 request(s)
408: 1 request(s)
408, one-shot: 1 request(s)
E
echo "As recorded."
