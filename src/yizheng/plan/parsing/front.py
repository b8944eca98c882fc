"""The front of a plan: cover notice, document number, title, adoption line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from yizheng.plan.parsing.dates import iso_date
from yizheng.plan.parsing.imprint import without_signature
from yizheng.plan.parsing.openings import (
    DATE,
    DOC_NUMBER,
    PLAN_NOTICE,
    document_number,
    is_adoption,
    is_date,
    is_title,
)
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, joined_text, spanning
from yizheng.plan.parsing.parts import holds_both_years
from yizheng.plan.parsing.tree import Adoption, Notice, Span, squeezed

TITLE_LINES = 5
BODY = re.compile(r"政协|政治协商|委员会|常委会")
ISSUER = re.compile(
    r"(?:中国人民政治|政协(?!概况|要闻|动态|新闻|风采|公告|公报|论坛|简介|网|工作|机构|领导|文件|委员|提案|会议|之|文史|常委)|.{2,12}政协\Z)"
)
UNUSUAL = re.compile(
    r".{0,30}(?:政协|委员会|常委会).{0,30}(?:要点|安排|计划|打算|思路|总结|意见)(?:[（(].{1,12}[）)])?"
)
GLUED_ADOPTION = re.compile(
    r"(?P<title>.*?(?:要点|安排|计划|打算|思路|意见))\s*(?P<adoption>[（(].*通过\s*[）)])\s*\Z", re.S
)
MEETING_END = re.compile(r"(?:审议|讨论|表决|协商|研究|原则|全体|一致|正式)*通过|(?:审议|讨论|研究)\Z")
MENTIONED = re.compile(
    r"(?:已|业)?经(?P<date>[^，。；]{0,20}?\d日)?(?P<meeting>[^，。；]{4,50}?会议?)(?:审议|讨论|研究)*(?:通过|同意|审定)"
)


@dataclass
class Front:
    """What stands before the body; `rest` is the body, `before` what could not be placed."""

    title: str | None = None
    title_span: Span | None = None
    doc_number: str | None = None
    adopted: Adoption | None = None
    notice: Notice | None = None
    before: list[Paragraph] = field(default_factory=list)
    repeated: list[Paragraph] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """A title over the pieces start (inclusive) to stop (exclusive)."""

    start: int
    stop: int
    text: str


def read_front(pieces: Sequence[Piece]) -> Front:
    """Take the front off; without any title everything stays in `rest`."""
    pieces = _split_glued(pieces)
    titles = _titles(pieces) or _unusual_title(pieces)
    front = Front()
    if not titles:
        front.rest = list(pieces)
        _number_from(front, _paragraphs(pieces[:6]))
        return front
    title = _chosen(pieces, titles)
    front.title, front.title_span = title.text, _span(pieces, title)
    _read_before(front, pieces, title, titles)
    front.rest = list(pieces[title.stop :])
    _read_adoption(front)
    return front


def _split_glued(pieces: Sequence[Piece]) -> list[Piece]:
    """A title with its adoption line on the same line becomes two paragraphs."""
    result: list[Piece] = []
    for piece in pieces:
        match = GLUED_ADOPTION.fullmatch(piece.text) if isinstance(piece, Paragraph) and len(piece.text) < 160 else None
        if isinstance(piece, Paragraph) and match and is_title(match["title"]):
            result += [replace(piece, text=match["title"]), replace(piece, text=match["adoption"], bold=())]
        else:
            result.append(piece)
    return result


def _paragraphs(pieces: Sequence[Piece]) -> list[Paragraph]:
    return [piece for piece in pieces if isinstance(piece, Paragraph)]


def _span(pieces: Sequence[Piece], found: Found) -> Span:
    return spanning(_paragraphs(pieces[found.start : found.stop]))


def _titles(pieces: Sequence[Piece]) -> list[Found]:
    """Every title before the body's first number, widest reading first."""
    found: list[Found] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if not isinstance(piece, Paragraph) or (piece.mark and piece.mark.style in {"cn", "part"} and found):
            break
        title = _title_at(pieces, index)
        if title:
            found.append(title)
        index = title.stop if title else index + 1
    return found


def _unusual_title(pieces: Sequence[Piece]) -> list[Found]:
    """Without a usual title: the short lines above the adoption line, or the first line that names body and plan."""
    for index, piece in enumerate(pieces[:80]):
        if not isinstance(piece, Paragraph) or (piece.mark and piece.mark.style in {"cn", "part"}):
            break
        above = pieces[index - 1] if index else None
        if is_adoption(piece.text) and isinstance(above, Paragraph) and above.is_short_line:
            return [Found(index - 1, index, above.plain)]
        if UNUSUAL.fullmatch(piece.plain) and piece.is_short_line:
            return [Found(index, index + 1, piece.plain)]
    return []


def _title_at(pieces: Sequence[Piece], index: int) -> Found | None:
    for size in range(TITLE_LINES, 0, -1):
        window = _paragraphs(pieces[index : index + size])
        if len(window) == size and _is_title_window(window):
            return Found(index, index + size, squeezed("".join(part.text for part in window)))
    return None


def _is_title_window(window: list[Paragraph]) -> bool:
    if not is_title("".join(part.text for part in window)):
        return False
    if len(window) == 1:
        return window[0].mark is None
    fits = all(len(part.plain) <= 40 and not _is_other(part) for part in window)
    complete = any(_is_complete(window, size) for size in range(1, len(window))) or _names_body(window[-1])
    return fits and bool(ISSUER.match(window[0].plain)) and not complete


def _is_complete(window: list[Paragraph], size: int) -> bool:
    """Whether the first lines are a title by themselves, and the next one does not go on with 和 or 及."""
    head = "".join(part.text for part in window[:size])
    return is_title(head) and not re.match(r"以及|[和及与暨]", window[size].text)


