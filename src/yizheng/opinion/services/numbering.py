"""The number of a piece: {year}-{seq:04}, one series a year, without gaps."""

from __future__ import annotations

from typing import NamedTuple

from yizheng.kernel.sequences import next_number


class Numbered(NamedTuple):
    """A number just given, as it is kept and as it is printed."""

    seq: int
    number: str


def give_number(year: int) -> Numbered:
    """Give the next number of a year; call it inside the act, so that an act undone gives it back."""
    seq = next_number(f"opinion:{year}")
    return Numbered(seq, f"{year}-{seq:04}")
