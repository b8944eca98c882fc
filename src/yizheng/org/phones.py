"""Telephone numbers as they are kept: digits only, so that one number is found however it was typed."""

from __future__ import annotations

from yizheng.kernel.errors import Refused

FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－（）", "0123456789+-()")
_BETWEEN = str.maketrans("", "", " 　\t-—()/.")
FEWEST, MOST = 7, 15


def bare_phone(text: str) -> str:
    """
    Return a number without what was typed between its digits, and without +86; empty stays empty.

    Raises: Refused `phone` when it is no number.
    """
    bare = text.translate(FULL_WIDTH).translate(_BETWEEN).removeprefix("+86")
    if not bare:
        return ""
    if not (bare.isascii() and bare.isdigit() and FEWEST <= len(bare) <= MOST):
        raise Refused("phone", "电话号码看不明白，请只填数字，如 13800001234 或 0512-68001234。")
    return bare
