"""The end of a plan: annex list, annexes, signature, imprint, remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from yizheng.document.reading import Table
from yizheng.plan.parsing.dates import iso_date
from yizheng.plan.parsing.front import signature_at_end
from yizheng.plan.parsing.numbering import Mark
from yizheng.plan.parsing.openings import ANNEX, COPIES, FIELD, PRINTED, REMARK, is_annex_start
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, spanning
from yizheng.plan.parsing.parts import kind_of_heading
from yizheng.plan.parsing.tree import Imprint, Removed, Signature, squeezed

LISTED = re.compile(r"(?<!\d)\d{1,2}\s*[.．、]\s*(?=[《\u4e00-\u9fff]|20\d\d年)")
FILE_SUFFIX = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|rar|zip|ofd)\Z", re.I)
ANNEX_TITLE = re.compile(r"(?:分解|安排|计划|一览|任务|课题|清单|目录|名单|方案|分工|要点)[表]?(?:[（(].*[）)])?\Z")


@dataclass
class Block:
    """One annex: its printed title and what stands in it."""

    title: str | None = None
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Ending:
    """The main text and everything that was taken off its end."""

    main: list[Paragraph] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    signature: Signature | None = None
    imprint: Imprint | None = None
    remark: str | None = None
    labels: list[Removed] = field(default_factory=list)


def read_ending(pieces: Sequence[Piece]) -> Ending:
    ending = Ending()
    pieces = _without_imprint(ending, list(pieces))
    start = _annex_index(pieces)
    main, rest = pieces[:start], pieces[start:]
    rest = _read_list(ending, rest)
    rest = _until_annex(ending, rest)
    _read_blocks(ending, rest)
    ending.main += [piece for piece in main if isinstance(piece, Paragraph)]
    ending.blocks += [Block(None, [piece]) for piece in main if isinstance(piece, Table)]
    if ending.signature is None:
        ending.main = _without_signature(ending, ending.main)
    return ending


def _without_imprint(ending: Ending, pieces: list[Piece]) -> list[Piece]:
    """Take 抄送 and the printing line, wherever they stand."""
    kept: list[Piece] = []
    taken: list[Paragraph] = []
    for piece in pieces:
        is_foot = isinstance(piece, Paragraph) and (COPIES.match(piece.text) or PRINTED.match(piece.text))
        (taken if is_foot else kept).append(piece)  # type: ignore[arg-type]
    if taken:
        ending.imprint = _imprint(taken)
    return kept


def _imprint(parts: list[Paragraph]) -> Imprint:
    copies: list[str] = []
    printed: re.Match[str] | None = None
    for part in parts:
        text = part.text
        match = (
            PRINTED.search(text)
            if not COPIES.match(text)
            else re.search(r"[。]\s*(?P<by>[^。]{2,30}?)\s*(?P<date>\d{4}年\d{1,2}月\d{1,2}日)\s*印发?\s*\Z", text)
        )
        printed = match or printed
        if COPIES.match(text):
            copies += copy_list(text[: match.start()] if match else text)
    by = squeezed(printed["by"]) if printed else None
    issued = iso_date(printed["date"]) if printed else None
    return Imprint(copies, by, issued, spanning(parts))


def copy_list(text: str) -> list[str]:
    """The bodies after 抄送, brackets kept whole."""
    body = squeezed(COPIES.sub("", text, count=1)).rstrip("。.")
    return [name for name in re.split(r"[、，,；;。](?![^（(]*[）)])", body) if name]


def _annex_index(pieces: list[Piece]) -> int:
    """Where the annexes begin: their list, a first 附件, a table, or a list of topics without any label."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Table):
            if _goes_on_after(pieces, index):
                continue
            return _title_before(pieces, index)
        if is_annex_start(piece.text) and index:
            return index
        if _opens_topics(pieces, index):
            return _title_before(pieces, index)
        if _begins_again(pieces, index):
            return _title_before(pieces, index)
        if REMARK.match(piece.text) and index > 1 and not _prose_follows(pieces, index):
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
    """A numbered short line with 牵头领导： under it, and the same again further on or no section before."""
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


def _read_list(ending: Ending, rest: list[Piece]) -> list[Piece]:
    """The list 附件：1.《…》 2.《…》; a lone 附件1 is a label and left where it is."""
    if not rest or not isinstance(rest[0], Paragraph):
        return rest
    match = ANNEX.match(rest[0].text)
    if match is None or not match["colon"] or match["number"]:
        return rest
    used = [rest[0]]
    texts = [match["rest"]]
    for piece in rest[1:]:
        if not _goes_on(piece, texts):
            break
        assert isinstance(piece, Paragraph)
        used.append(piece)
        texts.append(piece.text)
    titles = [title for text in texts for title in _listed(text)]
    if not titles or (len(used) == 1 and rest[1:2] and isinstance(rest[1], Table)):
        return rest
    ending.attachments = titles
    ending.labels += [Removed(part.first, part.text, "附件目录") for part in used]
    return rest[len(used) :]


