"""PDF files with text; running heads and page numbers are taken out, scans are refused."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from yizheng.document.reading.blocks import Document, Dropped, Line
from yizheng.document.reading.encodings import clean
from yizheng.document.reading.limits import check_length
from yizheng.document.reading.pdf_fonts import fonts_read_once
from yizheng.document.reading.refusals import ReadingRefused

MAX_PAGES = 3000
EDGE_LINES = 2
PAGE_NUMBER = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–－~·\s]*|第\s*\d+\s*页\s*[，,/]?\s*共\s*\d+\s*页|\d+\s*/\s*\d+"
)
BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u4e00-\u9fff，。、；：“”（）《》])[ ]+(?=[\u4e00-\u9fff，。、；：“”（）《》])")
DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError)


def read_pdf(content: bytes) -> Document:
    """Raises: ReadingRefused for a file with a password, for scans and for a damaged file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = _pages(content)
    check_length("\n".join("\n".join(page) for page in pages))
    repeated = _running_heads(pages)
    lines: list[Line] = []
    dropped: list[Dropped] = []
    number = 0
    for page in pages:
        for index, text in enumerate(page):
            number += 1
            why = _why(text, index, len(page), repeated)
            if why:
                dropped.append(Dropped(number, text.strip(), why))
            lines.append(Line(number, "" if why else _unspaced(text)))
        number += 1
        lines.append(Line(number, ""))
    return Document("pdf", tuple(lines), dropped=tuple(dropped))


def _pages(content: bytes) -> list[list[str]]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingRefused.because("encrypted")
        if len(reader.pages) > MAX_PAGES:
            raise ReadingRefused.because("too_large", limit=f"{MAX_PAGES}页")
        with fonts_read_once():
            return [_page_lines(page.extract_text() or "") for page in reader.pages]
    except DAMAGE as error:
        raise ReadingRefused.because("damaged") from error


def _page_lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in clean(text).split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _unspaced(text: str) -> str:
    """Typesetters' gaps between single ideographs go; wide gaps (columns, padded names) stay."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)


def _edges(page: list[str]) -> list[tuple[int, str]]:
    filled = [(index, text) for index, text in enumerate(page) if text.strip()]
    return filled[:EDGE_LINES] + filled[-EDGE_LINES:]


def _running_heads(pages: list[list[str]]) -> set[str]:
    """Lines at the edge of at least three pages and of half of them, page numbers apart."""
    counts = Counter(key for page in pages for key in {_key(text) for _, text in _edges(page)} if key)
    return {key for key, count in counts.items() if count >= max(3, len(pages) // 2)}


def _key(text: str) -> str:
    return re.sub(r"[\d\s\-—–－·~]+", "", text)


def _why(text: str, index: int, size: int, repeated: set[str]) -> str:
    near_edge = index < EDGE_LINES + 1 or index >= size - EDGE_LINES - 1
    if not near_edge or not text.strip():
        return ""
    if PAGE_NUMBER.fullmatch(text.strip()):
        return "页码"
    return "页眉页脚" if _key(text) in repeated else ""
