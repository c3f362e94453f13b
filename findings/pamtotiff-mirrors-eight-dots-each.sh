#!/usr/bin/env bash
# Guess:    pamtotiff -lsb2msb writes the same page as without it, with the bits of each byte in the order that fax
#           modems send them in.
# Seen:     the file states the order (FillOrder 2), and in all 162 rows that have dots they are mirrored in groups of
#           eight: a stroke at the left of a group lies at its right. libtiff, netpbm's own tifftopnm and the JDK agree
#           on what is drawn. So it is with Group 3, Group 4 and no compression; the share of black is the same. The
#           same change of order by libtiff's tiffcp keeps the page.
# Versions: netpbm 11.01.00 (Debian 2:11.01.00-2), libtiff 4.5.0, JDK 17, Ghostscript 10.0.0.
# Matters:  words on the fax are a row of splinters, while page count, size and blackness say that all is well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download netpbm=2:11.01.00-2 libnetpbm11=2:11.01.00-2 ||
  { echo "netpbm 2:11.01.00-2 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(echo "$work"/root/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH
netpbm=$work/root/usr/bin
cat > page.ps <<'E'
%!PS
/Helvetica findfont 24 scalefont setfont 72 700 moveto (Fax 4711) show 74 500 300 100 rectfill showpage
E
gs -q -dBATCH -dNOPAUSE -sDEVICE=tiffg4 -r204x98 -sPAPERSIZE=a4 -o page.tif page.ps
"$netpbm/tifftopnm" page.tif > page.pbm 2> log.out
cat > Rows.java <<'E'
import java.awt.image.BufferedImage;
import java.io.File;
import javax.imageio.ImageIO;
class Rows {
    static boolean same(BufferedImage page, BufferedImage other, int y, boolean isMirrored) {
        for (int x = 0; x < page.getWidth(); x++)
            if (page.getRGB(x, y) != other.getRGB(isMirrored ? x ^ 7 : x, y)) return false;
        return true;
    }

    public static void main(String[] files) throws Exception {
        var page = ImageIO.read(new File("page.tif"));
        for (String file : files) {
            var other = ImageIO.read(new File(file + ".tif"));
            int same = 0, mirrored = 0;
            for (int y = 0; y < page.getHeight(); y++) {
                if (same(page, other, y, false)) same++;
                else if (same(page, other, y, true)) mirrored++;
            }
            System.out.println(file + ": " + same + " rows the same, " + mirrored + " mirrored by eights, "
                    + (page.getHeight() - same - mirrored) + " others");
        }
    }
}
E
files=()
for options in "-g4" "-g4 -lsb2msb" "-g3 -lsb2msb" "-none -mw -lsb2msb"; do
  # shellcheck disable=SC2086
  "$netpbm/pamtotiff" $options page.pbm > "pamtotiff $options.tif" 2> log.out
  tiffcp -c none -f msb2lsb "pamtotiff $options.tif" "pamtotiff $options, decoded by libtiff.tif"
  files+=("pamtotiff $options" "pamtotiff $options, decoded by libtiff")
done
tiffcp -f lsb2msb page.tif "tiffcp -f lsb2msb.tif"
java Rows.java "${files[@]}" "tiffcp -f lsb2msb" | tee seen.out
"$netpbm/tifftopnm" "pamtotiff -g4 -lsb2msb.tif" 2> log.out | cmp - page.pbm > compared.out && exit 1
tiffinfo "pamtotiff -g4 -lsb2msb.tif" | grep -o "FillOrder: .*" | tee -a seen.out
diff seen.out - <<'E'
pamtotiff -g4: 1146 rows the same, 0 mirrored by eights, 0 others
pamtotiff -g4, decoded by libtiff: 1146 rows the same, 0 mirrored by eights, 0 others
pamtotiff -g4 -lsb2msb: 984 rows the same, 162 mirrored by eights, 0 others
pamtotiff -g4 -lsb2msb, decoded by libtiff: 984 rows the same, 162 mirrored by eights, 0 others
pamtotiff -g3 -lsb2msb: 984 rows the same, 162 mirrored by eights, 0 others
pamtotiff -g3 -lsb2msb, decoded by libtiff: 984 rows the same, 162 mirrored by eights, 0 others
pamtotiff -none -mw -lsb2msb: 984 rows the same, 162 mirrored by eights, 0 others
pamtotiff -none -mw -lsb2msb, decoded by libtiff: 984 rows the same, 162 mirrored by eights, 0 others
tiffcp -f lsb2msb: 1146 rows the same, 0 mirrored by eights, 0 others
FillOrder: lsb-to-msb
E
echo "As recorded."
