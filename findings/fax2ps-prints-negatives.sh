#!/usr/bin/env bash
# Guess:    fax2ps, libtiff's program for printing received faxes, prints a Group 4 page in the colours that its file
#           states, and sharp writes Group 4 as fax programs do.
# Seen:     sharp states that 0 is black (PhotometricInterpretation 1), which TIFF allows. fax2ps does not look: white
#           is printed black. tiff2ps and tiff2pdf print the page right. With miniswhite, which sharp has as an option,
#           fax2ps does so, too. Without xres and yres the file says 25.4 dpi in place of the source's 204x98, a page
#           of 1.7 m by 1.1 m.
# Versions: libtiff 4.5.0 (Debian 4.5.0-6+deb12u4), sharp 0.35.5 (Node.js 20), Ghostscript 10.0.0.
# Matters:  the printed copy of a fax is black with white letters.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" sharp@0.35.5
cat > page.ps <<'E'
%!PS
72 500 300 100 rectfill showpage
E
gs -q -dBATCH -dNOPAUSE -sDEVICE=tiffg4 -r204x98 -sPAPERSIZE=a4 -o ghostscript.tif page.ps
cat > write.js <<'E'
const sharp = require('sharp')
async function write (name, options) {
  await sharp('ghostscript.tif').toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1, ...options })
    .toFile(name)
}
const xres = 204 / 25.4, yres = 98 / 25.4
write('sharp.tif', { xres, yres }).then(() => write('sharp-miniswhite.tif', { xres, yres, miniswhite: true }))
  .then(() => write('sharp-no-resolution.tif', {}))
E
node write.js
black() { # The share of black on a sheet of A4 at 36 dpi.
  gs -q -dBATCH -dNOPAUSE -dFIXEDMEDIA -sPAPERSIZE=a4 -sDEVICE=pgmraw -r36 -o drawn.pgm "$1" > gs.log
  echo "$((100 * $(tail -c $((298 * 421)) drawn.pgm | LC_ALL=C tr -d '\200-\377' | wc -c) / (298 * 421))) %"
}
for name in ghostscript sharp sharp-miniswhite sharp-no-resolution; do
  tiffinfo $name.tif | sed -n 's/^  Photometric.*: //p; s/^  Resolution: //p' > states.out
  echo "$name: $(paste -sd, states.out | sed 's/,\([^ ]\)/, \1/g')"
  [ $name != sharp-no-resolution ] || continue
  fax2ps $name.tif > fax2ps.ps 2> fax2ps.log
  tiff2ps $name.tif > tiff2ps.ps 2> tiff2ps.log
  tiff2pdf -o tiff2pdf.pdf $name.tif 2> tiff2pdf.log
  echo "  black: fax2ps $(black fax2ps.ps), tiff2ps $(black tiff2ps.ps), tiff2pdf $(black tiff2pdf.pdf)"
done | tee seen.out
diff seen.out - <<'E'
ghostscript: 204, 98 pixels/inch, min-is-white
  black: fax2ps 6 %, tiff2ps 5 %, tiff2pdf 5 %
sharp: 204, 98 pixels/inch, min-is-black
  black: fax2ps 94 %, tiff2ps 5 %, tiff2pdf 5 %
sharp-miniswhite: 204, 98 pixels/inch, min-is-white
  black: fax2ps 6 %, tiff2ps 5 %, tiff2pdf 5 %
sharp-no-resolution: 25.4, 25.4 pixels/inch, min-is-black
E
echo "As recorded."
