"""
Word 97-2003 files (doc): the text by its piece table, without any foreign program.

Layout: the FIB at the start of the stream WordDocument tells which table stream holds the Clx; its piece
table says where each stretch of characters stands and whether it is one byte (Latin) or two (UTF-16) a
character. Cell and row ends are marks in the text; row ends are told by the paragraph properties.
Reference: [MS-DOC] 2.5 (FIB), 2.9.38 (Clx), 2.9.177 (PlcPcd), 2.9.175 (PapxFkp).
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from dataclasses import dataclass

import olefile

from yizheng.document.reading.blocks import Block, Cell, Document, Line, Table
from yizheng.document.reading.encodings import clean
from yizheng.document.reading.limits import MAX_CHARACTERS, check_length
from yizheng.document.reading.refusals import ReadingRefused

MAGIC = 0xA5EC
OLDEST = 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
AT_MAIN_LENGTH, AT_PAPX, AT_CLX = 0x004C, 0x0102, 0x01A2
COMPRESSED = 0x40000000
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
FKP = 512
CELL, FIELD_BEGIN, FIELD_SPLIT, FIELD_END = "\x07", "\x13", "\x14", "\x15"
SIGNS = {"\x0b": "\n", "\x0c": "\r", "\x0e": "\r", "\x1e": "-", "\x1f": "", "\xa0": " "}
SILENT = {chr(code) for code in range(32)} - {"\t", "\n", "\r", CELL}


@dataclass(frozen=True)
class Mark:
    """A character; `row_end` closes a table row, `inside` is text of a table cell."""

    char: str
    inside: bool = False
    row_end: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of text and where its first byte stands; `width` is bytes a character."""

    text: str
    offset: int
    width: int


def read_doc(content: bytes) -> Document:
    """Raises: ReadingRefused for a password, for files older than Word 97, and for anything damaged."""
    try:
        main, table = _streams(content)
        pieces = _pieces(main, table)
        ranges = _table_ranges(main, table)
    except (struct.error, OSError, ValueError, IndexError) as error:
        raise ReadingRefused.because("legacy_word") from error
    builder = Builder()
    for mark in _marks(pieces, ranges):
        builder.take(mark)
    return Document("doc", tuple(builder.finish()))


def _streams(content: bytes) -> tuple[bytes, bytes]:
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        if ole.exists("EncryptedPackage"):
            raise ReadingRefused.because("encrypted")
        if any("VBA" in part.upper() for path in ole.listdir() for part in path):
            raise ReadingRefused.because("macros")
        if not ole.exists("WordDocument"):
            raise ReadingRefused.because("unknown_kind")
        main = ole.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", main, 0)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if flags & ENCRYPTED:
            raise ReadingRefused.because("encrypted")
        if magic != MAGIC or version < OLDEST:
            raise ReadingRefused.because("legacy_word")
        return main, ole.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()


def _pieces(main: bytes, table: bytes) -> list[Piece]:
    (length,) = struct.unpack_from("<i", main, AT_MAIN_LENGTH)
    if not 0 <= length <= MAX_CHARACTERS:
        check_length(" " * (MAX_CHARACTERS + 1))
    plc = _piece_table(table, *struct.unpack_from("<II", main, AT_CLX))
    count = (len(plc) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", plc, 0)
    pieces = []
    for index in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        size = min(starts[index + 1], length) - starts[index]
        if size > 0:
            pieces.append(_piece(main, place, size))
    return pieces


def _piece_table(table: bytes, start: int, length: int) -> bytes:
    """The PlcPcd behind the property blocks of the Clx."""
    clx = table[start : start + length]
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]


def _piece(main: bytes, place: int, size: int) -> Piece:
    if place & COMPRESSED:
        offset = (place & ~COMPRESSED) // 2
        return Piece(main[offset : offset + size].decode("cp1252", errors="replace"), offset, 1)
    offset = place
    return Piece(main[offset : offset + 2 * size].decode("utf-16-le", errors="replace"), offset, 2)


