#!/usr/bin/env bash
# Guess:    a converter either knows the controls of HTML or leaves them out. Where a check box is drawn, one that is
#           ticked has its tick, in a form and outside of one: checked is an attribute, no script sets it.
# Seen:     openhtmltopdf draws every box, button and field outside a form, and all of them empty: ticked and not
#           ticked, with a value and without are the same dots. Within a form they have their state. Flying Saucer shows
#           states in a form and outside, but not checked="", which is how renderers of Markdown write it. html2pdf
#           shows all.
# Versions: openhtmltopdf 1.1.65, Flying Saucer 9.13.3, iText html2pdf 6.2.0; poppler 22.12.0 draws the results.
# Matters:  task lists of Markdown ("- [x] tested") are boxes outside a form: a checklist of a release, all done, is
#           faxed as one of which nothing is done, and each box is there, so that nothing looks wrong.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/databases.sh"
want_poppler
. "$support/html.sh"
cases=()
control() { # NAME CONTROL-WITH-A-STATE THE-OTHER
  local name=$1
  cases+=("$name" "$name-in-form")
  html "$name" '' "<p>a $2 b</p>"
  html "$name.other" '' "<p>a $3 b</p>"
  html "$name-in-form" '' "<form><p>a $2 b</p></form>"
  html "$name-in-form.other" '' "<form><p>a $3 b</p></form>"
}
control task '<input type="checkbox" disabled="" checked=""/>' '<input type="checkbox" disabled=""/>'
control checkbox '<input name="c" type="checkbox" checked="checked"/>' '<input name="c" type="checkbox"/>'
button='<input name="r" type="radio" value='
control radio "$button'y' checked='checked'/> $button'n'/>" "$button'y'/> $button'n' checked='checked'/>"
control text '<input name="t" type="text" value="4711"/>' '<input name="t" type="text" value=""/>'
control textarea '<textarea name="t">approved</textarea>' '<textarea name="t"> </textarea>'
convert
state() { # NAME: whether the two pages differ in a dot
  local page
  for page in "$1" "${1/./.other.}"; do pdftoppm -mono -r 100 -singlefile "$page.pdf" "$page" 2> poppler.log; done
  if cmp -s "$1.pbm" "${1/./.other.}.pbm"; then echo same; else echo shown; fi
}
echo "openhtmltopdf 1.1.65 | Flying Saucer 9.13.3 | html2pdf 6.2.0:"
for name in "${cases[@]}"; do
  [ "$name" != radio-in-form ] || continue # poppler does not know the states 0 and 1 of its buttons.
  echo "$name: $(state "$name.0") | $(state "$name.1") | $(state "$name.2")"
done | tee seen.out
diff seen.out - <<'E'
task: same | same | shown
task-in-form: shown | same | shown
checkbox: same | shown | shown
checkbox-in-form: shown | shown | shown
radio: same | shown | shown
text: same | shown | shown
text-in-form: shown | shown | shown
textarea: same | shown | shown
textarea-in-form: shown | shown | shown
E
echo "As recorded."
