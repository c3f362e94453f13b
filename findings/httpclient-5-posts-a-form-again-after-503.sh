#!/usr/bin/env bash
# Guess:    Apache HttpClient repeats only idempotent requests of its own accord; a POST with a file goes out once.
# Seen:     HttpClients.createDefault() sends a multipart POST a second time, one second later, when the answer is 503
#           or 429. The check for idempotent methods guards exceptions only, not status codes.
# Versions: httpclient5 5.5.1, httpcore5 5.3.6 (JDK 17).
# Matters:  a gateway in front of a fax provider answers 503 when its back end is slow, after the back end took the
#           job: the fax arrives twice. disableAutomaticRetries() is needed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <packaging>pom</packaging><dependencies>
    <dependency><groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId>
      <version>5.5.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
cat > Post.java <<'E'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.*;
class Post {
    public static void main(String[] args) throws Exception {
        for (int status : new int[] {500, 502, 503, 504, 429}) {
            for (boolean retries : new boolean[] {true, false}) {
                var arrived = new AtomicInteger();
                var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                server.createContext("/", exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    arrived.incrementAndGet();
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
                server.start();
                var builder = HttpClients.custom();
                var post = new HttpPost("http://127.0.0.1:" + server.getAddress().getPort() + "/");
                post.setEntity(MultipartEntityBuilder.create().addTextBody("to", "03023125016")
                        .addBinaryBody("file", new byte[100]).build());
                try (var client = retries ? builder.build() : builder.disableAutomaticRetries().build()) {
                    client.execute(post, response -> null);
                }
                server.stop(0);
                System.out.println(status + (retries ? " default" : " disableAutomaticRetries") + ": "
                        + arrived + " request(s)");
            }
        }
    }
}
E
ls lib
java -cp 'lib/*' Post.java | tee seen.out
diff <(grep default seen.out) - <<'E'
500 default: 1 request(s)
502 default: 1 request(s)
503 default: 2 request(s)
504 default: 1 request(s)
429 default: 2 request(s)
E
[ "$(grep -c 'disableAutomaticRetries: 1 request' seen.out)" = 5 ]
echo "As recorded."
