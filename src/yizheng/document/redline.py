"""What changed between two texts, by words: for the screen and as a Word file with revisions (花脸稿)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from .typesetting.faces import GB2312, Faces
from .typesetting.ooxml import paragraph, run, w
from .typesetting.word_page import BODY, TITLE, append, empty, saved
from .words import cut

ALIKE = 0.3
"""Two paragraphs less alike than this are one taken out and one put in. Our decision."""

Kind = Literal["same", "ins", "del"]


@dataclass(frozen=True)
class Piece:
    """Words that stayed, were put in or were taken out."""

    kind: Kind
    text: str


Line = tuple[Piece, ...]


def compare(old: str, new: str) -> list[Line]:
    """Return the paragraphs of two texts as one, marked by words; without the `ins` it is the old text again."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [(Piece("same", line),) for line in before[a:b]]
        else:
            lines += _changed(before[a:b], after[c:d])
    return lines


def word_redline(title: str, lines: Sequence[Line], *, author: str, at: datetime, faces: Faces = GB2312) -> bytes:
    """Return the comparison as a Word file whose changes can be accepted or rejected one by one."""
    document = empty(title, faces=faces)
    marks = {"author": author, "date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    append(document, paragraph(run(title), style=TITLE))
    number = 0
    for line in lines:
        runs = []
        for piece in line:
            number += 1
            runs.append(_marked(piece, number, marks))
        append(document, paragraph(*runs, style=BODY))
    return saved(document)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Pair what is alike in order; the rest was taken out or put in whole."""
    rest = list(after)
    for line in before:
        words = cut(line)
        place = next((n for n, other in enumerate(rest) if _alike(words, cut(other))), None)
        if place is None:
            yield (Piece("del", line),)
            continue
        for other in rest[:place]:
            yield (Piece("ins", other),)
        yield _within(words, cut(rest[place]))
        rest = rest[place + 1 :]
    for line in rest:
        yield (Piece("ins", line),)


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _within(before: Sequence[str], after: Sequence[str]) -> Line:
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece("del", "".join(before[a:b])))
        if c < d:
            pieces.append(Piece("ins", "".join(after[c:d])))
    return tuple(pieces)


def _marked(piece: Piece, number: int, marks: dict[str, str]) -> Any:
    made = run(piece.text)
    if piece.kind == "same":
        return made
    if piece.kind == "del":
        for words in list(made.iter(w("t").tag)):
            words.tag = w("delText").tag
    return w(piece.kind, made, id=number, **marks)
