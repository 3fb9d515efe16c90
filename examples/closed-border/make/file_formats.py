"""Writers of the few file formats the example needs, with the standard library alone, so that the
same text gives the same bytes on every machine: PDF with a standard font, docx, xlsx, zip, and a
scan (needs pdftoppm)."""
import io
import random
import re
import struct
import subprocess
import tempfile
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

WHEN = (2025, 7, 4, 12, 0, 0)  # of every file in every archive


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


# --- PDF: Helvetica, lines broken by the widths below, one box per line of text.
WIDTHS = dict(zip(
    map(chr, range(32, 127)),
    [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
     556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
     611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
     667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
     222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584]))


def broken(paragraph, size, width):
    line, at = "", 0.0
    for word in paragraph.split():
        w = sum(WIDTHS[c] for c in word) * size / 1000
        if line and at + w > width:
            yield line
            line, at = "", 0.0
        line += (" " if line else "") + word
        at += w + WIDTHS[" "] * size / 1000
    yield line


def pdf(text, running_head, page=(595, 842), size=11.0, keep_lines=False, left=72.0):
    """Paragraphs are apart by an empty line; the first line is set larger."""
    leading = size * 1.4
    lines = []
    for number, paragraph in enumerate(text.strip().split("\n")):
        large = size * 1.5 if number == 0 else size
        pieces = [paragraph] if keep_lines or not paragraph else broken(paragraph, large,
                                                                        page[0] - 2 * left)
        lines += [(piece, large) for piece in pieces]
    per_page = int((page[1] - 150) / leading)
    pages = [lines[i:i + per_page] for i in range(0, len(lines), per_page)]

    def quoted(s):
        return re.sub(r"([\\()])", r"\\\1", s).encode("cp1252")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for number, content in enumerate(pages, 1):
        stream = [b"BT"]
        y = page[1] - 72
        if running_head:
            stream.append(b"/F1 8 Tf 1 0 0 1 %d %d Tm (%s) Tj" % (left, page[1] - 40,
                                                                  quoted(running_head)))
            stream.append(b"1 0 0 1 %d 36 Tm (page %d of %d) Tj" % (left, number, len(pages)))
        for line, large in content:
            y -= leading * (large / size)
            if line:
                stream.append(b"/F1 %.1f Tf 1 0 0 1 %d %.1f Tm (%s) Tj" % (large, left, y,
                                                                           quoted(line)))
        stream.append(b"ET")
        body = b"\n".join(stream)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
                       b"/Resources << /Font << /F1 3 0 R >> >> >>" % (*page, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) /Subject (INVENTED EXAMPLE) >>"
                   % quoted(text.strip().split("\n")[0]))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, len(objects), start)
    return bytes(out)


# --- A fax of a page: drawn, turned a little, speckled, black and white.
def scan(document, dots_per_inch=200, seed=1):
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.pdf"
        page.write_bytes(document)
        subprocess.run(["pdftoppm", "-gray", "-r", str(dots_per_inch), page, Path(folder) / "p"],
                       check=True)
        raw = next(Path(folder).glob("p*.pgm")).read_bytes()
    size = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
    width, height = int(size.group(1)), int(size.group(2))
    grey = raw[size.end():]
    noise = random.Random(seed)
    rows = []
    for y in range(height):
        bits = bytearray((width + 7) // 8)
        for x in range(width):
            # 0.4 degrees, by two shears.
            sx, sy = x + (y - height // 2) // 143, y - (x - width // 2) // 143
            dark = (0 <= sx < width and 0 <= sy < height
                    and grey[sy * width + sx] < 140 + noise.randrange(-25, 26))
            if noise.random() < 0.0007:
                dark = not dark
            if not dark:
                bits[x // 8] |= 0x80 >> x % 8
        rows.append(b"\0" + bytes(bits))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    dots_per_metre = round(dots_per_inch / 0.0254)
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"pHYs", struct.pack(">IIB", dots_per_metre, dots_per_metre, 1))
            + chunk(b"tEXt", b"Comment\0INVENTED EXAMPLE")
            + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b""))


# --- docx and xlsx: the smallest that programs open.
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN = "http://schemas.openxmlformats.org"


def package(kind, main, content_type, parts):
    core = (XML + f'<cp:coreProperties xmlns:cp="{OPEN}/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>INVENTED EXAMPLE</dc:subject>'
            '</cp:coreProperties>')
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind_of}"/>'
                    for name, _, kind_of in parts)
    return zipped([
        ("[Content_Types].xml", XML + f'<Types xmlns="{OPEN}/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
         'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/{main}" ContentType="{content_type}"/>{types}'
         '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
         'package.core-properties+xml"/></Types>'),
        ("_rels/.rels", XML + f'<Relationships xmlns="{OPEN}/package/2006/relationships">'
         f'<Relationship Id="r1" Type="{OPEN}/officeDocument/2006/relationships/officeDocument" '
         f'Target="{main}"/><Relationship Id="r2" Type="{OPEN}/package/2006/relationships/metadata/'
         'core-properties" Target="docProps/core.xml"/></Relationships>'),
        ("docProps/core.xml", core),
        (main, kind)] + [(name, content) for name, content, _ in parts])


def docx(text):
    def paragraph(line, bold):
        run = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">' \
              f'{escape(line)}</w:t></w:r>'
        return f"<w:p>{run}</w:p>"
    lines = [line for line in text.strip().split("\n") if line.strip()]
    body = "".join(paragraph(line, number == 0) for number, line in enumerate(lines))
    return package(
        XML + f'<w:document xmlns:w="{OPEN}/wordprocessingml/2006/main"><w:body>{body}</w:body>'
        '</w:document>', "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", [])


def xlsx(sheet_name, rows):
    def cell(column, row, value):
        name = chr(ord("A") + column) + str(row)
        return "" if value == "" else (f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">'
                                       f'{escape(value)}</t></is></c>')
    data = "".join(
        f'<row r="{r}">' + "".join(cell(c, r, value) for c, value in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return package(
        XML + f'<workbook xmlns="{OPEN}/spreadsheetml/2006/main" '
        f'xmlns:r="{OPEN}/officeDocument/2006/relationships"><sheets>'
        f'<sheet name="{escape(sheet_name)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/workbook.xml", kind + ".sheet.main+xml",
        [("xl/_rels/workbook.xml.rels",
          XML + f'<Relationships xmlns="{OPEN}/package/2006/relationships">'
          f'<Relationship Id="r1" Type="{OPEN}/officeDocument/2006/relationships/worksheet" '
          'Target="worksheets/sheet1.xml"/></Relationships>',
          "application/vnd.openxmlformats-package.relationships+xml"),
         ("xl/worksheets/sheet1.xml",
          XML + f'<worksheet xmlns="{OPEN}/spreadsheetml/2006/main"><sheetData>{data}</sheetData>'
          '</worksheet>', kind + ".worksheet+xml")])
