"""Paragraphs that lost the line ends between them: …。2.… is two items when no line begins with 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from yizheng.plan.parsing.numbering import Mark, mark_of
from yizheng.plan.parsing.paragraphs import Paragraph, Piece

STYLES = {"cn", "cn_paren", "arabic"}
STOP = re.compile(r"(?<=[。！？])\s*(?=[0-9０-９（(一二三四五六七八九十])")


def split_run_together(pieces: list[Piece]) -> list[Piece]:
    """The pieces with run-together items and sections set apart; their lines stay those of the paragraph."""
    starts = {key for piece in pieces if isinstance(piece, Paragraph) and (key := _key(piece.mark))}
    return [part for piece in pieces for part in (_split(piece, starts) if isinstance(piece, Paragraph) else [piece])]


def _key(mark: Mark | None) -> tuple[str, int] | None:
    return (mark.style, mark.value) if mark is not None and mark.style in STYLES else None


def _split(part: Paragraph, starts: set[tuple[str, int]]) -> Iterator[Piece]:
    """Cut before the number after the paragraph's own, or before a first item, if no line begins with it."""
    rest = part
    reached = {part.mark.style: part.mark.value} if part.mark else {}
    for match in list(STOP.finditer(part.text)):
        at = match.end() - (len(part.text) - len(rest.text))
        mark = mark_of(part.text[match.end() :])
        key = _key(mark)
        if mark is None or key is None or key in starts or not _goes_on(mark, reached):
            continue
        reached[mark.style] = mark.value
        yield replace(rest, text=rest.text[:at].rstrip(), bold=tuple(pair for pair in rest.bold if pair[1] <= at))
        rest = rest.without(at)
    yield rest


def _goes_on(mark: Mark, reached: dict[str, int]) -> bool:
    return reached.get(mark.style) == mark.value - 1 and mark.value > 1
