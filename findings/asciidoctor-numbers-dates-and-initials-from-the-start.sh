#!/usr/bin/env bash
# Guess:    a line "12. November 2026" or "M. Berger" stays as it is in AsciiDoc, or begins a list with its number.
# Seen:     it begins a list of one item, and every list begins with its first number or letter: the page says
#           1. November, A. Berger, and "i. A. Meier" (on behalf of) becomes "a. A. Meier". Paragraphs of initials,
#           dates and signatures are nested as lists of lists. There is a warning for each, but no error; of the line
#           "1. Dezember 2026" there is none. {empty} before the number keeps it.
# Versions: asciidoctor 2.2.6 of npm, which is Asciidoctor 2.0.17; marked 18.2.1 keeps 12 and the initials.
# Matters:  dates of deadlines and the initials of those who sign, in release notes and reports that are made in CI.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" asciidoctor@2.2.6 marked@18.2.1
cat > lines <<'L'
12. November 2026
M. Berger, Leitung
i. A. Meier
1. Dezember 2026
{empty}12. November 2026
L
cat > show.js <<'J'
const asciidoctor = require('asciidoctor')()
const logger = asciidoctor.MemoryLogger.create()
asciidoctor.LoggerManager.setLogger(logger)
const marked = require('marked').marked
// What a browser prints: the number or letter that an item of the list has, and its text.
const letters = { i: n => ['', 'i', 'ii'][n], a: n => String.fromCharCode(96 + n), A: n => String.fromCharCode(64 + n) }
const shown = html => {
  const list = html.match(/<ol([^>]*)>/)
  const text = html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ').trim()
  if (!list) return text
  const start = Number((list[1].match(/start="(\d+)"/) || [0, 1])[1])
  const type = (list[1].match(/type="(.)"/) || [0, ''])[1]
  return (letters[type] || String)(start) + '. ' + text
}
for (const line of require('fs').readFileSync('lines', 'utf8').trim().split('\n')) {
  const before = logger.getMessages().length
  const made = shown(asciidoctor.convert(line))
  console.log(line + ' -> ' + made + ' (' + (logger.getMessages().length - before) + ' warning) | '
    + shown(marked.parse(line)))
}
console.log(asciidoctor.convert('M. Berger\n\ni. A. Meier\n\n12. November').match(/<\/?ol/g).join(' '))
J
echo "asciidoctor 2.2.6 | marked 18.2.1:"
node show.js | tee seen.out
diff seen.out - <<'D'
12. November 2026 -> 1. November 2026 (1 warning) | 12. November 2026
M. Berger, Leitung -> A. Berger, Leitung (1 warning) | M. Berger, Leitung
i. A. Meier -> a. A. Meier (1 warning) | i. A. Meier
1. Dezember 2026 -> 1. Dezember 2026 (0 warning) | 1. Dezember 2026
{empty}12. November 2026 -> 12. November 2026 (0 warning) | {empty}12. November 2026
<ol <ol <ol </ol </ol </ol
D
echo "As recorded."
