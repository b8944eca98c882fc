"""Telephone numbers as people write them, and as they are kept."""

from __future__ import annotations

import re
import unicodedata

from yizheng.kernel.errors import Refused

_FILLERS = re.compile(r"[\s\-()·]")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def normal_phone(written: str) -> str:
    """
    Return a mobile number as its 11 digits (手机号): without spaces, dashes, +86 and full-width digits.

    Raises: Refused `bad_phone`.
    """
    digits = _FILLERS.sub("", unicodedata.normalize("NFKC", written[:40]))
    digits = digits.removeprefix("+86") if len(digits) != 13 else digits.removeprefix("86")
    if not _MOBILE.fullmatch(digits):
        raise Refused("bad_phone", "请填 11 位手机号，例如 13800000000。")
    return digits


def masked(phone: str) -> str:
    """Return a number with its middle hidden: 138****0000."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""
