"""The one door for files: sizes and kinds are checked, then the right reader is asked."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from yizheng.document.reading.blocks import Document, Line
from yizheng.document.reading.kinds import kind_of
from yizheng.document.reading.limits import check_size
from yizheng.document.reading.refusals import ReadingRefused

READERS = {
    "txt": ("plain_text", "read_text"),
    "docx": ("word", "read_docx"),
    "doc": ("legacy_word", "read_doc"),
    "pdf": ("pdf", "read_pdf"),
    "html": ("web_page", "read_html"),
}
REFUSED_KINDS = {"program": "program", "rtf": "legacy_word", "other": "unknown_kind"}


def read(content: bytes, name: str = "") -> Document:
    """
    Read a file of any kind we know into lines and tables; `name` is never trusted.

    Raises: ReadingRefused with a sentence for the person who chose the file.
    """
    check_size(content)
    kind = kind_of(content)
    if kind in REFUSED_KINDS:
        raise ReadingRefused.because(REFUSED_KINDS[kind])
    document = _reader(kind)(content)
    if not any(
        (isinstance(block, Line) and block.text.strip()) or not isinstance(block, Line) for block in document.blocks
    ):
        raise ReadingRefused.because("no_text")
    return document


def read_path(path: str | Path) -> Document:
    """Raises: ReadingRefused, also when there is no such file."""
    place = Path(path)
    try:
        if place.stat().st_size == 0:
            raise ReadingRefused.because("empty")
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise ReadingRefused.because("missing", name=place.name) from error
    except OSError as error:
        raise ReadingRefused.because("not_a_file", name=place.name) from error
    return read(content, place.name)


def _reader(kind: str) -> Callable[[bytes], Document]:
    """Readers are loaded when needed: a text file need not wait for the Word and PDF libraries."""
    module, function = READERS[kind]
    reader: Callable[[bytes], Document] = getattr(import_module(f"yizheng.document.reading.{module}"), function)
    return reader
