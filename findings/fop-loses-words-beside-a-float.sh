#!/usr/bin/env bash
# Guess:    FOP, which knows fo:float, puts what follows beside or below it, and warns of what does not fit, as it does
#           for a block that is longer than a page.
# Seen:     the first word of the block is missing where a float stands within its words, for start, end and before. A
#           float between blocks is missing as a whole. Of a float of 40 lines 23 are in the file, and there are no
#           further pages; for a block of the same length there is a warning. For none of the floats there is one, and
#           the exit status is 0.
# Versions: Apache FOP 2.11 (JDK 17), poppler 22.12.0 reads the results.
# Matters:  a remark in the margin costs a word of the text, such as "not", and a box between paragraphs all of its own;
#           neither the log nor the exit status of the build shows it.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
drivers org.apache.xmlgraphics:fop:2.11
rm lib/slf4j-*.jar # so that warnings are written to the standard error
names=()
fo() { # NAME FLOW
  names+=("$1")
  echo '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>
    <fo:simple-page-master master-name="a" page-width="300pt" page-height="300pt" margin="20pt"><fo:region-body/>
    </fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="a">
    <fo:flow flow-name="xsl-region-body" font-size="10pt" line-height="12pt">'"$2"'</fo:flow></fo:page-sequence>
    </fo:root>' > "$1.fo"
}
blocks() { printf '<fo:block>line%d</fo:block>' $(seq "$1"); }
sentence() { echo "<fo:block>one two $1 three four</fo:block><fo:block>next</fo:block>"; }
fo no-float "$(sentence '')"
fo start-within-words "$(sentence "<fo:float float='start'>$(blocks 2)</fo:float>")"
fo before-within-words "$(sentence "<fo:float float='before'>$(blocks 2)</fo:float>")"
fo end-within-words "$(sentence "<fo:float float='end'>$(blocks 2)</fo:float>")"
fo start-between-blocks "<fo:float float='start'>$(blocks 2)</fo:float>$(sentence '')"
fo long-float "<fo:block><fo:float float='start'>$(blocks 40)</fo:float></fo:block>"
fo long-block "<fo:block keep-together.within-page='always'>$(blocks 40)</fo:block>"
for name in "${names[@]}"; do
  java -cp 'lib/*' org.apache.fop.cli.Main -fo "$name.fo" -pdf "$name.pdf" > "$name.log" 2>&1
  pdftotext -raw -x 0 -y 0 -W 300 -H 300 "$name.pdf" words
  seen=$({ grep -oE 'one|two|three|four|next' words || true; } | xargs)
  echo "$name: words ${seen:-none}, $({ grep -oE 'line[0-9]+' words || true; } | sort -u | wc -l) lines," \
    "warnings $(grep -cE 'WARN|exceed' "$name.log" || true)"
done | tee seen.out
diff seen.out - <<'E'
no-float: words one two three four next, 0 lines, warnings 0
start-within-words: words two three four next, 2 lines, warnings 0
before-within-words: words two three four next, 2 lines, warnings 0
end-within-words: words two three four next, 2 lines, warnings 0
start-between-blocks: words one two three four next, 0 lines, warnings 0
long-float: words none, 23 lines, warnings 0
long-block: words none, 23 lines, warnings 1
E
echo "As recorded."
