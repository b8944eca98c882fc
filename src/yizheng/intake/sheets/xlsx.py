"""
An .xlsx opened row by row: only the table of texts is held in memory.

Its parts come from strangers: a document type is refused, so no entity can grow, and every part is bounded.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from . import refusals
from .cells import Merge, SheetCell, SheetRow, column_of, filled, merge_of, moment_text, number_text
from .limits import (
    MOST_CELL_CHARS,
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SHARED_TEXT_BYTES,
    MOST_SHEETS,
    MOST_UNPACKED_BYTES,
)

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]{1,40})"')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="[A-Z]+\d+:[A-Z]+(\d+)"')
_CHUNK = 1 << 20
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_ID_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class SheetPart:
    """One sheet of a book and the part it lies in."""

    name: str
    part: str
    is_hidden: bool


class XlsxBook:
    """An open book; close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Raises: Refused `broken`, `macros`, `bomb`, `not_a_sheet`, `too_many_sheets`."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise refusals.refused("broken", refusals.BROKEN) from error
        _check_parts(self._zip)
        self.sheets = self._listed()
        if len(self.sheets) > MOST_SHEETS:
            raise refusals.too_many_sheets(len(self.sheets))

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def length(self, sheet: SheetPart) -> int:
        """Return how many rows the file says a sheet has; 0 when it does not say."""
        with self._zip.open(sheet.part) as part:
            found = _DIMENSION.search(part.read(4096))
        return int(found[1]) if found else 0

    def rows(self, sheet: SheetPart) -> Iterator[SheetRow]:
        """
        Yield the rows of a sheet, merged areas filled. Raises: Refused `broken`, `too_long`.

        Merged areas stand at the end of the part: they are looked for first.
        """
        yield from filled(self._plain_rows(sheet), self._merges(sheet), MOST_COLUMNS)

    def _plain_rows(self, sheet: SheetPart) -> Iterator[SheetRow]:
        number = 0
        try:
            for element in self._elements(sheet.part, "row", inside="sheetData"):
                number = int(element.get("r") or number + 1)
                if number > MOST_ROWS:
                    if any(True for _ in _values(element)):
                        raise refusals.too_long(sheet.name)
                    continue
                yield SheetRow(number, self._cells(element), element.get("hidden") in ("1", "true"))
        except (ElementTree.ParseError, zipfile.BadZipFile, ValueError, LookupError, OverflowError, EOFError) as error:
            raise refusals.refused("broken", refusals.BROKEN) from error

    def _cells(self, row: ElementTree.Element) -> dict[int, SheetCell]:
        cells: dict[int, SheetCell] = {}
        column = -1
        for element in row:
            column = column_of(element.get("r", ""), column)
            if column < MOST_COLUMNS and (cell := self._cell(element)) is not None:
                cells[column] = cell
        return cells

    def _cell(self, element: ElementTree.Element) -> SheetCell | None:
        """Return a cell; None where it is empty. A formula without a result is kept to be told of."""
        is_formula, raw = False, None
        for child in element:
            kind = child.tag.rpartition("}")[2]
            if kind == "f":
                is_formula = True
            elif kind == "v":
                raw = child.text
            elif kind == "is":
                raw = _texts(child)
        text = "" if raw is None else self._text(element, raw)[:MOST_CELL_CHARS].strip()
        if not text:
            return SheetCell("", is_formula=True, is_unreckoned=True) if is_formula and raw is None else None
        return SheetCell(text, is_formula=is_formula)

    def _text(self, element: ElementTree.Element, raw: str) -> str:
        kind = element.get("t", "n")
        if kind == "s":
            return self._shared[int(raw)]
        if kind == "b":
            return "是" if raw == "1" else "否"
        if kind == "n":
            return self._number(float(raw), int(element.get("s") or 0))
        return raw

    def _number(self, value: float, style: int) -> str:
        if style in self._date_styles and 0 < value < 100_000:
            moment = from_excel(value, epoch=self._epoch)
            return moment_text(moment) if isinstance(moment, datetime) else str(moment)
        return number_text(value)

    @cached_property
    def _shared(self) -> list[str]:
        """The table of texts. Equal texts are one object already: the format keeps each once."""
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        return [_texts(element) for element in self._elements("xl/sharedStrings.xml", "si", inside="sst")]

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        """The styles that show a number as a date."""
        if "xl/styles.xml" not in self._zip.namelist():
            return frozenset()
        root = self._tree("xl/styles.xml")
        own = {int(e.get("numFmtId", 0)): e.get("formatCode", "") for e in root.iter() if _is(e, "numFmt")}
        looks: Iterable[ElementTree.Element] = next((e for e in root if _is(e, "cellXfs")), ())
        formats = [int(look.get("numFmtId", 0)) for look in looks]
        return frozenset(
            place for place, each in enumerate(formats) if is_date_format(own.get(each, BUILTIN_FORMATS.get(each, "")))
        )

    @cached_property
    def _epoch(self) -> datetime:
        settings = next((e for e in self._tree("xl/workbook.xml") if _is(e, "workbookPr")), None)
        old_mac = settings is not None and settings.get("date1904") in ("1", "true")
        return CALENDAR_MAC_1904 if old_mac else CALENDAR_WINDOWS_1900

    def _listed(self) -> list[SheetPart]:
        try:
            targets = {e.get("Id", ""): _part_of(e.get("Target", "")) for e in self._tree("xl/_rels/workbook.xml.rels")}
            sheets: Iterable[ElementTree.Element] = next(
                (e for e in self._tree("xl/workbook.xml") if _is(e, "sheets")), ()
            )
            listed = [
                SheetPart(e.get("name", ""), targets[_relation(e)], e.get("state", "visible") != "visible")
                for e in sheets
            ]
        except (KeyError, ElementTree.ParseError, zipfile.BadZipFile) as error:
            raise refusals.refused("broken", refusals.BROKEN) from error
        parts = set(self._zip.namelist())
        return [sheet for sheet in listed if sheet.part in parts and "worksheets/" in sheet.part]

    def _merges(self, sheet: SheetPart) -> list[Merge]:
        """Return the merged areas, by looking through the bytes: much quicker than reading the rows twice."""
        found: list[Merge] = []
        kept = b""
        with self._zip.open(sheet.part) as part:
            while chunk := part.read(_CHUNK):
                searched = kept + chunk
                last = 0
                for match in _MERGE.finditer(searched):
                    area, last = merge_of(match[1].decode("ascii", "replace")), match.end()
                    if area is not None and len(found) < MOST_MERGES:
                        found.append(area)
                kept = searched[max(last, len(searched) - 200) :]
        return found

    def _elements(self, part: str, wanted: str, *, inside: str) -> Iterator[ElementTree.Element]:
        """Yield elements one by one and forget them; a document type is refused: no office writes one."""
        with self._zip.open(part) as stream:
            _check_head(self._zip, part)
            parent: ElementTree.Element | None = None
            for event, element in ElementTree.iterparse(_Bounded(stream), ("start", "end")):  # noqa: S314
                if parent is None and event == "start" and _is(element, inside):
                    parent = element
                elif event == "end" and _is(element, wanted):
                    yield element
                    if parent is not None:
                        parent.clear()

    def _tree(self, part: str) -> ElementTree.Element:
        _check_head(self._zip, part)
        with self._zip.open(part) as stream:
            return ElementTree.fromstring(_Bounded(stream).read(MOST_SHARED_TEXT_BYTES))  # noqa: S314


