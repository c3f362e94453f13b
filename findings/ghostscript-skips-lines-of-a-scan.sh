#!/usr/bin/env bash
# Guess:    Ghostscript, which blackens every dot that a vector touches, does the same for the black of a picture.
# Seen:     for pictures it looks at one sample for each dot and skips the rest. Of 54 ruled lines, 3 samples thick in
#           a 600 dpi black and white scan (0.13 mm, a usual form), 28 arrive at standard resolution; of lines of 2
#           samples 40 at fine. Nothing is faint: a line is whole or gone. -dDOINTERPOLATE changes nothing.
# Versions: Ghostscript 10.0.0 (pbmraw, the same drawing as tiffg4).
# Matters:  rows of a scanned table run together, and each renderer's preview shows other lines.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/pdf.sh"
. "$support/raster.sh"
want_ghostscript
for thick in 2 3 6; do
  { repeat $((300 * 620)) 377
    for ((i = 0, used = 300; i < 54; i++, used += thick + gap)); do
      gap=$((115 + i % 7))
      repeat 75 377; repeat $((thick * 620 - 150)) 0; repeat 75 377
      repeat $((gap * 620)) 377
    done
    repeat $(((7014 - used) * 620)) 377; } | picture scan 4960 7014
  pdf "scan$thick.pdf" 'q 595.276 0 0 841.89 0 0 cm /I Do Q' '/MediaBox[0 0 595.276 841.89]' scan
  for rows in 196 98; do
    for option in "" -dDOINTERPOLATE; do
      # shellcheck disable=SC2086
      gs -q -sDEVICE=pbmraw -r204x$rows $option -o g.pbm "scan$thick.pdf"
      ink g.pbm | awk -v what="$thick samples, 204x$rows ${option:--}" '$2 > 1000 && !before { lines++ }
        { before = $2 > 1000 } END { print what ": " lines " of 54 lines" }'
    done
  done
done | tee seen.out
diff seen.out - <<'E'
2 samples, 204x196 -: 40 of 54 lines
2 samples, 204x196 -dDOINTERPOLATE: 40 of 54 lines
2 samples, 204x98 -: 20 of 54 lines
2 samples, 204x98 -dDOINTERPOLATE: 20 of 54 lines
3 samples, 204x196 -: 54 of 54 lines
3 samples, 204x196 -dDOINTERPOLATE: 54 of 54 lines
3 samples, 204x98 -: 28 of 54 lines
3 samples, 204x98 -dDOINTERPOLATE: 28 of 54 lines
6 samples, 204x196 -: 54 of 54 lines
6 samples, 204x196 -dDOINTERPOLATE: 54 of 54 lines
6 samples, 204x98 -: 53 of 54 lines
6 samples, 204x98 -dDOINTERPOLATE: 53 of 54 lines
E
echo "As recorded."
