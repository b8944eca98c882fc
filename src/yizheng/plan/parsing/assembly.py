"""The pipeline: lines, cleaning, tables, joining, front, ending, outline, and the plan put together."""

from __future__ import annotations

from collections.abc import Sequence

from yizheng.document.reading import Document, Table
from yizheng.plan.parsing import outline
from yizheng.plan.parsing.contents import without_contents
from yizheng.plan.parsing.dates import years_in
from yizheng.plan.parsing.ending import Ending, read_ending
from yizheng.plan.parsing.front import Front, adoption_mentioned, read_front
from yizheng.plan.parsing.furniture import FOOT, looks_like_frame, sweep, sweep_bare_numbers
from yizheng.plan.parsing.joining import join
from yizheng.plan.parsing.loose_tables import with_loose_tables
from yizheng.plan.parsing.markup import without_markup
from yizheng.plan.parsing.naming import issuing_body
from yizheng.plan.parsing.openings import document_number
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, joined_text, spanning
from yizheng.plan.parsing.parts import PartStart, part_starts
from yizheng.plan.parsing.run_together import split_run_together
from yizheng.plan.parsing.tabulation import put_annexes
from yizheng.plan.parsing.text_tables import with_tables
from yizheng.plan.parsing.tree import Part, Plan, Removed, Section, Warned

NO_TITLE = "没有找到标题，请填写标题和年份。"
NO_ITEMS = "没有读到任何条目，请检查文件是否为工作要点。"
BEFORE_TITLE = "标题前有一段文字没有归入要点，请核对。"


def understand(document: Document) -> Plan:
    """Everything that can be understood of a document; the same document gives the same plan."""
    plan = Plan()
    plan.removed = [Removed(drop.line, drop.text, drop.why) for drop in document.dropped]
    plan.warnings = [Warned("reading", 1, sentence) for sentence in document.warnings]
    front = read_front(_pieces(plan, document))
    body = _without_foot(plan, front.rest)
    ending = read_ending(body)
    _put_front(plan, front)
    _put_ending(plan, ending)
    _put_body(plan, ending.main)
    _put_names(plan, front)
    _complete(plan, document)
    return plan


def _pieces(plan: Plan, document: Document) -> list[Piece]:
    blocks, removed = sweep(without_markup(document.blocks))
    blocks = with_loose_tables(with_tables(blocks))
    blocks, numbers = sweep_bare_numbers(blocks)
    plan.removed += removed + numbers
    pieces, contents = without_contents(join(blocks))
    plan.removed += contents
    return split_run_together(pieces)


def _without_foot(plan: Plan, pieces: list[Piece]) -> list[Piece]:
    """After the first line of a site's foot, short lines are the rest of that foot."""
    feet = [removed.line for removed in plan.removed if removed.why in FOOT]
    last = max((_first(piece) for piece in pieces if not _is_frame(piece)), default=0)
    start = next((line for line in sorted(feet) if line > last), None)
    if start is None:
        return pieces
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.first > start:
            plan.removed.append(Removed(piece.first, piece.text, "页尾内容"))
    return [piece for piece in pieces if isinstance(piece, Table) or piece.first < start]


def _is_frame(piece: Piece) -> bool:
    return isinstance(piece, Paragraph) and looks_like_frame(piece.text) and piece.mark is None


def _first(piece: Piece) -> int:
    return piece.number if isinstance(piece, Table) else piece.first


def _put_front(plan: Plan, front: Front) -> None:
    plan.title, plan.doc_number = front.title, front.doc_number
    plan.forwarding_notice = front.notice
    plan.adopted = front.adopted
    if plan.adopted is None and front.notice is not None:
        plan.adopted = adoption_mentioned(front.notice.text, front.notice.span)
    for part in front.repeated:
        plan.removed.append(Removed(part.first, part.text, "重复的标题"))
    for part in front.before:
        _put_before(plan, part)


