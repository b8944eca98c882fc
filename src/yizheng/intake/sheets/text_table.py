"""A .csv as offices save it: UTF-8 or GB18030; commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from . import refusals
from .cells import SheetCell, SheetRow
from .limits import MOST_CELL_CHARS, MOST_COLUMNS, MOST_ROWS

ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(raw: bytes) -> str:
    """Return the text of a csv. Raises: Refused `bad_text`."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusals.refused("bad_text", refusals.BAD_TEXT)


def rows_of(text: str, name: str) -> Iterator[SheetRow]:
    """Yield the rows. Raises: Refused `too_long`, `broken`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, fields in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise refusals.too_long(name)
            texts = ((column, text.strip()[:MOST_CELL_CHARS]) for column, text in enumerate(fields[:MOST_COLUMNS]))
            yield SheetRow(number, {column: SheetCell(text) for column, text in texts if text})
    except csv.Error as error:
        raise refusals.refused("broken", refusals.BROKEN) from error


def _delimiter(text: str) -> str:
    head = text[:5000]
    return max(",;\t", key=head.count)
