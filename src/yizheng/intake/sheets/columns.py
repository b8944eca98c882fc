"""Which column is which: headers in any order, by what offices call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_ASIDE = re.compile(r"[(（【\[].*?[)）】\]]")
_MARKS = re.compile(r"[\s*＊:：、,，。/／\\|_\-—]+")
JOINT = "／"
"""Stands between the levels of a header: 联系方式／手机."""

_LEAST_WITHIN = 2
"""A synonym of two characters and more is also found inside a longer header."""


@dataclass(frozen=True)
class Field:
    """What a room looks for in a sheet. `synonyms` are whole headers; `label` is one of them."""

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    only_whole: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that means this field, the label first."""
        return (self.label, *self.synonyms)


def bare(header: str) -> str:
    """Return a header without spaces, marks and remarks in brackets: ＊姓　名（必填） is 姓名."""
    folded = unicodedata.normalize("NFKC", header)
    return _MARKS.sub("", _ASIDE.sub("", folded)).lower() or _MARKS.sub("", folded).lower()


def recognise(labels: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """
    Return the column of each field that is there: whole headers before parts of headers, left before right.

    A column is given to one field, a field to one column.
    """
    found: dict[str, int] = {}
    for strict in (True, False):
        for column, label in enumerate(labels):
            if label and column not in found.values():
                name = _meant(label, fields, found, strict=strict)
                if name:
                    found[name] = column
    return found


def _meant(label: str, fields: Sequence[Field], found: dict[str, int], *, strict: bool) -> str | None:
    open_fields = [field for field in fields if field.name not in found]
    if strict:
        readings = _readings(label)
        return next((f.name for r in readings for f in open_fields if r in {bare(n) for n in f.names}), None)
    within = [
        (len(bare(name)), field.name)
        for field in open_fields
        if not field.only_whole
        for name in field.names
        if len(name) >= _LEAST_WITHIN and bare(name) in bare(label)
    ]
    return max(within)[1] if within else None


def _readings(label: str) -> list[str]:
    """A header of two levels is read by its lower level, as a whole, and run together."""
    parts = [bare(part) for part in label.split(JOINT)]
    return list(dict.fromkeys([parts[-1], "".join(parts), *parts[:-1]]))
