"""Makes a report with ReportLab, or the pictures: generators.py reportlab|invariant FILE, generators.py pictures FOLDER"""
import struct
import sys
import zlib


def png(file, width, height, sample, dpi=None):
    rows = b"".join(b"\0" + bytes(value for x in range(width) for value in sample(x, y)) for y in range(height))
    components = len(sample(0, 0))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    with open(file, "wb") as png_file:
        png_file.write(b"\x89PNG\r\n\x1a\n")
        png_file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2 if components == 3 else 0, 0, 0, 0)))
        if dpi:
            png_file.write(chunk(b"pHYs", struct.pack(">IIB", round(dpi / 0.0254), round(dpi / 0.0254), 1)))
        png_file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pictures(folder):
    png(folder + "/picture.png", 60, 60, lambda x, y: (x * 4, y * 4, 120 if (x // 10 + y // 10) % 2 else 40), 100)
    from PIL import Image, ImageDraw, ImageFont
    scan = Image.new("L", (827, 1169), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 28)
    for i in range(8):
        ImageDraw.Draw(scan).text((80, 80 + 50 * i), "Control %d was checked by the build" % i, fill=0, font=font)
    scan.save(folder + "/scan.png", dpi=(100, 100))


def reportlab(file, invariant):
    from reportlab import rl_config
    rl_config.invariant = invariant
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Table
    pdfmetrics.registerFont(
        ttfonts.TTFont("Sans", "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"))
    styles = getSampleStyleSheet()
    styles["Normal"].fontName = "Sans"
    SimpleDocTemplate(file).build(
        [Paragraph("Compliance report", styles["Title"]), Paragraph("geprüft", styles["Normal"]),
         Image("picture.png", 100, 100), Table([["Control %d" % i, "checked", 7 * i] for i in range(12)])])


if sys.argv[1] == "pictures":
    pictures(sys.argv[2])
else:
    reportlab(sys.argv[2], 1 if sys.argv[1] == "invariant" else 0)