def _goes_on(piece: Piece, texts: list[str]) -> bool:
    """The next line of the list: numbered on, or the first entry under a bare 附件：."""
    if not isinstance(piece, Paragraph) or piece.is_prose or is_annex_start(piece.text):
        return False
    mark = piece.mark
    if mark and mark.style == "arabic":
        return mark.value == len([text for text in texts if text]) + 1
    return texts == [""] and piece.text.startswith("《")


def _listed(text: str) -> list[str]:
    entries = [entry.strip() for entry in LISTED.split(text)]
    return [clean for entry in entries if (clean := annex_title(entry))]


def annex_title(text: str) -> str:
    """Without quotation marks, full stop, file suffix and white space."""
    plain = FILE_SUFFIX.sub("", squeezed(text)).strip("；;。，,")
    inner = re.fullmatch(r"《([^《》]*)》", plain)
    return inner[1] if inner else plain


def _until_annex(ending: Ending, rest: list[Piece]) -> list[Piece]:
    """Between the list and the first annex stand signature and stray lines of the main text."""
    index = next((i for i, piece in enumerate(rest) if _starts_block(ending, rest, i)), len(rest))
    if rest and index == len(rest) and not ending.attachments:
        index = 0
    between = [piece for piece in rest[:index] if isinstance(piece, Paragraph)]
    ending.main = _without_signature(ending, between)
    ending.main, stray = [], ending.main
    return [*stray, *rest[index:]]


def _starts_block(ending: Ending, pieces: Sequence[Piece], index: int) -> bool:
    piece = pieces[index]
    if isinstance(piece, Table):
        return True
    return is_annex_start(piece.text) or annex_title(piece.text) in ending.attachments


def _without_signature(ending: Ending, paragraphs: list[Paragraph]) -> list[Paragraph]:
    by, when, count = signature_at_end(paragraphs)
    if not count:
        return paragraphs
    ending.signature = Signature(by, when, spanning(paragraphs[-count:]))
    return paragraphs[:-count]


def _read_blocks(ending: Ending, rest: list[Piece]) -> None:
    """Cut the annexes apart at their labels and titles; a remark is taken for the whole plan."""
    block = Block()
    for index, piece in enumerate(rest):
        if isinstance(piece, Paragraph) and REMARK.match(piece.text) and not ending.remark:
            ending.remark = REMARK.sub("", piece.text, count=1).strip()
            continue
        if isinstance(piece, Paragraph) and _labelled(ending, piece):
            block = _opened(ending, block, None)
            rest_of_label = _after_label(ending, piece)
            if rest_of_label is None:
                continue
            piece = rest_of_label
        if isinstance(piece, Paragraph) and (title := _block_title(ending, block, rest, index, piece)):
            block = _opened(ending, block, title)
            continue
        if not ending.blocks:
            ending.blocks.append(block)
        block.pieces.append(piece)
    _name_attachments(ending)


def _labelled(ending: Ending, piece: Paragraph) -> bool:
    return is_annex_start(piece.text)


def _after_label(ending: Ending, piece: Paragraph) -> Paragraph | None:
    """What follows 附件1 on its line."""
    match = ANNEX.match(piece.text)
    rest = match["rest"].strip() if match else ""
    ending.labels.append(Removed(piece.first, piece.text[: len(piece.text) - len(rest)].strip(), "附件标号"))
    return replace(piece, text=rest, bold=()) if rest else None


def _opened(ending: Ending, block: Block, title: str | None) -> Block:
    """A new annex, or the title of the one that has just begun."""
    if block in ending.blocks and block.title is None and not block.pieces:
        block.title = title
        return block
    fresh = Block(title)
    ending.blocks.append(fresh)
    return fresh


def _block_title(ending: Ending, block: Block, rest: list[Piece], index: int, piece: Paragraph) -> str | None:
    plain = annex_title(piece.text)
    if plain in ending.attachments:
        return plain
    if block.pieces and isinstance(block.pieces[-1], Paragraph) and not _ends_block(block):
        return None
    if block.title is not None and not block.pieces:
        return None
    if piece.mark or not piece.is_short_line or piece.ends or FIELD.match(piece.text):
        return None
    return plain if ANNEX_TITLE.search(plain) or not block.pieces else None


def _ends_block(block: Block) -> bool:
    return any(isinstance(piece, Table) for piece in block.pieces)


def _name_attachments(ending: Ending) -> None:
    """Without a printed list the annexes' own titles are the list; a list names annexes without a title."""
    if len(ending.blocks) == len(ending.attachments):
        for block, title in zip(ending.blocks, ending.attachments, strict=True):
            block.title = block.title or title
    if not ending.attachments:
        ending.attachments = [block.title for block in ending.blocks if block.title]