def _put_before(plan: Plan, part: Paragraph) -> None:
    if looks_like_frame(part.text):
        plan.removed.append(Removed(part.first, part.text, "标题前的网页内容"))
    else:
        plan.warnings.append(Warned("before_title", part.first, BEFORE_TITLE, part.text))


def _put_ending(plan: Plan, ending: Ending) -> None:
    plan.signature, plan.imprint = ending.signature, ending.imprint
    notice = plan.forwarding_notice
    if notice is not None and ending.imprint is not None:
        notice.copy_to = ending.imprint.copy_to
        notice.issued_by, notice.issued = ending.imprint.issued_by, ending.imprint.issued
    put_annexes(plan, ending.annexes)


def _put_body(plan: Plan, paragraphs: list[Paragraph]) -> None:
    starts = part_starts(paragraphs, plan.title or "")
    if not starts:
        found = outline.read_outline(paragraphs)
        plan.preamble, plan.sections = joined_text(found.preamble), found.sections
        plan.warnings += found.warnings
        return
    plan.preamble = joined_text(paragraphs[: max(starts[0].index, 0)])
    for start, stop in zip(starts, [*starts[1:], None], strict=True):
        plan.parts.append(_part(plan, paragraphs, start, stop.index if stop else len(paragraphs)))


def _part(plan: Plan, paragraphs: Sequence[Paragraph], start: PartStart, stop: int) -> Part:
    head = paragraphs[start.index] if start.index >= 0 else None
    inner = paragraphs[start.index + 1 : stop]
    used = (head.mark.style,) if head and head.mark else ()
    found = outline.read_outline(inner, above=used)
    plan.warnings += found.warnings
    span = spanning(list(paragraphs[max(start.index, 0) : stop]))
    return Part(start.title, start.year, start.kind, span, joined_text(found.preamble), found.sections)


def _put_names(plan: Plan, front: Front) -> None:
    notice = plan.forwarding_notice
    others = [part.text for part in (*front.before, *front.repeated)]
    others += [plan.adopted.text] if plan.adopted else []
    others += [plan.signature.by or ""] if plan.signature else []
    others += [removed.text for removed in plan.removed]
    others += [plan.preamble, *(part.text for part in plan.parts)]
    plan.issuing_body = issuing_body(plan.title or "", notice.title if notice else "", others)
    plan.doc_number = plan.doc_number or _number_in_frame(plan)
    planned = [part.year for part in plan.parts if part.kind == "plan" and part.year]
    plan.year = next(iter(planned or years_in(plan.title or "") or _other_years(plan)), None)


def _number_in_frame(plan: Plan) -> str | None:
    """The number that a page prints among its own data (文号：云协〔2018〕5号)."""
    texts = (removed.text for removed in plan.removed if "文" in removed.text and "号" in removed.text)
    return next((number for text in texts if (number := document_number(text))), None)


def _other_years(plan: Plan) -> list[int]:
    date = plan.adopted.date if plan.adopted else None
    return [int(date[:4])] if date else years_in(plan.preamble)


def _complete(plan: Plan, document: Document) -> None:
    if plan.title is None:
        plan.warnings.append(Warned("no_title", 1, NO_TITLE))
    if not plan.all_items() and not plan.tasks:
        plan.warnings.append(Warned("no_items", 1, NO_ITEMS))
    plan.removed.sort(key=lambda removed: removed.line)
    plan.warnings.sort(key=lambda warned: warned.line)
    _number_nodes(plan)


def _number_nodes(plan: Plan) -> None:
    for index, part in enumerate(plan.parts, start=1):
        part.id = f"p{index}"
        _number_sections(part.sections, part.id)
    _number_sections(plan.sections, "")
    for index, task in enumerate(plan.tasks, start=1):
        task.id = f"t{index}"
    for index, topic in enumerate(plan.topics, start=1):
        topic.id = f"k{index}"


def _number_sections(sections: list[Section], above: str) -> None:
    for index, section in enumerate(sections, start=1):
        section.id = f"{above}s{index}"
        for order, item in enumerate(section.items, start=1):
            item.id = f"{section.id}i{order}"