def _table_ranges(main: bytes, table: bytes) -> list[tuple[int, int, bool]]:
    """Byte ranges of paragraphs in tables, in order, and whether each is a row end; empty when not told."""
    start, length = struct.unpack_from("<II", main, AT_PAPX)
    if length < 8:
        return []
    count = (length - 4) // 8
    pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
    return sorted(found for page in pages for found in _page_ranges(main[page * FKP : (page + 1) * FKP]))


def _page_ranges(page: bytes) -> list[tuple[int, int, bool]]:
    if len(page) < FKP:
        return []
    count = page[-1]
    limits = struct.unpack_from(f"<{count + 1}I", page, 0)
    found = []
    for index in range(count):
        at = page[4 * (count + 1) + 13 * index] * 2
        properties = _properties(page, at) if at else b""
        if IN_TABLE in properties:
            found.append((limits[index], limits[index + 1], ROW_END in properties))
    return found


def _properties(page: bytes, at: int) -> bytes:
    words = page[at]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if words == 0 else page[at + 1 : at + 2 * words]


def _marks(pieces: list[Piece], ranges: list[tuple[int, int, bool]]) -> list[Mark]:
    """Every printed character with its place in a table; without properties the places are guessed."""
    starts = [start for start, _, _ in ranges]
    marks: list[Mark] = []
    for piece in pieces:
        for index, char in enumerate(piece.text):
            offset = piece.offset + index * piece.width
            row = bisect_right(starts, offset) - 1
            inside = row >= 0 and offset < ranges[row][1]
            marks.append(Mark(char, inside, inside and char == CELL and ranges[row][2]))
    kept = _without_fields(marks)
    return kept if ranges else _guessed(kept)


def _without_fields(marks: list[Mark]) -> list[Mark]:
    """Field codes go, their results stay."""
    kept: list[Mark] = []
    fields: list[bool] = []
    for mark in marks:
        if mark.char == FIELD_BEGIN:
            fields.append(True)
        elif mark.char == FIELD_SPLIT and fields:
            fields[-1] = False
        elif mark.char == FIELD_END and fields:
            fields.pop()
        elif not any(fields) and mark.char not in SILENT - set(SIGNS):
            kept.append(Mark(SIGNS.get(mark.char, mark.char), mark.inside, mark.row_end))
    return kept


def _guessed(marks: list[Mark]) -> list[Mark]:
    """Row ends of a file without properties: the first empty cell of a table ends its first row."""
    result = list(marks)
    width, cells, empty = 0, 0, True
    for index, mark in enumerate(marks):
        if mark.char != CELL:
            width = 0 if mark.char == "\r" and cells == 0 else width
            empty = False
            continue
        ends_row = cells == width if width else empty and cells > 0
        if ends_row:
            width, cells = cells, 0
            result[index] = Mark(CELL, True, True)
        else:
            cells += 1
        empty = True
    return result


class Builder:
    """Turns the marked characters into lines and tables."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.number = 0
        self.text = ""
        self.cells: list[str] = []
        self.rows: list[list[str]] = []

    def take(self, mark: Mark) -> None:
        if mark.row_end:
            self.rows.append(self.cells)
            self.cells, self.text = [], ""
        elif mark.char == CELL:
            self.cells.append(clean(self.text).strip())
            self.text = ""
        elif mark.char == "\r" and not mark.inside and not self.cells:
            self.put_line()
        else:
            self.text += "\n" if mark.char == "\r" else mark.char

    def finish(self) -> list[Block]:
        """What is left at the end of the text; cells without a row end are kept as a line."""
        if self.cells or self.text.strip():
            self.text = "\t".join([*self.cells, self.text])
            self.cells = []
            self.put_line()
        self._put_table()
        return self.blocks

    def put_line(self) -> None:
        self._put_table()
        pieces = clean(self.text).split("\n")
        for piece in pieces:
            self.number += 1
            self.blocks.append(Line(self.number, piece, whole=len(pieces) == 1))
        self.text = ""

    def _put_table(self) -> None:
        if not self.rows:
            return
        width = max(map(len, self.rows))
        rows = tuple(tuple(Cell(text) for text in row + [""] * (width - len(row))) for row in self.rows)
        self.blocks.append(Table(self.number + 1, rows))
        self.number += len(rows)
        self.rows = []
