"""
Which proposal and unit a sealed scan belongs to, by its file name (office-practice 19). Pure: no database.

Names are written by hand: 第058号-主办.pdf, 058 区住建局.pdf, 平时第３号（分办）住建.jpg.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

ROLES = {"sole": ("单独", "独办"), "host": ("主办",), "separate": ("分办",), "co": ("会办", "协办")}
_FULL = re.compile(r"(平时)?(?:提案)?第0*(\d{1,5})号")
_MARKED = re.compile(r"(平时)?(?:提案)?第?0*(\d{1,5})号")
_BARE = re.compile(r"(平时)?(?:提案)?(?<!\d)0*(\d{1,5})(?![\d年月日.])")
_DATES = re.compile(r"(?:19|20)\d{2}(?:年|[-.]?\d{1,2}[-.]?\d{1,2})")
_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True)
class Candidate:
    """A handling a scan may belong to: number, role, every name of its unit; a later session goes before."""

    handling_id: int
    session_order: int
    is_between: bool
    filed_no: int
    role: str
    names: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Matched:
    """What became of one file name: the handling, or in a sentence why not."""

    name: str
    candidate: Candidate | None
    why: str = ""


def number_in(text: str) -> tuple[bool, int] | None:
    """Return the series (平时 or not) and the number that a text names, None when it names none."""
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    for pattern in (_FULL, _MARKED):
        if found := pattern.search(folded):
            return bool(found[1]), int(found[2])
    found = _BARE.search(_DATES.sub("", folded))
    return (bool(found[1]), int(found[2])) if found else None


def match_all(names: Sequence[str], candidates: Sequence[Candidate]) -> list[Matched]:
    """Return for each file name where it belongs; of two files for one unit only the first is taken."""
    taken: dict[int, str] = {}
    found = []
    for name in names:
        matched = match(name, candidates)
        if matched.candidate is not None:
            first = taken.setdefault(matched.candidate.handling_id, name)
            if first != name:
                matched = Matched(name, None, f"和“{first}”对上了同一个单位。请留下一份。")
        found.append(matched)
    return found


def match(name: str, candidates: Sequence[Candidate]) -> Matched:
    """Return where one file belongs: by number, then by the unit's name, then by the way of handling."""
    number = number_in(PurePath(name).stem)
    if number is None:
        return Matched(name, None, "文件名里没有提案号。请改成 第058号-主办 这样。")
    called = f"{'平时' if number[0] else ''}第{number[1]:03d}号"
    here = _newest([each for each in candidates if (each.is_between, each.filed_no) == number])
    if not here:
        return Matched(name, None, f"没有{called}，或者它不由您这一口交办。")
    return _among(name, called, here)


def _newest(found: Sequence[Candidate]) -> list[Candidate]:
    last = max((each.session_order for each in found), default=0)
    return [each for each in found if each.session_order == last]


def _among(name: str, called: str, here: Sequence[Candidate]) -> Matched:
    stem = _SPACES.sub("", unicodedata.normalize("NFKC", PurePath(name).stem))
    fits = _by_unit(stem, here) or _by_role(stem, here)
    if fits is None:
        fits = list(here)
    if len(fits) == 1:
        return Matched(name, fits[0])
    if not fits:
        return Matched(name, None, f"{called}没有文件名里写的这种办理方式的答复单位。请核对。")
    units = "、".join(each.names[0] for each in fits)
    return Matched(name, None, f"{called}有{units}，文件名里没有写清是哪个单位。")


def _by_unit(stem: str, here: Sequence[Candidate]) -> list[Candidate] | None:
    """The longest name that stands in the file name decides: 教育局 before 教育."""
    lengths = {each.handling_id: max((len(n) for n in each.names if n in stem), default=0) for each in here}
    best = max(lengths.values())
    return [each for each in here if lengths[each.handling_id] == best] if best >= 2 else None


def _by_role(stem: str, here: Sequence[Candidate]) -> list[Candidate] | None:
    wanted = [role for role, words in ROLES.items() if any(word in stem for word in words)]
    return [each for each in here if each.role in wanted] if wanted else None
