# Sourced by the scripts about drawing in their temporary folder: checked versions, and the function
# pdf FILE CONTENT [PAGE-ENTRIES] [XOBJECT-FILE], which writes a one-page PDF (A4 unless MediaBox is given).
want() { # name, version expected, version found
  echo "$1 $3"
  [ "$2" = "$3" ] || { echo "this was seen with $1 $2, not $3" >&2; exit 2; }
}
want_ghostscript() { want Ghostscript 10.00.0 "$(gs --version)"; }
want_poppler() { want poppler 22.12.0 "$(pdftoppm -v 2>&1 | sed -n '1s/.* //p')"; }
want_tesseract() { want tesseract 5.3.0 "$(tesseract --version 2>&1 | sed -n '1s/.* //p')"; }
ink() { java "$support/Ink.java" "$@"; }
pdf() {
  local entries=${3:-/MediaBox[0 0 595.276 841.89]} picture=${4:-} LC_ALL=C i
  local -a at
  add() { at+=("$(wc -c < "$pdf_file")"); printf '%d 0 obj %s\nendobj\n' "${#at[@]}" "$1" >> "$pdf_file"; }
  pdf_file=$1
  printf '%%PDF-1.7\n' > "$pdf_file"
  add '<</Type/Catalog/Pages 2 0 R>>'
  add '<</Type/Pages/Kids[3 0 R]/Count 1>>'
  add "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>$entries>>"
  add "<</Length ${#2}>>stream
$2
endstream"
  add '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
  at+=("$(wc -c < "$pdf_file")")
  if [ -n "$picture" ]; then cat "$picture" >> "$pdf_file"; else printf '6 0 obj null\nendobj\n' >> "$pdf_file"; fi
  local start; start=$(wc -c < "$pdf_file")
  printf 'xref\n0 7\n0000000000 65535 f \n' >> "$pdf_file"
  for i in "${at[@]}"; do printf '%010d 00000 n \n' "$i" >> "$pdf_file"; done
  printf 'trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' "$start" >> "$pdf_file"
}
