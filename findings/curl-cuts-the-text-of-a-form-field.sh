#!/usr/bin/env bash
# Guess:    the text of curl -F 'name=text' arrives as it is, unless it begins with @ or <; what follows a semicolon
#           counts only where it is one of curl's own words, such as ;type=.
# Seen:     everything behind the first semicolon is gone, "; " of a sentence included, and so are blanks at the
#           beginning. A text that begins with a quotation mark ends at the next one. A lone "(" opens a nested form,
#           which PHP takes for the text; ";filename=" makes a file of the text. With -s there is no word of it, the
#           exit code is 0. Two files separated by a comma arrive as one text field. --form-string sends all as it is.
# Versions: curl 7.88.1, PHP 8.2.36 (its built-in server).
# Matters:  "Release 7; do not deploy" as the subject or message of a fax is "Release 7"; nothing tells the sender.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download {curl,libcurl4}=7.88.1-10+deb12u15 ||
  { echo "curl is not to be had in this version (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
curl() { LD_LIBRARY_PATH="$work/root/usr/lib/$(gcc -print-multiarch)" root/usr/bin/curl --max-time 60 "$@"; }
curl --version | sed -n '1s/ (.*//p'
found=$(php -r 'echo PHP_VERSION;')
echo "PHP $found"
[ "$found" = 8.2.36 ] || { echo "this was seen with PHP 8.2.36, not $found" >&2; exit 2; }
cat > show.php <<'E'
<?php
foreach ($_POST as $text) echo str_contains($text, '--') ? 'the borders of a nested form' : "text [$text]";
foreach ($_FILES as $file) echo "file $file[name] [", file_get_contents($file['tmp_name']), ']';
E
for port in 18481 18482 18483; do
  php -S "127.0.0.1:$port" show.php > server.log 2>&1 &
  server=$!
  for i in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.5
    grep -q started server.log && break 2
    kill -0 "$server" 2> /dev/null || break
  done
done
url=http://127.0.0.1:$port/
printf one > a.pdf
printf two > b.pdf
while IFS= read -r text; do
  status=0
  form=$(curl -s -F "field=$text" "$url" 2> silent) || status=$?
  echo "$text"
  echo "  -F            $form, exit $status, $(wc -c < silent) bytes of warnings"
  echo "  --form-string $(curl -s --form-string "field=$text" "$url")"
done <<'E' | tee seen.out
Release 7; do not deploy
"Nightly" of build 7
 indented
(
Report;filename=x.pdf
total;encoder=base64
"Release 7; do not deploy"
@a.pdf,b.pdf
E
diff seen.out - <<'E'
Release 7; do not deploy
  -F            text [Release 7], exit 0, 0 bytes of warnings
  --form-string text [Release 7; do not deploy]
"Nightly" of build 7
  -F            text [Nightly], exit 0, 0 bytes of warnings
  --form-string text ["Nightly" of build 7]
 indented
  -F            text [indented], exit 0, 0 bytes of warnings
  --form-string text [ indented]
(
  -F            the borders of a nested form, exit 0, 0 bytes of warnings
  --form-string text [(]
Report;filename=x.pdf
  -F            file x.pdf [Report], exit 0, 0 bytes of warnings
  --form-string text [Report;filename=x.pdf]
total;encoder=base64
  -F            text [dG90YWw=], exit 0, 0 bytes of warnings
  --form-string text [total;encoder=base64]
"Release 7; do not deploy"
  -F            text [Release 7; do not deploy], exit 0, 0 bytes of warnings
  --form-string text ["Release 7; do not deploy"]
@a.pdf,b.pdf
  -F            the borders of a nested form, exit 0, 0 bytes of warnings
  --form-string text [@a.pdf,b.pdf]
E
echo "As recorded."
