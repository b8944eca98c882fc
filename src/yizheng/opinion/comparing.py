"""What editors changed, character by character: words that differ are narrowed to the characters that do."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.document.redline import Line, Piece, compare


def redline(old: str, new: str) -> list[Line]:
    """Return the paragraphs of two texts as one, marked by characters; without the `ins` it is the old text again."""
    return [tuple(_narrowed(line)) for line in compare(old, new)]


def has_changed(lines: list[Line]) -> bool:
    """Tell whether anything was put in or taken out."""
    return any(piece.kind != "same" for line in lines for piece in line)


def _narrowed(line: Line) -> Iterator[Piece]:
    pieces = list(line)
    while pieces:
        piece = pieces.pop(0)
        if piece.kind == "del" and pieces and pieces[0].kind == "ins":
            yield from _of_pair(piece.text, pieces.pop(0).text)
        else:
            yield piece


def _of_pair(old: str, new: str) -> Iterator[Piece]:
    """Take what a removed and an added word begin and end with alike out of both."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    end_old, end_new = len(old) - tail, len(new) - tail
    pieces = (
        Piece("same", old[:head]), Piece("del", old[head:end_old]), Piece("ins", new[head:end_new]),
        Piece("same", old[end_old:]),
    )  # fmt: skip
    return (piece for piece in pieces if piece.text)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
