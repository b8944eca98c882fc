"""批转: the Party committee issues the plan again under its own notice, which is recorded as received (F030)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.ui.tags.marks import long_date

ORDER: tuple[tuple[str, ...], ...] = (
    ("县委", "区委", "市委", "省委", "党委", "镇委", "街道党工委", "党工委"),
    ("人大",),
    ("政府", "街道办"),
    ("政协",),
    ("监委", "纪委"),
    ("法院",),
    ("检察院",),
    ("人武部", "武装部", "军分区", "警备区"),
    ("工会", "总工会", "团委", "共青团", "妇联", "工商联", "文联", "科协", "残联", "侨联", "台联", "群团"),
)
"""Order of copies: 党委、人大、政府、政协、监委/纪委、法院、检察院、人武部、群团. Rule: office-practice 14."""

FACT_WORDS = (
    ("by", "批转"), ("title", "通知"), ("number", "批转文号"), ("date", "批转日期"), ("addressees", "主送"),
    ("copy_to", "抄送"), ("issued_by", "印发机关"), ("issued", "印发日期"),
)  # fmt: skip

_AGAIN = ("批转", "转发")
_MARKS = "，,；;、\n"


@dataclass(frozen=True)
class Notice:
    """
    A cover notice as received. `dated` is the day of the notice, `printed` the day it was printed (印发日期).

    `to` are the addressees (主送) as printed, `copies` who else gets it (抄送).
    """

    by: str
    title: str
    number: str
    dated: date
    to: str
    copies: tuple[str, ...] = ()
    issued_by: str = ""
    printed: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the notice as the plan keeps it, in the words that an import uses too."""
        return {
            "by": self.by,
            "title": self.title,
            "number": self.number,
            "date": self.dated.isoformat(),
            "addressees": self.to,
            "copy_to": list(in_official_order(self.copies)),
            "issued_by": self.issued_by,
            "issued": self.printed.isoformat() if self.printed else "",
        }


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a list typed with 、 or commas or one a line; a closing full stop is dropped."""
    for mark in _MARKS:
        text = text.replace(mark, "\n")
    found = (name.strip().rstrip("。.") for name in text.split("\n"))
    return tuple(dict.fromkeys(name for name in found if name))


def in_official_order(names: Sequence[str]) -> list[str]:
    """Return copies in official order; what stands on no rank of it keeps its place at the end."""
    return sorted(names, key=_rank)


def _rank(name: str) -> int:
    """纪委 and 政法委 end like a Party committee: the longest word that fits decides."""
    fits = [(len(word), -place) for place, words in enumerate(ORDER) for word in words if word in name]
    return -max(fits)[1] if fits else len(ORDER)


def is_reissue(notice: dict[str, Any] | None) -> bool:
    """
    Tell whether a printed cover notice is one by which another organ issued the plan again (批转、转发).

    The committee's own notice (印发《…》的通知) is none, nor is one of which nobody knows who signed it.
    """
    given = notice or {}
    by = given.get("by") or ""
    return bool(by) and "政协" not in by and any(word in (given.get("title") or "") for word in _AGAIN)


def reissue_facts(reissue: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return what a cover notice of the Party committee says (批转), as terms and values."""
    known = [(label, (reissue or {}).get(name)) for name, label in FACT_WORDS]
    return [(label, _fact(value)) for label, value in known if value]


def _fact(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return str(value)