def _names_body(part: Paragraph) -> bool:
    """A last line that would be a title by itself, so the lines above it are none of it."""
    return is_title(part.text) and BODY.search(part.plain) is not None


def _is_other(part: Paragraph) -> bool:
    text = part.text
    return bool(
        (part.mark and part.mark.style != "arabic_space")
        or is_adoption(text)
        or is_date(text)
        or DOC_NUMBER.search(text)
        or part.plain.endswith(("文件", "简报", "公报", "通知", "网", "：", ":"))
        or part.ends
    )


def _chosen(pieces: Sequence[Piece], titles: list[Found]) -> Found:
    """
    The title proper among repetitions: the last one before the text begins.

    A later line counts only when no running text stands between, or a cover notice does, or it repeats the title.
    """
    named = [title for title in titles if BODY.search(title.text)] or titles
    chosen = named[0]
    for title in named[1:]:
        between = _paragraphs(pieces[chosen.stop : title.start])
        noticed = any(PLAN_NOTICE.match(part.plain) for part in _paragraphs(pieces[: title.start]))
        prose = any(part.is_prose for part in between)
        if title.text == chosen.text or noticed or not (prose or holds_both_years(chosen.text)):
            chosen = title
    return chosen


def _read_before(front: Front, pieces: Sequence[Piece], title: Found, titles: list[Found]) -> None:
    """Sort what stands before the title: number, notice, repeated titles, the rest."""
    repeated = {index for other in titles if other.text in title.text for index in range(other.start, other.stop)}
    before = [piece for index, piece in enumerate(pieces[: title.start]) if index not in repeated]
    front.repeated = _paragraphs([pieces[index] for index in sorted(repeated) if index < title.start])
    paragraphs = _number_from(front, [part for piece in before for part in _as_paragraphs(piece)])
    front.before = _read_notice(front, paragraphs)


def _as_paragraphs(piece: Piece) -> list[Paragraph]:
    """A table above the title (a red head, the data of a web page) as one paragraph a row."""
    if isinstance(piece, Paragraph):
        return [piece]
    rows = [" ".join(cell.text for cell in row if cell.source == "own").strip() for row in piece.rows]
    return [Paragraph(text, *piece.span(index)) for index, text in enumerate(rows) if text]


def _number_from(front: Front, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Take the document number; a line that holds nothing else goes with it."""
    kept = []
    for part in paragraphs:
        match = DOC_NUMBER.search(part.text) if len(part.plain) < 50 and not part.is_prose else None
        if match and front.doc_number is None:
            front.doc_number = document_number(match[0])
            left = (part.text[: match.start()] + part.text[match.end() :]).strip()
            part = replace(part, text=left, bold=())
        if part.text:
            kept.append(part)
    return kept


def _read_notice(front: Front, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The cover notice from its title to its date; what stands before it is returned."""
    start = next((i for i, part in enumerate(paragraphs) if PLAN_NOTICE.match(part.plain)), None)
    if start is None:
        return paragraphs
    body, signature = without_signature(paragraphs[start + 1 :])
    notice = Notice(title=squeezed(paragraphs[start].text), span=spanning(paragraphs[start:]))
    if signature is not None:
        notice.by, notice.date = signature.by, signature.date
    if body and body[0].text[-1] in "：:":
        notice.addressees = body[0].text.rstrip("：:")
        body = body[1:]
    notice.text = joined_text(body)
    front.notice = notice
    return paragraphs[:start]


def _read_adoption(front: Front) -> None:
    _join_open_adoption(front)
    for index, piece in enumerate(front.rest[:4]):
        if not isinstance(piece, Paragraph):
            break
        if is_adoption(piece.text) or _is_open_adoption(piece):
            front.adopted = adoption_of(piece)
            del front.rest[index]
            return
    _number_after(front)


def _join_open_adoption(front: Front) -> None:
    """An adoption line without brackets may be printed over two lines."""
    window = _paragraphs(front.rest[:2])
    if len(window) < 2 or not DATE.match(window[0].text) or window[0].plain.endswith("通过"):
        return
    both = replace(window[0], text=window[0].text + window[1].text, last=window[1].last, bold=())
    if len(window[0].plain) < 45 and _is_open_adoption(both):
        front.rest[:2] = [both]


def _is_open_adoption(part: Paragraph) -> bool:
    return len(part.plain) < 70 and part.plain.endswith("通过") and DATE.search(part.text) is not None


def _number_after(front: Front) -> None:
    """A number that stands under the title, as some offices print it."""
    for index, piece in enumerate(front.rest[:2]):
        if front.doc_number is None and isinstance(piece, Paragraph) and len(piece.plain) < 40:
            left = _number_from(front, [piece])
            front.rest[index : index + 1] = left


def adoption_of(part: Paragraph) -> Adoption:
    """Date before or after the meeting, in any brackets."""
    inner = part.plain.strip("（()）〔〕【】[]")
    inner = inner[: inner.find("通过") + 2] if "通过" in inner else inner
    match = DATE.search(inner)
    without_date = inner[: match.start()] + inner[match.end() :] if match else inner
    meeting = MEETING_END.sub("", re.sub(r"^(?:已|业)?(?:经|于|由)+|^[，,]", "", without_date)).strip("，,。于")
    return Adoption(iso_date(inner), meeting or None, part.text, part.span)


def adoption_mentioned(text: str, span: Span) -> Adoption | None:
    """Adoption told in the cover notice: 已经区政协三届二次常委会议审议通过."""
    match = MENTIONED.search(squeezed(text))
    if match is None:
        return None
    meeting = re.sub(r"^(?:于|由)", "", match["meeting"])
    return Adoption(iso_date(match["date"] or ""), meeting, match[0], span)
