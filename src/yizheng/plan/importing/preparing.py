"""The tree of an import from what was parsed: names looked up, items suggested, rows proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yizheng.plan.enums import SectionKind
from yizheng.plan.importing.draft import Draft, Head, Item, Json, Part, Row, Section, Topic
from yizheng.plan.importing.naming import LookUp, name_row, names_in
from yizheng.plan.proposing import DraftRow, propose_rows
from yizheng.plan.suggesting import Confidence, PlanText, Suggestion, suggest_items, suggest_topic_items


def prepare(parsed: Json, *, look_up: LookUp, departments: Sequence[str] = ()) -> Draft:
    """
    Return the tree a clerk will look at, from the output of `plan parse`.

    A plan without a task table gets proposed rows, each with its sentence (F145); `departments` are the
    names they may be given to. Nothing that was parsed is left out.
    """
    draft = _text(parsed)
    draft.tasks = [_row(draft, task, look_up) for task in parsed.get("tasks", [])]
    draft.topics = [_topic(draft, topic) for topic in parsed.get("topics", [])]
    if not draft.tasks:
        _propose(draft, departments, look_up)
    suggest(draft)
    return draft


def suggest(draft: Draft) -> None:
    """Suggest an item for each task and topic that has none; a person may choose another."""
    items = draft.planned_items()
    texts = plan_texts(items)
    rows = [row for row in draft.tasks if not row.item]
    for row, found in zip(rows, suggest_items([row.content for row in rows], texts), strict=True):
        _put_suggestion(row, found, items)
    topics = [topic for topic in draft.topics if not topic.item]
    for topic, found in zip(topics, suggest_topic_items([t.title for t in topics], texts), strict=True):
        _put_suggestion(topic, found, items)


def plan_texts(items: Sequence[Item]) -> list[PlanText]:
    """Return the items as the suggestions read them; the id is the place in the list."""
    return [PlanText(index, number_of(item.number_raw), item.heading, item.text) for index, item in enumerate(items)]


def number_of(number_raw: str) -> int | None:
    """Return the number as printed, 7． is 7; None for （三） and for none."""
    digits = number_raw.strip("、.．,，（）() 　")
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else None


def _put_suggestion(serving: Row | Topic, found: Suggestion | None, items: Sequence[Item]) -> None:
    if found is None:
        return
    serving.item, serving.item_reason = items[found.item_id].id, found.reason
    if isinstance(serving, Row):
        serving.confidence = found.confidence.value


def _propose(draft: Draft, departments: Sequence[str], look_up: LookUp) -> None:
    items = draft.planned_items()
    proposed = propose_rows(plan_texts(items), departments=departments, year=draft.head.year)
    draft.tasks = [_proposed_row(draft, row, items[row.item_id], look_up) for row in proposed]
    draft.is_proposed = bool(proposed)


def _proposed_row(draft: Draft, row: DraftRow, item: Item, look_up: LookUp) -> Row:
    """A proposal is ticked where the text itself says when; the rest waits for the clerk's tick."""
    made = Row(
        draft.new_id(),
        content=row.content,
        month=row.month_start,
        month_end=row.month_end if row.month_end != row.month_start else None,
        all_year=row.all_year,
        leaders=[look_up("leaders", name, row.month_start) for name in names_in(row.leaders_text)],
        departments=[look_up("departments", name, row.month_start) for name in names_in(row.departments_text)],
        item=item.id,
        item_reason=row.reason,
        confidence=Confidence.SURE.value,
        source=row.source,
        taken=row.month_start is not None or row.all_year,
        first_line=item.first_line,
        last_line=item.last_line,
    )
    name_row(made, names_in(row.leaders_text), names_in(row.departments_text), made.month, look_up)
    return made


def _text(parsed: Json) -> Draft:
    draft = Draft(head=_head(parsed))
    parts = parsed.get("parts") or [
        {"kind": SectionKind.PLAN.value, "year": parsed.get("year"), "sections": parsed["sections"]}
    ]
    draft.parts = [_part(draft, part) for part in parts]
    draft.notice, draft.imprint = parsed.get("forwarding_notice"), parsed.get("imprint")
    draft.signature = parsed.get("signature")
    for name in ("attachments", "annexes", "removed", "warnings"):
        setattr(draft, name, list(parsed.get(name) or []))
    return draft


def _head(parsed: Json) -> Head:
    adopted = parsed.get("adopted") or {}
    return Head(
        issuing_body=parsed.get("issuing_body") or "",
        title=parsed.get("title") or "",
        year=parsed.get("year"),
        doc_number=parsed.get("doc_number") or "",
        adopted_on=adopted.get("date") or "",
        adopted_meeting=adopted.get("meeting") or "",
        preamble=parsed.get("preamble") or "",
        remark=parsed.get("remark") or "",
    )


def _part(draft: Draft, part: Json) -> Part:
    return Part(
        draft.new_id(),
        kind=part["kind"],
        title=part.get("title") or "",
        year=part.get("year"),
        text=part.get("text") or "",
        sections=[_section(draft, section) for section in part["sections"]],
        **_lines(part),
    )


def _section(draft: Draft, section: Json) -> Section:
    return Section(
        draft.new_id(),
        number=section.get("number") or "",
        title=section.get("title") or "",
        text=section.get("text") or "",
        items=[_item(draft, item) for item in section["items"]],
        **_lines(section),
    )


def _item(draft: Draft, item: Json) -> Item:
    return Item(
        draft.new_id(),
        number_raw=item.get("number_raw") or "",
        title=item.get("title") or "",
        text=item.get("text") or "",
        group=item.get("group") or "",
        **_lines(item),
    )


def _row(draft: Draft, task: Json, look_up: LookUp) -> Row:
    month = task["month"]
    row = Row(
        draft.new_id(),
        content=task["content"],
        month=month,
        month_end=task.get("month_end") if task.get("month_end") != month else None,
        all_year=month is None and "全年" in (task.get("month_raw") or ""),
        note=task.get("note") or "",
        **_lines(task),
    )
    name_row(row, task["leaders"], task["departments"], month, look_up)
    return row


def _topic(draft: Draft, topic: Json) -> Topic:
    return Topic(
        draft.new_id(),
        number=topic.get("number") or "",
        title=topic["title"],
        lead=topic.get("lead") or "",
        department=topic.get("department") or "",
        members=list(topic.get("members") or []),
        plus_other_members=bool(topic.get("plus_other_members")),
        due_month=topic.get("due_month"),
        text=topic.get("text") or "",
        **_lines(topic),
    )


def _lines(node: Json) -> dict[str, Any]:
    """A node without lines of its own stands nowhere: 0."""
    return {"first_line": node.get("first_line") or 0, "last_line": node.get("last_line") or 0}
