"""Word files (docx): paragraphs with their automatic numbers, tables with their merged cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from yizheng.document.reading.blocks import Block, Cell, Document, Dropped, Line, Table
from yizheng.document.reading.encodings import clean
from yizheng.document.reading.limits import MAX_CHARACTERS, check_length, open_zip
from yizheng.document.reading.numbering_marks import Numbering
from yizheng.document.reading.refusals import ReadingRefused
from yizheng.document.reading.xml_parts import (
    Node,
    Style,
    W,
    paragraph_settings,
    parse_part,
    read_numbering,
    read_styles,
    switched_on,
    value,
)

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CONTAINERS = {W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins", W + "moveTo"}
SKIPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", W + "pPr", W + "rPr", FALLBACK}
CONTENTS = re.compile(r"toc\s*\d|TOC\d", re.I)


def read_docx(content: bytes) -> Document:
    """Raises: ReadingRefused for macros, for a package that is no Word file, and for a damaged one."""
    with open_zip(content) as archive:
        _refuse_macros(archive)
        root = parse_part(archive, _main_part(archive))
        if root is None or root.find(W + "body") is None:
            raise ReadingRefused.because("unknown_kind")
        styles = read_styles(parse_part(archive, "word/styles.xml"))
        reader = BodyReader(styles, read_numbering(parse_part(archive, "word/numbering.xml")))
        reader.read(root.find(W + "body"))
    return Document(kind="docx", blocks=tuple(reader.blocks), dropped=tuple(reader.dropped))


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise ReadingRefused.because("macros")
    types = parse_part(archive, "[Content_Types].xml")
    if types is None:
        raise ReadingRefused.because("unknown_kind")
    if any("macroenabled" in (node.get("ContentType") or "").lower() for node in types):
        raise ReadingRefused.because("macros")


def _main_part(archive: zipfile.ZipFile) -> str:
    relations = parse_part(archive, "_rels/.rels")
    for node in [] if relations is None else relations.iter(RELATIONS):
        if (node.get("Type") or "").endswith("/officeDocument"):
            return (node.get("Target") or "").lstrip("/")
    return "word/document.xml"


@dataclass
class BodyReader:
    """Walks the body once; every printed line and every table row takes the next line number."""

    styles: dict[str, Style]
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    number: int = 0
    characters: int = 0

    def read(self, body: Node) -> None:
        for child in body:
            if child.tag == W + "p":
                self._read_paragraph(child)
            elif child.tag == W + "tbl":
                self._read_table(child)
            elif child.tag in CONTAINERS:
                self.read(child)

    def _read_paragraph(self, node: Node) -> None:
        style = self._style(node)
        lines = self._printed(node, style)
        if CONTENTS.match(style.name):
            self.number += 1
            self.dropped.append(Dropped(self.number, "".join(text for text, _ in lines), "目录"))
            return
        for text, bold in lines:
            self._put(text, bold, style, whole=len(lines) == 1)
        for box in _text_boxes(node):
            self.read(box)

    def _put(self, text: str, bold: tuple[tuple[int, int], ...], style: Style, *, whole: bool) -> None:
        self.number += 1
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            check_length(" " * self.characters)
        heading = (style.outline + 1) if style.outline is not None and style.outline < 9 else 0
        self.blocks.append(Line(self.number, text, whole, bold, heading, bool(style.centred)))

    def _style(self, node: Node) -> Style:
        """The paragraph's own settings over those of its style."""
        properties = node.find(W + "pPr")
        base = self.styles.get(value(properties, "pStyle") or "", Style())
        own = paragraph_settings(properties)
        return Style(
            name=base.name,
            bold=base.bold,
            centred=base.centred if own.centred is None else own.centred,
            outline=base.outline if own.outline is None else own.outline,
            list_id=own.list_id if own.list_id is not None else base.list_id,
            list_level=own.list_level if own.list_level is not None else base.list_level,
        )

    def _printed(self, node: Node, style: Style) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
        """Lines of a paragraph with its automatic number in front; a line break starts a new line."""
        runs = list(_runs(node, bool(style.bold)))
        if any(text.strip() for text, _ in runs) and style.list_id not in {None, "0"}:
            runs.insert(0, (self._mark(style, runs), False))
        return _lines(runs)

    def _mark(self, style: Style, runs: list[tuple[str, bool]]) -> str:
        mark = self.numbering.next(style.list_id or "", style.list_level or 0)
        return mark + (" " if mark and next((t for t, _ in runs if t), "")[:1].isdigit() else "")

    def _read_table(self, node: Node) -> None:
        rows = _grid(node, self)
        if not rows:
            return
        if len(rows[0]) == 1 and len(rows) == 1:
            for text in rows[0][0].text.split("\n"):
                self._put(text, (), Style(), whole=True)
            return
        self.blocks.append(Table(self.number + 1, tuple(map(tuple, rows))))
        self.number += len(rows)

    def cell_text(self, cell: Node) -> str:
        """Paragraphs of a cell, one a line; a table inside a cell becomes its text."""
        texts = []
        for node in cell.iter(W + "p"):
            texts += [text.strip() for text, _ in self._printed(node, self._style(node))]
        return "\n".join(text for text in texts if text)


