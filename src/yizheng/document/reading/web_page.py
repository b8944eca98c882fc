"""Web pages: the text of the page in order, tables with their spans; scripts never run and are not read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from yizheng.document.reading.blocks import Block, Cell, Document, Dropped, Line, Table
from yizheng.document.reading.encodings import clean, decode
from yizheng.document.reading.limits import check_length
from yizheng.document.reading.refusals import ReadingRefused

Node = Any
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
SILENT = ("script", "style", "noscript", "template", "iframe", "object", "svg", "head", "select", "textarea", "canvas")
FRAME = {"nav": "网页导航", "footer": "网站页脚", "form": "站内搜索", "button": "网页按钮"}
HINTS = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|menu|breadcrumbs?|crumbs?|footer?|foot|copyright|share|bdshare|sidebar|search|"
    r"related|pagination|pager|login|toolbar|print|close)(?:$|[\s_-]|\d)",
    re.I,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|h[1-6r]|header|html|"
    r"li|main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
MAX_SPAN = 200
MAX_DEPTH = 400


def read_html(content: bytes) -> Document:
    """Raises: ReadingRefused when there is no page to read."""
    declared = CHARSET.search(content[:4096])
    text, encoding = decode(content, declared[1].decode("ascii") if declared else "")
    check_length(text)
    root = _root(text)
    title = clean(" ".join(root.xpath("//title//text()"))).strip()
    etree.strip_elements(root, *SILENT, with_tail=False)
    reader = PageReader()
    reader.read(root, 0)
    reader.flush()
    return Document("html", tuple(reader.blocks), encoding, title, tuple(reader.dropped))


def _root(text: str) -> Node:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadingRefused.because("damaged") from error
    if root is None:
        raise ReadingRefused.because("no_text")
    return root


@dataclass
class PageReader:
    """Collects text up to the end of each block element; <br> ends a line but not a paragraph."""

    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    number: int = 0
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    bold: int = 0
    heading: int = 0
    centred: int = 0

    def read(self, node: Node, depth: int) -> None:
        """One element with all that is in it; its tail text belongs to the parent."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or depth > MAX_DEPTH or HIDDEN.search(node.get("style") or ""):
            return
        if tag == "br":
            self.pieces.append(("\n", False))
        elif why := _frame_reason(node, tag):
            self._drop(node, why)
        elif tag == "table" and is_data_table(node):
            self._put_table(node)
        else:
            self._read_inside(node, tag, depth)

    def _read_inside(self, node: Node, tag: str, depth: int) -> None:
        is_block = BLOCKS.fullmatch(tag) is not None
        if is_block:
            self.flush()
        bold, heading, centred = _look(node, tag)
        self.bold, self.heading = self.bold + bold, heading or self.heading
        self.centred += centred
        self._text(node.text)
        for child in node:
            self.read(child, depth + 1)
            self._text(child.tail)
        if is_block:
            self.flush()
        self.bold -= bold
        self.centred -= centred
        self.heading = 0 if heading else self.heading

    def _text(self, text: str | None) -> None:
        if text:
            self.pieces.append((re.sub(r"[ \t\r\n\f]+", " ", clean(text)), self.bold > 0))

    def flush(self) -> None:
        """End the paragraph; empty ones leave an empty line only after <br><br>."""
        lines: list[tuple[str, list[tuple[int, int]]]] = [("", [])]
        for text, bold in self.pieces:
            if text == "\n":
                lines.append(("", []))
                continue
            before, ranges = lines[-1]
            if bold and text.strip():
                ranges.append((len(before), len(before) + len(text)))
            lines[-1] = (before + text, ranges)
        self.pieces = []
        self._put_lines(lines)

    def _put_lines(self, lines: list[tuple[str, list[tuple[int, int]]]]) -> None:
        if not any(text.strip() for text, _ in lines):
            return
        whole = len(lines) == 1
        for text, ranges in lines:
            self.number += 1
            line = Line(self.number, text.rstrip(), whole, tuple(ranges), self.heading, self.centred > 0)
            self.blocks.append(line)

    def _drop(self, node: Node, why: str) -> None:
        self.flush()
        text = _text_of(node)
        if text:
            self.number += 1
            self.dropped.append(Dropped(self.number, text, why))

    def _put_table(self, node: Node) -> None:
        self.flush()
        rows = grid(node)
        self.blocks.append(Table(self.number + 1, tuple(map(tuple, rows))))
        self.number += len(rows)


def _look(node: Node, tag: str) -> tuple[int, int, int]:
    """Bold, heading level and centring that an element brings."""
    style = (node.get("style") or "").replace(" ", "").lower()
    bold = tag in {"b", "strong"} or "font-weight:bold" in style or re.search(r"font-weight:[6-9]00", style) is not None
    heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
    centred = tag == "center" or (node.get("align") or "").lower() == "center" or "text-align:center" in style
    return int(bold), heading, int(centred)


def _frame_reason(node: Node, tag: str) -> str:
    """Why an element is the frame of the page; never one that holds sentences or a data table."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    hinted = HINTS.search(names) if tag in {"div", "ul", "ol", "section", "aside", "td", "table", "p", "span"} else None
    why = FRAME.get(tag) or ("网页导航" if hinted else "")
    if not why or node.xpath(".//h1"):
        return ""
    text = _text_of(node)
    return "" if len(re.findall(r"[。；]", text)) > 1 else why


def _text_of(node: Node) -> str:
    return re.sub(r"\s+", " ", clean(" ".join(node.itertext()))).strip()


def is_data_table(node: Node) -> bool:
    """Whether a table holds rows of short cells, and not the layout of the page."""
    if node.xpath(".//table"):
        return False
    rows = node.xpath(".//tr")
    widths = sorted(len(row.xpath("./td|./th")) for row in rows)
    if len(rows) < 2 or not widths or widths[-1] < 2:
        return False
    lengths = sorted(len(_text_of(cell)) for cell in node.xpath(".//td|.//th"))
    return lengths[len(lengths) // 2] < 200 and lengths[-1] < 3000


def grid(node: Node) -> list[list[Cell]]:
    """Rows of equal length with row and column spans spread out."""
    hanging: dict[int, tuple[int, str]] = {}
    rows: list[list[Cell]] = []
    for row in node.xpath(".//tr"):
        cells: list[Cell] = []
        for cell in row.xpath("./td|./th"):
            _hang(cells, hanging)
            text, down, right = _cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")
            for offset in range(right):
                if down > 1:
                    hanging[len(cells)] = (down - 1, text)
                cells.append(Cell(text, "left" if offset else "own"))
        _hang(cells, hanging)
        rows.append(cells)
    width = max(map(len, rows))
    return [row + [Cell("")] * (width - len(row)) for row in rows if any(cell.text for cell in row)]


def _hang(cells: list[Cell], hanging: dict[int, tuple[int, str]]) -> None:
    """Fill the columns that a cell from above still covers."""
    while len(cells) in hanging:
        column = len(cells)
        left, text = hanging[column]
        cells.append(Cell(text, "above"))
        if left > 1:
            hanging[column] = (left - 1, text)
        else:
            del hanging[column]


def _span(cell: Node, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), MAX_SPAN) if text.isdecimal() else 1


def _cell_text(cell: Node) -> str:
    reader = PageReader()
    reader.read(cell, 0)
    reader.flush()
    return "\n".join(block.text.strip() for block in reader.blocks if isinstance(block, Line) and block.text.strip())
