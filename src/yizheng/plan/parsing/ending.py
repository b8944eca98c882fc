"""The end of a plan: where the main text stops, and what was taken off behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yizheng.document.reading import Table
from yizheng.plan.parsing.annexes import ANNEX_TITLE, Annexes, Block, read_annexes
from yizheng.plan.parsing.imprint import without_imprint, without_signature
from yizheng.plan.parsing.numbering import Mark
from yizheng.plan.parsing.openings import FIELD, REMARK, is_annex_start
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, spanning
from yizheng.plan.parsing.parts import kind_of_heading
from yizheng.plan.parsing.tree import Imprint, Signature


@dataclass
class Ending:
    """The main text and everything that was taken off its end."""

    main: list[Paragraph] = field(default_factory=list)
    annexes: Annexes = field(default_factory=Annexes)
    signature: Signature | None = None
    imprint: Imprint | None = None


def read_ending(pieces: Sequence[Piece]) -> Ending:
    """Cut the body into main text and annexes; tables in the middle of the text count as annexes."""
    kept, imprint = without_imprint(pieces)
    start = _annex_index(kept)
    annexes = read_annexes(kept[start:])
    stray, signature = without_signature(annexes.stray)
    main = [piece for piece in kept[:start] if isinstance(piece, Paragraph)]
    if signature is None and not stray:
        main, signature = without_signature(main)
    annexes.blocks += [Block(spanning([piece]), pieces=[piece]) for piece in kept[:start] if isinstance(piece, Table)]
    return Ending([*main, *stray], annexes, signature, imprint)


def _annex_index(pieces: list[Piece]) -> int:
    """Where the annexes begin: their list, a first 附件, a table, or a list of topics without any label."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Table):
            if not _goes_on_after(pieces, index):
                return _title_before(pieces, index)
        elif is_annex_start(piece.text) and index:
            return index
        elif _opens_topics(pieces, index) or _begins_again(pieces, index):
            return _title_before(pieces, index)
        elif REMARK.match(piece.text) and index > 1 and not _prose_follows(pieces, index):
            return index
    return len(pieces)


def _goes_on_after(pieces: list[Piece], index: int) -> bool:
    """A table in front of or between the sections: the next section's number follows before any annex."""
    above = [mark.value for part in pieces[:index] if isinstance(part, Paragraph) and (mark := _section_mark(part))]
    for piece in pieces[index + 1 :]:
        if isinstance(piece, Paragraph) and is_annex_start(piece.text):
            return False
        if isinstance(piece, Paragraph) and (mark := _section_mark(piece)):
            return mark.value == max(above, default=0) + 1
    return False


def _begins_again(pieces: list[Piece], index: int) -> bool:
    """一、 after 二、 was reached: another paper printed behind the plan, unless the page has a part for each year."""
    piece = pieces[index]
    if not isinstance(piece, Paragraph) or not _is_section(piece, 1) or piece.is_prose:
        return False
    above = [part for part in pieces[:index] if isinstance(part, Paragraph)]
    if not any(_is_section(part, 2) for part in above):
        return False
    return not any(kind_of_heading(part.text) for part in above)


def _is_section(part: Paragraph, value: int) -> bool:
    mark = _section_mark(part)
    return mark is not None and mark.value == value


def _section_mark(part: Paragraph) -> Mark | None:
    return part.mark if part.mark is not None and part.mark.style == "cn" else None


def _prose_follows(pieces: list[Piece], index: int) -> bool:
    return any(isinstance(piece, Paragraph) and piece.is_prose and piece.mark for piece in pieces[index + 1 :])


def _opens_topics(pieces: list[Piece], index: int) -> bool:
    """A numbered short line with 牵头领导： under it."""
    piece, below = pieces[index], pieces[index + 1 : index + 2]
    if not isinstance(piece, Paragraph) or piece.mark is None or piece.is_prose or not below:
        return False
    return isinstance(below[0], Paragraph) and FIELD.match(below[0].text) is not None


def _title_before(pieces: list[Piece], index: int) -> int:
    """Include the short lines above a table or list that name it."""
    while index > 1:
        above = pieces[index - 1]
        if not isinstance(above, Paragraph) or above.ends or above.mark or not above.is_short_line:
            break
        index -= 1
        if ANNEX_TITLE.search(above.plain) or is_annex_start(above.text):
            break
    return index