def _text_boxes(node: Node) -> list[Node]:
    boxes = list(node.iter(W + "txbxContent"))
    return [box for box in boxes if not any(parent.tag == FALLBACK for parent in box.iterancestors())]


def _runs(node: Node, bold: bool) -> Iterator[tuple[str, bool]]:
    """Text and boldness in order, without deleted or hidden text and field codes."""
    for child in node:
        if child.tag in SKIPPED or child.tag == W + "txbxContent":
            continue
        if child.tag == W + "r":
            yield from _run(child, bold)
        elif len(child):
            yield from _runs(child, bold)


SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}


def _run(run: Node, bold: bool) -> Iterator[tuple[str, bool]]:
    properties = run.find(W + "rPr")
    if switched_on(properties, "vanish"):
        return
    own = switched_on(properties, "b")
    text = "".join((child.text or "") if child.tag == W + "t" else SIGNS.get(child.tag, "") for child in run)
    yield clean(text), bold if own is None else own


def _lines(runs: list[tuple[str, bool]]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    lines: list[tuple[str, list[tuple[int, int]]]] = [("", [])]
    for text, bold in runs:
        for index, piece in enumerate(text.split("\n")):
            if index:
                lines.append(("", []))
            before, ranges = lines[-1]
            if bold and piece:
                ranges.append((len(before), len(before) + len(piece)))
            lines[-1] = (before + piece, ranges)
    return [(text, tuple(ranges)) for text, ranges in lines]


def _grid(node: Node, reader: BodyReader) -> list[list[Cell]]:
    """Rows of equal length; a merged cell repeats the text of the cell it belongs to."""
    rows: list[list[Cell]] = []
    for row in _children(node, "tr"):
        cells: list[Cell] = []
        for cell in _children(row, "tc"):
            cells += _spread(cell, rows, len(cells), reader)
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return [row + [Cell("")] * (width - len(row)) for row in rows]


def _children(node: Node, name: str) -> Iterator[Node]:
    """Rows or cells, also inside content controls, but not those of inner tables."""
    for child in node:
        if child.tag == W + name:
            yield child
        elif child.tag in CONTAINERS:
            yield from _children(child, name)


def _spread(cell: Node, above: list[list[Cell]], column: int, reader: BodyReader) -> list[Cell]:
    properties = cell.find(W + "tcPr")
    span = value(properties, "gridSpan") or "1"
    merged = value(properties, "vMerge")
    text = reader.cell_text(cell)
    if merged is not None and merged != "restart" and above and column < len(above[-1]):
        first = Cell(above[-1][column].text, "above")
    else:
        first = Cell(text)
    copies = int(span) - 1 if span.isdecimal() and int(span) < 64 else 0
    return [first, *[Cell(first.text, "left")] * copies]
