"""Any file of rows, opened by its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import refusals
from .cells import SheetRow
from .text_table import decoded, rows_of
from .xlsx import SheetPart, XlsxBook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<html", b"<!DOCT", b"<?xml")


@dataclass(frozen=True)
class Sheet:
    """One sheet as listed to a clerk; `length` is what the file says, 0 when it does not."""

    name: str
    is_hidden: bool
    length: int


class Book:
    """An open file of one or more sheets; use it as a context."""

    def __init__(self, path: Path, name: str) -> None:
        """Raises: Refused, with a sentence for every kind of file that is none."""
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith(_OLE):
            raise refusals.refused("old", refusals.OLD)
        self._xlsx = XlsxBook(path) if head.startswith(b"PK") else None
        self._text = "" if self._xlsx else _text_of(path, head)
        self._name = Path(name).stem
        self.sheets = self._listed()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._xlsx is not None:
            self._xlsx.close()

    def rows(self, place: int) -> Iterator[SheetRow]:
        """Yield the rows of a sheet by its place in `sheets`. Raises: Refused `too_long`, `broken`."""
        if self._xlsx is not None:
            return self._xlsx.rows(self._xlsx.sheets[place])
        return rows_of(self._text, self._name)

    def _listed(self) -> list[Sheet]:
        if self._xlsx is None:
            return [Sheet(self._name, False, self._text.count("\n") + 1)]
        return [_sheet(self._xlsx, each) for each in self._xlsx.sheets]


def _sheet(book: XlsxBook, part: SheetPart) -> Sheet:
    return Sheet(part.name, part.is_hidden, book.length(part))


def _text_of(path: Path, head: bytes) -> str:
    if head.startswith(_NO_TABLES):
        raise refusals.refused("not_a_sheet", refusals.NOT_A_SHEET)
    raw = path.read_bytes()
    if b"\x00" in raw[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusals.refused("not_a_sheet", refusals.NOT_A_SHEET)
    return decoded(raw)
