"""Take personal data out of a text before it is published (handbook 5.10; office-practice 4, 5). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MASK = "〔已隐去〕"

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号", re.compile(r"(?<![0-9０-９])[0-9]{17}[0-9Xx](?![0-9])")),
    ("银行卡号", re.compile(r"(?<![0-9])(?:[0-9]{4}[ -]?){3,4}[0-9]{3,4}(?![0-9])")),
    ("手机号", re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])")),
    ("固定电话", re.compile(r"(?<![0-9])(?:\(?0[0-9]{2,3}\)?[- ]?)[2-9][0-9]{6,7}(?:[转-][0-9]{1,5})?(?![0-9])")),
    ("邮箱", re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("微信号", re.compile(r"(?<=微信号)[：: ]?[A-Za-z][A-Za-z0-9_-]{5,19}|(?<=微信)[：:][A-Za-z0-9_-]{6,20}")),
    ("门牌号", re.compile(r"[0-9]{1,4}(?:号楼|幢|栋)?(?:[0-9]{1,2}单元)?[0-9]{2,4}室")),
    (
        "车牌号",
        re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}"),
    ),
)
_CONTACT_LINE = re.compile(r"(?m)^[^\n。；]{0,10}(?:联系人|联系电话|联系方式|联系地址|家庭住址)[：:][^\n]*$")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Removed:
    """What was taken out: which kind, and how many characters; never the text itself."""

    kind: str
    chars: int


@dataclass(frozen=True)
class Redacted:
    """A text without personal data, and what was taken out of it."""

    text: str
    removed: tuple[Removed, ...]


def redact(text: str) -> Redacted:
    """
    Return a text in which identity numbers, telephones, mail, addresses of homes, cards and plates are hidden.

    Whole lines that only say how to reach somebody go first. Names of proposers are public and stay; persons
    helped are for the reader's eye: the preview is read three times before it is published.
    Rule: handbook 5.10; office-practice 4, 5. Which patterns count as personal is our decision.
    """
    found: list[Removed] = []

    def hide(kind: str) -> Callable[[re.Match[str]], str]:
        def replaced(match: re.Match[str]) -> str:
            found.append(Removed(kind, len(match.group())))
            return MASK

        return replaced

    plain = _CONTACT_LINE.sub(hide("联系方式"), text.translate(_WIDE_DIGITS))
    for kind, pattern in _KINDS:
        plain = pattern.sub(hide(kind), plain)
    return Redacted(plain, tuple(found))
