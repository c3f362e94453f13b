# Sourced after pdf.sh: picture FILE WIDTH HEIGHT writes a black and white picture object, its rows read from stdin.
picture() {
  cat > rows
  { printf '6 0 obj <</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1' "$2" "$3"
    printf '/ColorSpace/DeviceGray/Length %d>>stream\n' "$(wc -c < rows)"
    cat rows
    printf '\nendstream\nendobj\n'; } > "$1"
}
repeat() { # COUNT OCTAL: that many bytes
  head -c "$1" /dev/zero | tr '\0' "\\$2"
}
