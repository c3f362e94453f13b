#!/usr/bin/env bash
# Guess:    in Markdown a line of its own such as "(030) 23125-016" is a paragraph, for pandoc as for others.
# Seen:     it is item 30 of a list, and the zero is gone: "(30) 23125-016" in plain text, counter 30 of a list in
#           LaTeX, from which PDFs are made, and "30." in HTML. "i. A. Meier" and "i. V. Berger", two who sign on behalf of
#           another, are items i. and ii. of one list: "ii. V. Berger". "(0202)" in the middle of a line stays. There is
#           no message. --from markdown-fancy_lists or --from commonmark keeps the text, and so does marked.
# Versions: pandoc 2.17.1.1 (Debian 2.17.1.1-2~deb12u1), marked 18.2.1.
# Matters:  the number to which an answer is to be faxed, and the names below a letter, in reports that are written in
#           Markdown.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p debs/partial
apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
  -o Dir::Cache::archives="$work/debs" install pandoc=2.17.1.1-2~deb12u1 > apt.log 2>&1 ||
  { echo "pandoc 2.17.1.1-2~deb12u1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in debs/*.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" marked@18.2.1
pandoc() {
  LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/pandoc --data-dir="$work/root/usr/share/pandoc/data" \
    --wrap=none "$@" 2>> pandoc.log
}
cat > letter.md <<'M'
Fax:

(030) 23125-016

Fax (0202) 69555-0

i. A. Meier

i. V. Berger
M
for from in markdown markdown-fancy_lists commonmark; do
  echo "from $from: $(pandoc -f $from -t plain letter.md | sed '/^$/d; s/  */ /g' | paste -sd '|')"
done | tee seen.out
echo "HTML: $(pandoc -t html letter.md | tr -d '\n')" | tee -a seen.out
echo "LaTeX: $(pandoc -t latex letter.md | grep -E 'setcounter|labelenumi' | head -2 | xargs)" | tee -a seen.out
cat > show.js <<'J'
console.log('marked: ' + require('marked').marked.parse(require('fs').readFileSync('letter.md', 'utf8')).replace(/\n/g, ''))
J
node show.js | tee -a seen.out
echo "messages: $(wc -c < pandoc.log)" | tee -a seen.out
diff seen.out - <<'D'
from markdown: Fax:|(30) 23125-016|Fax (0202) 69555-0|i. A. Meier|ii. V. Berger
from markdown-fancy_lists: Fax:|(030) 23125-016|Fax (0202) 69555-0|i. A. Meier|i. V. Berger
from commonmark: Fax:|(030) 23125-016|Fax (0202) 69555-0|i. A. Meier|i. V. Berger
HTML: <p>Fax:</p><ol start="30" type="1"><li>23125-016</li></ol><p>Fax (0202) 69555-0</p><ol type="i"><li><p>A. Meier</p></li><li><p>V. Berger</p></li></ol>
LaTeX: deflabelenumi{(arabic{enumi})} setcounter{enumi}{29}
marked: <p>Fax:</p><p>(030) 23125-016</p><p>Fax (0202) 69555-0</p><p>i. A. Meier</p><p>i. V. Berger</p>
messages: 0
D
echo "As recorded."
