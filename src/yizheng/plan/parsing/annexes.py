"""Annexes: the printed list of them, and what stands in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from yizheng.document.reading import Table
from yizheng.plan.parsing.openings import ANNEX, FIELD, REMARK, is_annex_start, remark_of
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, spanning
from yizheng.plan.parsing.tree import Removed, Span, squeezed

LISTED = re.compile(r"(?<!\d)\d{1,2}\s*[.．、]\s*(?=[《\u4e00-\u9fff]|20\d\d年)")
FILE_SUFFIX = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|rar|zip|ofd)\Z", re.I)
ANNEX_TITLE = re.compile(r"(?:分解|安排|计划|一览|任务|课题|清单|目录|名单|方案|分工|要点)[表]?(?:[（(].*[）)])?\Z")


@dataclass(eq=False)
class Block:
    """One annex: its printed title, where it begins, and what stands in it."""

    span: Span
    title: str | None = None
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Annexes:
    """What follows the main text; `stray` is main text between the list and the first annex."""

    titles: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    stray: list[Paragraph] = field(default_factory=list)
    remark: str | None = None
    labels: list[Removed] = field(default_factory=list)


def annex_title(text: str) -> str:
    """Without quotation marks, full stop, file suffix and white space."""
    plain = FILE_SUFFIX.sub("", squeezed(text)).strip("；;。，,")
    inner = re.fullmatch(r"《([^《》]*)》", plain)
    return inner[1] if inner else plain


def read_annexes(pieces: Sequence[Piece]) -> Annexes:
    """Everything from the first 附件, table or list of topics on."""
    annexes = Annexes()
    rest = _read_list(annexes, list(pieces))
    rest = _until_first(annexes, rest)
    _read_blocks(annexes, rest)
    _complete_titles(annexes)
    return annexes


def _read_list(annexes: Annexes, rest: list[Piece]) -> list[Piece]:
    """The list 附件：1.《…》 2.《…》; a lone 附件1 is a label and left where it is."""
    head = rest[0] if rest else None
    match = ANNEX.match(head.text) if isinstance(head, Paragraph) else None
    if match is None or not match["colon"] or match["number"]:
        return rest
    used = 1
    texts = [match["rest"]]
    while used < len(rest) and _goes_on(rest[used], texts):
        texts.append(_text(rest[used]))
        used += 1
    titles = [title for text in texts for title in _listed(text)]
    if not titles or (used == 1 and rest[1:2] and isinstance(rest[1], Table)):
        return rest
    annexes.titles = titles
    annexes.labels += [Removed(_first(piece), _text(piece), "附件目录") for piece in rest[:used]]
    return rest[used:]


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


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Paragraph) else ""


def _first(piece: Piece) -> int:
    return piece.first if isinstance(piece, Paragraph) else piece.number


def _until_first(annexes: Annexes, rest: list[Piece]) -> list[Piece]:
    """Between a printed list and the first annex stand the signature and stray lines of the main text."""
    if not annexes.titles:
        return rest
    index = next((i for i, piece in enumerate(rest) if _starts_block(annexes, piece)), None)
    if index is None:
        return rest
    annexes.stray = [piece for piece in rest[:index] if isinstance(piece, Paragraph)]
    return rest[index:]


def _starts_block(annexes: Annexes, piece: Piece) -> bool:
    if isinstance(piece, Table):
        return True
    return is_annex_start(piece.text) or annex_title(piece.text) in annexes.titles


def _read_blocks(annexes: Annexes, rest: list[Piece]) -> None:
    """Cut the annexes apart at their labels and titles; the first remark is taken for the whole plan."""
    for whole in rest:
        piece: Piece | None = whole
        if isinstance(piece, Paragraph) and REMARK.match(piece.text) and annexes.remark is None:
            annexes.remark = remark_of(piece.text)
            continue
        if isinstance(piece, Paragraph) and is_annex_start(piece.text):
            annexes.blocks.append(Block(piece.span))
            piece = _after_label(annexes, piece)
        if piece is not None:
            _put(annexes, piece)


def _after_label(annexes: Annexes, piece: Paragraph) -> Paragraph | None:
    """What follows 附件1 on its line."""
    match = ANNEX.match(piece.text)
    rest = match["rest"].strip() if match else ""
    annexes.labels.append(Removed(piece.first, piece.text[: len(piece.text) - len(rest)].strip(), "附件标号"))
    return replace(piece, text=rest, bold=()) if rest else None


def _put(annexes: Annexes, piece: Piece) -> None:
    """A title opens an annex or names the one that has just begun; anything else goes into the last one."""
    block = annexes.blocks[-1] if annexes.blocks else None
    title = _title(annexes, block, piece) if isinstance(piece, Paragraph) else None
    span = spanning([piece])
    if title is not None and block is not None and block.title is None and not block.pieces:
        block.title = title
    elif title is not None:
        annexes.blocks.append(Block(span, title))
    elif block is not None:
        block.pieces.append(piece)
    else:
        annexes.blocks.append(Block(span, pieces=[piece]))


def _title(annexes: Annexes, block: Block | None, piece: Paragraph) -> str | None:
    """The piece as a title: one of the list, or a short line where a title can stand."""
    plain = annex_title(piece.text)
    if plain in annexes.titles:
        return plain
    if piece.mark or not piece.is_short_line or piece.ends or FIELD.match(piece.text):
        return None
    if block is None or (block.title is None and not block.pieces):
        return plain
    after_table = any(isinstance(inner, Table) for inner in block.pieces)
    return plain if after_table and ANNEX_TITLE.search(plain) else None


def _complete_titles(annexes: Annexes) -> None:
    """A list names annexes without a title; titles of annexes with a table or topics complete the list."""
    if len(annexes.blocks) == len(annexes.titles):
        for block, title in zip(annexes.blocks, annexes.titles, strict=True):
            block.title = block.title or title
    for block in annexes.blocks:
        if block.title and block.title not in annexes.titles and block.pieces:
            annexes.titles.append(block.title)
