"""The foot of an official paper: who signed and when (落款), copies and printing office (版记)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yizheng.plan.parsing.dates import iso_date
from yizheng.plan.parsing.openings import COPIES, DATE, PRINTED
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, joined_text, spanning
from yizheng.plan.parsing.tree import Imprint, Signature, squeezed

SIGNER_END = re.compile(r"(?:委员会|办公室|办公厅|党组|政协|委|会)\Z")
AFTER_COPIES = re.compile(r"。\s*(?P<by>[^。]{2,30}?)\s*(?P<date>\d{4}年\d{1,2}月\d{1,2}日)\s*印发?\s*\Z")
MAX_SIGNERS = 3


def without_imprint(pieces: Sequence[Piece]) -> tuple[list[Piece], Imprint | None]:
    """The pieces without 抄送 and the printing line, wherever they stand."""
    kept: list[Piece] = []
    taken: list[Paragraph] = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and (COPIES.match(piece.text) or PRINTED.match(piece.text)):
            taken.append(piece)
        else:
            kept.append(piece)
    return kept, _imprint(taken) if taken else None


def _imprint(parts: list[Paragraph]) -> Imprint:
    copies: list[str] = []
    printed: re.Match[str] | None = None
    for part in parts:
        has_copies = COPIES.match(part.text) is not None
        match = (AFTER_COPIES if has_copies else PRINTED).search(part.text)
        printed = printed or match
        if has_copies:
            copies += copy_list(part.text[: match.start()] if match else part.text)
    by = squeezed(printed["by"]) if printed else None
    issued = iso_date(printed["date"]) if printed else None
    return Imprint(copies, by, issued, joined_text(parts), spanning(parts))


def copy_list(text: str) -> list[str]:
    """The bodies after 抄送, brackets kept whole."""
    body = squeezed(COPIES.sub("", text, count=1)).rstrip("。.")
    return [name for name in re.split(r"[、，,；;。](?![^（(]*[）)])", body) if name]


def without_signature(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Signature | None]:
    """The paragraphs without the last lines that say who signed and when."""
    count = _signature_size(paragraphs)
    if not count:
        return paragraphs, None
    kept, parts = paragraphs[:-count], paragraphs[-count:]
    match = DATE.search(parts[-1].text)
    beside = parts[-1].text[: match.start()].strip() if match else ""
    signers = [squeezed(text) for text in (*(part.text for part in parts[:-1]), beside) if text]
    return kept, Signature("、".join(signers) or None, iso_date(parts[-1].text), spanning(parts))


def _signature_size(paragraphs: Sequence[Paragraph]) -> int:
    """How many last paragraphs are signature and date; 0 without a date."""
    last = paragraphs[-1] if paragraphs else None
    match = DATE.search(last.text) if last else None
    if last is None or match is None or len(last.plain) > 45 or last.text[match.end() :].strip():
        return 0
    beside = squeezed(last.text[: match.start()])
    if beside:
        return 1 if SIGNER_END.search(beside) else 0
    count = 1
    while count <= MAX_SIGNERS and count < len(paragraphs) and _signs(paragraphs[-count - 1]):
        count += 1
    return count


def _signs(part: Paragraph) -> bool:
    return part.is_short_line and part.mark is None and SIGNER_END.search(part.plain) is not None
