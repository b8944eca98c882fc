"""How like two names are: an abbreviation of the other, one wrong character, the same sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SUFFIX = re.compile(r"(?:工作)?(?:委员会|委|局|厅)$|(?<=..)(?:办公室|办|室|处|会|中心)$")
_JOINTS = re.compile("[和与及、]")
_LEAST_OVERLAP = 0.6


@dataclass(frozen=True)
class Likeness:
    """From 0 to 1, with the reason in a clerk's words."""

    score: float
    reason: str


@lru_cache(maxsize=20_000)
def squeeze(text: str) -> str:
    """The name without padding: 孟　珂 is 孟珂; half and full width are one."""
    return "".join(folded(text).split())


def folded(text: str) -> str:
    """Half and full width made one, invisible marks dropped, spaces kept."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf")


@lru_cache(maxsize=20_000)
def contract(name: str) -> str:
    """Shorten the parts that every office shortens: 委员会 → 委, 工作委员会 → 工委."""
    short = squeeze(name).replace("工作委员会", "工委").replace("委员会", "委")
    return re.sub("(?<=..)办公室$", "办", short)


def likeness(written: str, name: str, *, abbreviated: bool) -> Likeness | None:
    """
    Compare what was written with a known name; None when they have little in common.

    Bodies and units are `abbreviated` in tables, persons are not.
    Rule: our decision; nothing found here is ever taken without a person's word.
    """
    if not set(written) & set(name):
        return None
    found = [_misspelt(written, name)]
    if abbreviated:
        found += [_abbreviated(written, name), _overlapping(written, name)]
    return max((one for one in found if one), key=lambda one: one.score, default=None)


def _misspelt(written: str, name: str) -> Likeness | None:
    if len(written) == len(name):
        return _same_length(written, name)
    longer, shorter = sorted((written, name), key=len, reverse=True)
    if len(longer) - len(shorter) == 1 and len(shorter) >= 3 and _is_within(shorter, longer):
        return Likeness(0.65, f"与“{name}”只{'多' if longer == written else '少'}一个字")
    return None


def _same_length(written: str, name: str) -> Likeness | None:
    differing = [place for place, mark in enumerate(written) if mark != name[place]]
    if not differing:
        return Likeness(1.0, "名称相同")
    if all(sounds_alike(written[place], name[place]) for place in differing):
        return Likeness(0.85 if len(differing) == 1 else 0.75, f"与“{name}”同音")
    if len(differing) == 2 and sorted(written) == sorted(name):
        return Likeness(0.8, f"与“{name}”只是两个字颠倒")
    if len(differing) == 1 and len(name) >= 3:
        return Likeness(0.7, f"与“{name}”只差一个字")
    return None


def _abbreviated(written: str, name: str) -> Likeness | None:
    """提案委 for 提案委员会, 经科委 for 经济科技委员会, and the other way round."""
    short, full = _stem(written), _stem(name)
    if len(short) < 2 or len(full) < 2:
        return None
    if short == full:
        return Likeness(0.9, f"与“{name}”只差后缀")
    if len(short) < len(full) and _is_within(short, full):
        return Likeness(_abbreviation_score(short, full, name), f"像是“{name}”的简称")
    if len(full) < len(short) and _is_within(full, short):
        return Likeness(_abbreviation_score(full, short, written) - 0.05, f"“{name}”像是它的简称")
    return None


def _abbreviation_score(short: str, full: str, name: str) -> float:
    """Best when each character begins a word of the full name, in order."""
    return 0.6 + 0.2 * _begins_words(short, _JOINTS.split(_SUFFIX.sub("", name))) + 0.1 * (short[0] == full[0])


def _begins_words(short: str, segments: list[str]) -> float:
    """Share of characters that stand at the start of a two-character word, or go on from the last."""
    marks = [(mark, place) for segment in segments for place, mark in enumerate(segment)]
    at, good, before = 0, 0, -2
    for wanted in short:
        places = [i for i in range(at, len(marks)) if marks[i][0] == wanted]
        if not places:
            return 0.0
        best = next((i for i in places if marks[i][1] % 2 == 0), places[0])
        best = before + 1 if before + 1 in places else best
        good += marks[best][1] % 2 == 0 or best == before + 1
        at, before = best + 1, best
    return good / len(short)


def _overlapping(written: str, name: str) -> Likeness | None:
    short, full = sorted((_stem(written), _stem(name)), key=len)
    if len(short) >= 2 and set(short) <= set(full):
        return Likeness(0.55, f"每个字都在“{name}”里，次序不同")
    if len(short) < 3:
        return None
    share = _common(short, full) / len(short)
    return Likeness(0.5 * share, f"与“{name}”有几个字相同") if share >= _LEAST_OVERLAP else None


def _stem(name: str) -> str:
    return _JOINTS.sub("", _SUFFIX.sub("", name))


def _is_within(short: str, full: str) -> bool:
    """Tell whether the characters of `short` stand in `full` in the same order."""
    rest = iter(full)
    return all(mark in rest for mark in short)


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for mark in one:
        before = row
        row = [0]
        for place, against in enumerate(other, start=1):
            row.append(before[place - 1] + 1 if mark == against else max(row[-1], before[place]))
    return row[-1]


def sounds_alike(one: str, other: str) -> bool:
    """Tell whether two characters share a reading, whatever the tone."""
    return bool(_readings(one) & _readings(other))


@lru_cache(maxsize=10_000)
def _readings(mark: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # its dictionary costs every process half a second and 60 MB

    return frozenset(pinyin(mark, style=Style.NORMAL, heteronym=True)[0])