class _Bounded:
    """A stream that refuses to be longer than the whole book may be: what a part claims is not believed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, MOST_UNPACKED_BYTES

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises: Refused `bomb`."""
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise refusals.refused("bomb", refusals.BOMB)
        return chunk


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise refusals.refused("not_a_sheet", refusals.NOT_A_SHEET)
    if any("vbaproject" in name.lower() or "/macrosheets/" in name.lower() for name in names):
        raise refusals.refused("macros", refusals.MACROS)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED_BYTES or texts > MOST_SHARED_TEXT_BYTES or len(parts) > MOST_PARTS:
        raise refusals.refused("bomb", refusals.BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise refusals.refused("old", refusals.OLD)


def _check_head(archive: zipfile.ZipFile, part: str) -> None:
    with archive.open(part) as stream:
        if b"<!DOCTYPE" in stream.read(2048):
            raise refusals.refused("broken", refusals.BROKEN)


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag == name or element.tag.endswith("}" + name)


def _values(row: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (child for cell in row for child in cell if child.text or len(child))


def _texts(element: ElementTree.Element) -> str:
    """The text of all runs; how it is read aloud (rPh, as Japanese has it) is no text."""
    parts: list[str] = []
    for child in element:
        if _is(child, "t"):
            parts.append(child.text or "")
        elif _is(child, "r"):
            parts += [run.text or "" for run in child if _is(run, "t")]
    return "".join(parts)


def _relation(sheet: ElementTree.Element) -> str:
    return sheet.get(_R_ID) or sheet.get(_R_ID_STRICT) or ""


def _part_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
