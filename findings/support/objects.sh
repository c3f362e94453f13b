# Sourced by the scripts that need more than one page or a form: objects FILE OBJECT... writes a PDF of these objects,
# the first of which is the catalog; content TEXT prints a stream object.
objects() {
  local file=$1 LC_ALL=C object start i
  local -a at=()
  shift
  printf '%%PDF-1.7\n' > "$file"
  for object; do
    at+=("$(wc -c < "$file")")
    printf '%d 0 obj %s\nendobj\n' "${#at[@]}" "$object" >> "$file"
  done
  start=$(wc -c < "$file")
  printf 'xref\n0 %d\n0000000000 65535 f \n' $((${#at[@]} + 1)) >> "$file"
  for i in "${at[@]}"; do printf '%010d 00000 n \n' "$i" >> "$file"; done
  printf 'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' $((${#at[@]} + 1)) "$start" >> "$file"
}
content() { # TEXT [ENTRIES]
  local LC_ALL=C
  printf '<<%s/Length %d>>stream\n%s\nendstream' "${2:-}" "${#1}" "$1"
}
