"""Document numbers as typed from the office's OA: 云溪协〔2026〕3号 (handbook 2.2; brackets as GB/T 9704)."""

from __future__ import annotations

import re
import unicodedata

from yizheng.kernel.errors import Refused

_OPENING, _CLOSING = "[［【(（〔﹝", "]］】)）〕﹞"
_NUMBER = re.compile(r"(?P<prefix>[^\d〔〕]{1,20})〔(?P<year>(?:19|20)\d\d)〕第?0*(?P<n>[1-9]\d{0,5})号?")

BAD = "文号“{text}”读不懂。请写成“云溪协〔2026〕3号”的样子：机关代字、六角括号里的年份、序号。"


def normal(text: str) -> str:
    """
    Return a typed number in its official form; empty stays empty.

    Other brackets, full-width digits, spaces and leading zeros are set right: 云溪协[2026]03号 → 云溪协〔2026〕3号.
    Raises: Refused `bad_number`.
    """
    plain = "".join(map(_plain, "".join(text.split())))
    if not plain:
        return ""
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Refused("bad_number", BAD.format(text=text.strip()[:60]))
    return f"{found['prefix']}〔{found['year']}〕{found['n']}号"


def parts(number: str) -> tuple[str, int]:
    """Return prefix and year of a number in its official form."""
    found = _NUMBER.fullmatch(number)
    assert found is not None, "the number was made by `normal`"
    return found["prefix"], int(found["year"])


def hint(typed: str, written: str) -> str:
    """Say that a number was written otherwise than typed; empty when it was not."""
    return "" if typed.strip() == written else f"文号已写成规范的“{written}”。"


def _plain(character: str) -> str:
    if character in _OPENING:
        return "〔"
    if character in _CLOSING:
        return "〕"
    return unicodedata.normalize("NFKC", character) if character.isdecimal() else character
