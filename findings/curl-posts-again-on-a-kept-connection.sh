#!/usr/bin/env bash
# Guess:    curl sends a POST once unless --retry is given; a server that takes it whole and closes without an answer
#           ends it with error 52.
# Seen:     so it is on a new connection. On one that has answered a request before, curl posts the whole form a second
#           time on a fresh connection, says so only under -v, and exits 0; --retry 0 and -f change nothing. PHP's
#           curl_exec does the same when a handle is used again; CURLOPT_FORBID_REUSE on the request before, or
#           CURLOPT_FRESH_CONNECT, sends it once.
# Versions: curl and libcurl 7.88.1, PHP 8.2.36.
# Matters:  scripts that ask for a status and then post a fax over the same handle fax it twice when the server dies
#           after it queued the first one.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download {curl,libcurl4}=7.88.1-10+deb12u15 \
  php8.2-{cli,common,curl}=8.2.36-1~deb12u1 ||
  { echo "curl or PHP's curl is not to be had in these versions (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/usr/lib/$(gcc -print-multiarch)"
curl=root/usr/bin/curl
php=(root/usr/bin/php8.2 -n -d "extension_dir=$(echo "$work"/root/usr/lib/php/2*)" -d extension=curl)
"$curl" --version | sed -n 1p
"${php[@]}" -r 'echo "PHP ", PHP_VERSION, ", libcurl ", curl_version()["version"], "\n";'
cat > Server.java <<'E'
import java.io.*;
import java.net.*;
import java.util.concurrent.atomic.AtomicInteger;
class Server {
    static final AtomicInteger posts = new AtomicInteger();
    /** Answers requests with the number of POSTs since /reset; closes when it has read the first one to its end. */
    public static void main(String[] args) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (var port = new FileWriter("port.new")) {
            port.write(server.getLocalPort() + "");
        }
        new File("port.new").renameTo(new File("port"));
        while (true) {
            Socket socket = server.accept();
            new Thread(() -> answer(socket)).start();
        }
    }
    static void answer(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (String line; !(line = line(in)).isEmpty(); ) {
                int length = 0;
                for (String field; !(field = line(in)).isEmpty(); )
                    if (field.toLowerCase().startsWith("content-length:"))
                        length = Integer.parseInt(field.substring(15).strip());
                in.readNBytes(length);
                if (line.startsWith("GET /reset")) posts.set(0);
                if (line.startsWith("POST") && posts.incrementAndGet() == 1) break;
                socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + posts).getBytes());
            }
        } catch (IOException e) {
            // The client has left.
        }
    }
    static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) >= 0 && c != '\n'; ) if (c != '\r') line.append((char) c);
        return line.toString();
    }
}
E
java Server.java & server=$!
while [ ! -e port ]; do kill -0 "$server" || exit 2; sleep 0.2; done
url=http://127.0.0.1:$(cat port)
echo '%PDF-1.4' > fax.pdf
cat > post.php <<'E'
<?php
[, $url, $once] = $argv;
$curl = curl_init("$url/status");
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_FORBID_REUSE => $once === 'forbid']);
curl_exec($curl);
curl_setopt_array($curl, [CURLOPT_URL => "$url/send", CURLOPT_POSTFIELDS => ['sFax' => new CURLFile('fax.pdf')],
  CURLOPT_FORBID_REUSE => false, CURLOPT_FRESH_CONNECT => $once === 'fresh']);
curl_exec($curl);
echo 'error ', curl_errno($curl);
E
posts() { "$curl" -s "$url/count"; }
{
  "$curl" -s -o reset "$url/reset"
  status=0
  "$curl" -s -o answer -F sFax=@fax.pdf "$url/send" || status=$?
  echo "curl, new connection: exit $status, $(posts) POST"
  for option in '' ' --retry 0' ' -f'; do
    "$curl" -s -o reset "$url/reset"
    status=0
    # shellcheck disable=SC2086
    "$curl" -s -o status "$url/status" --next -s $option -o answer -F sFax=@fax.pdf "$url/send" || status=$?
    echo "curl$option, kept connection: exit $status, $(posts) POST"
  done
  for once in no forbid fresh; do
    "$curl" -s -o reset "$url/reset"
    echo "PHP, $once: $("${php[@]}" post.php "$url" "$once"), $(posts) POST"
  done
} | tee seen.out
diff seen.out - <<'E'
curl, new connection: exit 52, 1 POST
curl, kept connection: exit 0, 2 POST
curl --retry 0, kept connection: exit 0, 2 POST
curl -f, kept connection: exit 0, 2 POST
PHP, no: error 0, 2 POST
PHP, forbid: error 52, 1 POST
PHP, fresh: error 52, 1 POST
E
echo "As recorded."
