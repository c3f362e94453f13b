#!/usr/bin/env bash
# Guess:    PHP knows filename* (RFC 5987) in a multipart part, or ignores it and takes the part for a file without a
#           name.
# Seen:     a part whose name comes only as filename* is a text field: its bytes are in $_POST, $_FILES is empty, no
#           warning. Beside a plain filename, before or behind it, filename* changes nothing. The plain name's
#           %-escapes stay.
# Versions: PHP 8.2.36 (its built-in server).
# Matters:  a client that writes only filename* for "Prüfbericht.pdf" is told that there is no document, while reports
#           with ASCII names arrive.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"
found=$(php -r 'echo PHP_VERSION;')
echo "PHP $found"
[ "$found" = 8.2.36 ] || { echo "this was seen with PHP 8.2.36, not $found" >&2; exit 2; }
cat > upload.php <<'E'
<?php
echo 'text ', json_encode(array_map('strlen', $_POST)), ', files ', json_encode(array_column($_FILES, 'name')), "\n";
E
cat > post.php <<'E'
<?php
foreach (['filename="a.pdf"', "filename*=UTF-8''Pr%C3%BCf.pdf", "filename=\"a.pdf\"; filename*=UTF-8''Pr%C3%BCf.pdf",
    "filename*=UTF-8''Pr%C3%BCf.pdf; filename=\"a.pdf\"", 'filename="Pr%C3%BCf.pdf"'] as $name) {
  $body = "--b\r\nContent-Disposition: form-data; name=\"sFax\"; $name\r\n"
    . "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n";
  echo "$name\n  ", file_get_contents($argv[1], false, stream_context_create(['http' => ['method' => 'POST',
    'header' => 'Content-Type: multipart/form-data; boundary=b', 'content' => $body]]));
}
E
for port in 18471 18472 18473; do
  php -S "127.0.0.1:$port" upload.php > server.log 2>&1 &
  server=$!
  for i in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.3
    grep -q started server.log && break 2
    kill -0 "$server" 2> /dev/null || break
  done
done
php post.php "http://127.0.0.1:$port/" | tee seen.out
diff seen.out - <<'E'
filename="a.pdf"
  text [], files ["a.pdf"]
filename*=UTF-8''Pr%C3%BCf.pdf
  text {"sFax":8}, files []
filename="a.pdf"; filename*=UTF-8''Pr%C3%BCf.pdf
  text [], files ["a.pdf"]
filename*=UTF-8''Pr%C3%BCf.pdf; filename="a.pdf"
  text [], files ["a.pdf"]
filename="Pr%C3%BCf.pdf"
  text [], files ["Pr%C3%BCf.pdf"]
E
echo "As recorded."
