"""A table of contents (目录) in front of a long plan: its lines are headings that come again."""

from __future__ import annotations

import re

from yizheng.plan.parsing.paragraphs import Paragraph, Piece
from yizheng.plan.parsing.tree import Removed

HEADING = re.compile(r"目\s*[录次]\Z")
LEADER = re.compile(r"\s*(?:[.…·．。]{2,}|\s{2,}|\t)?\s*[（(]?\d{1,3}[）)]?\s*\Z")


def without_contents(pieces: list[Piece]) -> tuple[list[Piece], list[Removed]]:
    """The pieces without a table of contents, and its lines; a line is only taken when it comes again."""
    start = next(
        (i for i, piece in enumerate(pieces) if isinstance(piece, Paragraph) and HEADING.match(piece.text)), None
    )
    if start is None:
        return pieces, []
    stop = start + 1
    while stop < len(pieces) and _comes_again(pieces, stop):
        stop += 1
    taken = [piece for piece in pieces[start:stop] if isinstance(piece, Paragraph)]
    return [*pieces[:start], *pieces[stop:]], [Removed(part.first, part.text, "目录") for part in taken]


def _comes_again(pieces: list[Piece], index: int) -> bool:
    piece = pieces[index]
    if not isinstance(piece, Paragraph) or piece.is_prose:
        return False
    heading = LEADER.sub("", piece.text)
    later = (part for part in pieces[index + 1 :] if isinstance(part, Paragraph))
    same = re.sub(r"\s", "", heading)
    return len(same) > 1 and any(part.plain.startswith(same) for part in later)
