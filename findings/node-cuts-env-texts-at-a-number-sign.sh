#!/usr/bin/env bash
# Guess:    in a .env file # begins a comment behind a blank only, as in a shell, so that "Build#7" is one word; a value
#           in quotation marks is read alike by all.
# Seen:     Node.js itself (--env-file, parseEnv) and dotenv cut at any #: "Build#7" is Build, "#7 nightly" is empty,
#           the password "pass#word" is pass. bash and python-dotenv keep words with # in them, python-dotenv "#7
#           nightly" too. Of "Build #7" nightly Node.js makes Build #7, dotenv Build with a quotation mark before it,
#           python-dotenv nothing. An escaped quotation mark ends the text for Node.js, dotenv keeps the backslashes.
# Versions: Node.js 20.20.2, dotenv 17.2.3, python3-dotenv 0.21.0.
# Matters:  account, subject and recipient of a fax stand in such files; a shell and a Node.js step of one job log in
#           with different passwords, and "#7 nightly" goes out without a subject.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
[ "$(node --version)" = v20.20.2 ] || { echo "this was seen with Node.js 20.20.2, not $(node --version)" >&2; exit 2; }
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" dotenv@17.2.3
apt-get -qq -o APT::Sandbox::User=root download python3-dotenv=0.21.0-1 ||
  { echo "python3-dotenv 0.21.0 is not to be had (apt-get update?)" >&2; exit 2; }
dpkg -x python3-dotenv_*.deb root
cat > values <<'E'
Build#7
Build #7
#7 nightly
pass#word
'pass#word'
"Build #7" nightly
"say \"yes\""
E
cat > read.js <<'E'
const { readFileSync } = require('fs')
for (const value of readFileSync('values', 'utf8').trim().split('\n'))
  console.log(value, '->', [require('util').parseEnv, require('dotenv').parse]
    .map(parse => parse('A=' + value + '\n').A).join(' | '))
E
cat > read.py <<'E'
import io, logging
from dotenv import dotenv_values
logging.disable()
for value in open('values'):
    print(dotenv_values(stream=io.StringIO('A=' + value)).get('A', '(missing)'))
E
node read.js > node.out 2> node.log
PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 read.py > python.out
echo "Node.js 20.20.2 | dotenv 17.2.3 | python-dotenv 0.21.0:"
paste node.out python.out | sed 's/\t/ | /' | tee seen.out
echo 'A=Build#7 B=pass#word' > both.env
echo "bash: $(. ./both.env && echo "$A | $B")" | tee -a seen.out
diff seen.out - <<'E'
Build#7 -> Build | Build | Build#7
Build #7 -> Build | Build | Build
#7 nightly ->  |  | #7 nightly
pass#word -> pass | pass | pass#word
'pass#word' -> pass#word | pass#word | pass#word
"Build #7" nightly -> Build #7 | "Build | (missing)
"say \"yes\"" -> say \ | say \"yes\" | say "yes"
bash: Build#7 | pass#word
E
echo "As recorded."
