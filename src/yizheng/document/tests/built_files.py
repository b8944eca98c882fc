"""Files built by hand for the tests: PDF pages, old Word files, Word packages; all their text is invented."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


# --- PDF -------------------------------------------------------------------------------------------------


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose one font has a ToUnicode map, a line of text after the other on every page."""
    chars = sorted({char for page in pages for line in page for char in line})
    codes = {char: index for index, char in enumerate(chars, start=1)}
    count = len(pages)
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_unicode_map(codes)),
    ]
    for index, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(_page_text(page, codes)))
    return _pdf_file(objects)


def _stream(content: str) -> bytes:
    body = content.encode("ascii")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)


def _unicode_map(codes: dict[str, int]) -> str:
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    ranges = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Sample def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{ranges}\nendcmap end end"
    )


def _page_text(lines: Sequence[str], codes: dict[str, int]) -> str:
    shown = []
    for index, line in enumerate(lines):
        text = "".join(f"{codes[char]:04X}" for char in line)
        shown.append(f"BT /F1 11 Tf 60 {800 - 16 * index} Td <{text}> Tj ET")
    return "\n".join(shown)


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


# --- old Word files --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """A piece of an old Word file: its text, stored in one byte a character or in two."""

    text: str
    compressed: bool = False


def doc(
    stretches: Sequence[Stretch],
    *,
    paragraphs: Sequence[tuple[int, bool, bool]] = (),
    flags: int = 0,
    version: int = 0x00C1,
    streams: dict[str, bytes] | None = None,
) -> bytes:
    """
    An old Word file of the given pieces.

    `paragraphs` holds (length in characters, in a table, row end) of every paragraph, for files that tell where
    their tables are; every such file here has one uncompressed piece.
    """
    main = bytearray(0x800)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<i", main, 0x4C, sum(len(stretch.text) for stretch in stretches))
    places = []
    for stretch in stretches:
        offset = len(main)
        places.append(offset * 2 | 0x40000000 if stretch.compressed else offset)
        main += stretch.text.encode("cp1252" if stretch.compressed else "utf-16-le")
    table = bytearray(_clx(stretches, places))
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    if paragraphs:
        _add_properties(main, table, paragraphs)
    name = "1Table" if flags & 0x0200 else "0Table"
    return compound({"WordDocument": bytes(main), name: bytes(table), **(streams or {})})


def _clx(stretches: Sequence[Stretch], places: Sequence[int]) -> bytes:
    limits = [0]
    for stretch in stretches:
        limits.append(limits[-1] + len(stretch.text))
    plc = struct.pack(f"<{len(limits)}I", *limits)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    properties = b"\x01" + struct.pack("<H", 3) + b"\x35\x08\x01"
    return properties + b"\x02" + struct.pack("<I", len(plc)) + plc


def _add_properties(main: bytearray, table: bytearray, paragraphs: Sequence[tuple[int, bool, bool]]) -> None:
    """One page of paragraph properties behind the text, and the table that leads to it."""
    main += bytes(-len(main) % SECTOR)
    number = len(main) // SECTOR
    limits = [0x800]
    for length, _, _ in paragraphs:
        limits.append(limits[-1] + 2 * length)
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    at = SECTOR - 2
    for index, (_, inside, row_end) in enumerate(paragraphs):
        body = _paragraph_properties(inside=inside, row_end=row_end)
        if body:
            at -= len(body) + len(body) % 2
            page[at : at + len(body)] = body
            page[4 * len(limits) + 13 * index] = at // 2
    page[-1] = len(paragraphs)
    main += page
    start = len(table)
    table += struct.pack("<III", limits[0], limits[-1], number)
    struct.pack_into("<II", main, 0x102, start, 12)


def _paragraph_properties(*, inside: bool, row_end: bool) -> bytes:
    if not inside:
        return b""
    if row_end:
        return b"\x00\x04" + b"\x00\x00" + b"\x16\x24\x01\x17\x24\x01"
    return b"\x03" + b"\x00\x00" + b"\x16\x24\x01"


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with the streams in its root; every stream is padded so that none is a small one."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    padded = {name: streams[name] + bytes(max(0, 4096 - len(streams[name]))) for name in names}
    sectors, starts, chains = [], {}, []
    for name in names:
        body = padded[name] + bytes(-len(padded[name]) % SECTOR)
        starts[name] = len(chains)
        pieces = [body[at : at + SECTOR] for at in range(0, len(body), SECTOR)]
        chains += [*range(len(chains) + 1, len(chains) + len(pieces)), END]
        sectors += pieces
    directory = _directory(names, starts, {name: len(padded[name]) for name in names})
    directory_start = len(chains)
    count = len(directory) // SECTOR
    chains += [*range(directory_start + 1, directory_start + count), END]
    sectors += [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    fat_start = len(chains)
    fat_count = -(-(len(chains) + 1) // 127)
    chains += [FAT_SECTOR] * fat_count
    chains += [FREE] * (128 * fat_count - len(chains))
    fat = struct.pack(f"<{len(chains)}I", *chains)
    places = [fat_start + index for index in range(fat_count)] + [FREE] * (109 - fat_count)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, directory_start, 0, 4096, END, 0, END, 0
    )
    head += struct.pack("<109I", *places)
    return head + b"".join(sectors) + fat


def _directory(names: Sequence[str], starts: dict[str, int], sizes: dict[str, int]) -> bytes:
    """Root and its streams; each stream hangs to the right of the one before."""
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for index, name in enumerate(names, start=1):
        right = index + 1 if index < len(names) else FREE
        entries.append(_entry(name, 2, starts[name], sizes[name], right=right))
    while len(entries) % 4:
        entries.append(_entry("", 0, 0, 0))
    return b"".join(entries)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    label = name.encode("utf-16-le")
    length = len(label) + 2 if name else 0
    head = label.ljust(64, b"\x00") + struct.pack("<HBB", length, kind, 1)
    return head + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


# --- Word packages ---------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.{kind}.main+xml"/></Types>'
)


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, *, kind: str = "openxmlformats-officedocument.wordprocessingml.document", **parts: str) -> bytes:
    """A Word package with the given body; further parts by name, `numbering` for word/numbering.xml."""
    extra = {f"word/{name}.xml": f'<?xml version="1.0" encoding="UTF-8"?>{text}' for name, text in parts.items()}
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": TYPES.format(kind=kind), "word/document.xml": document, **extra})


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    inner = f"<w:rPr>{run}</w:rPr>" if run else ""
    outer = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{outer}<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    inner = "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"
