"""A plan as an official document: what its template is filled with. Rule: GB/T 9704-2012, handbook 13."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from yizheng.document.typesetting.measures import TITLE_CHARACTERS_A_LINE
from yizheng.document.typesetting.titles import title_lines
from yizheng.kernel.papers import Letter
from yizheng.ui.tags.marks import long_date

from .. import phrases
from ..enums import DRAFT_PLAN_STATES
from ..importing.draft import HEADING_CHARS
from ..models import PlanItem, PlanSection, PlanTask, PlanTopic, WorkPlan
from .annex import AnnexMonth, annex_of, short_body
from .word import unmarked

Line = dict[str, str]
NOT_RECORDED = "（通知正文以原件为准）"
DRAFT = "草案"
GROUP_MARK = "｜"
_AFTER_BODY = re.compile(r"(?<=委员会)(?=\d{4}年)")
_ENDS = "。！？：；.!?:;…"
_PLAIN_NUMBER = " 　.．、,，"


@dataclass(frozen=True)
class WholePlan:
    """A plan with everything that is printed of it, each in document order."""

    plan: WorkPlan
    sections: Sequence[PlanSection]
    items: Sequence[PlanItem]
    tasks: Sequence[PlanTask]
    topics: Sequence[PlanTopic]


def letter_of(whole: WholePlan) -> Letter:
    """Return the plan as a letter: cover notice of 批转 where there is one, text, annexes, imprint."""
    plan = whole.plan
    values = {
        **_notice(plan.reissue or {}),
        "title": _broken(plan.title),
        "number": plan.doc_number,
        "adopted": _adopted(plan),
        "lines": list(_lines(whole)),
        **_signed(plan),
        **_annexes(whole),
        **_foot(plan),
    }
    return Letter("work_plan", plan.title, values)


def _broken(title: str) -> str:
    """A title too long for a line is broken after the body that it names, so that the name stays whole."""
    if len(title) <= TITLE_CHARACTERS_A_LINE:
        return title
    return _AFTER_BODY.sub("\n", title, count=1)


def _adopted(plan: WorkPlan) -> str:
    if plan.state in DRAFT_PLAN_STATES:
        return DRAFT
    day = long_date(plan.adopted_on) if plan.adopted_on else ""
    return f"{day}{plan.adopted_meeting}通过" if day or plan.adopted_meeting else ""


def _notice(notice: dict[str, Any]) -> dict[str, Any]:
    """The Party committee's words are its own: what was not recorded of them is not made up."""
    if not notice:
        return {}
    return {
        "notice_number": notice.get("number"),
        "notice_title": _broken(str(notice.get("title") or "")),
        "notice_to": str(notice.get("addressees") or "").rstrip("：:"),
        "notice_lines": _split(notice.get("text")) or [NOT_RECORDED],
        "notice_by": notice.get("by"),
        "notice_date": _day(notice.get("date")),
    }


def _lines(whole: WholePlan) -> Iterator[Line]:
    plan = whole.plan
    yield from _texts(plan.preamble)
    of_section: dict[int, list[PlanItem]] = {}
    for item in whole.items:
        of_section.setdefault(item.section_id, []).append(item)
    parts = list(plan.parts)
    standing = None
    for section in whole.sections:
        if standing != (section.kind, section.year):
            standing = (section.kind, section.year)
            yield from _part(parts, section)
        yield from _section(section, of_section.get(section.pk, []))
    for part in parts:
        yield from _part_lines(part)


def _part(parts: list[dict[str, Any]], section: PlanSection) -> Iterator[Line]:
    """Print the parts up to that of a section, where a page holds a review and a plan; each is printed once."""
    place = next((n for n, part in enumerate(parts) if _holds(part, section)), None)
    if place is None:
        return
    for _ in range(place + 1):
        yield from _part_lines(parts.pop(0))


def _holds(part: dict[str, Any], section: PlanSection) -> bool:
    return part.get("kind") == section.kind and part.get("year") in (None, section.year)


def _part_lines(part: dict[str, Any]) -> Iterator[Line]:
    if part.get("title"):
        yield _line("part", str(part["title"]))
    yield from _texts(part.get("text"))


def _section(section: PlanSection, items: Iterable[PlanItem]) -> Iterator[Line]:
    if section.title or section.number:
        yield _line("section", str(section))
    yield from _texts(section.text)
    groups: list[str] = []
    for item in items:
        wanted = [name for name in item.group.split(GROUP_MARK) if name]
        yield from (_line("group", name) for n, name in enumerate(wanted) if wanted[: n + 1] != groups[: n + 1])
        groups = wanted
        yield from _item(item)


def _item(item: PlanItem) -> Iterator[Line]:
    """An item's heading runs on into its text; where the plan prints no heading, the text stands alone."""
    first, *rest = _split(item.text) or [""]
    head = "" if item.heading == item.text[:HEADING_CHARS] else item.heading
    if head and first and head[-1] not in _ENDS:
        head = f"{head}。"
    number = number_of(item)
    yield _line("item", first, f"{number}{head}") if head else _line("item", f"{number}{first}")
    yield from (_line("text", line) for line in rest)


def number_of(item: PlanItem) -> str:
    """
    Return the number of an item as it is set: 1、 and 1． become "1. ", any other numbering stays as printed.

    Rule: GB/T 9704-2012, 7.3.3.
    """
    raw = item.number_raw.strip()
    digits = raw.strip(_PLAIN_NUMBER)
    return f"{digits}. " if digits.isascii() and digits.isdigit() else raw


def _signed(plan: WorkPlan) -> dict[str, str]:
    """
    Return signature and date: as printed at the end, else who issued and the day of adoption.

    Rule: the date of what a meeting adopts is the day it did (GB/T 9704-2012, 7.3.5; Regulations on documents).
    """
    signature = (plan.imprint or {}).get("signature") or {}
    day = _day(signature.get("date")) or (long_date(plan.adopted_on) if plan.adopted_on else "")
    return {"signature": signature.get("by") or plan.issuing_body, "date": day}


def _annexes(whole: WholePlan) -> dict[str, Any]:
    """The task table comes first, then the topics, then whatever else was attached. Rule: our decision."""
    plan, names = whole.plan, sorted(whole.plan.attachments, key=_place)
    annex = annex_of(plan, whole.tasks)
    task_title = next((name for name in names if _place(name) == 0), annex.title)
    topic_title = next((name for name in names if _place(name) == 1), _topic_title(plan))
    made = [*([task_title] if whole.tasks else []), *([topic_title] if whole.topics else [])]
    others = [(str(each.get("title") or ""), str(each.get("text") or "")) for each in plan.annexes]
    listed = list(dict.fromkeys([*made, *names, *(title for title, _ in others if title)]))
    labels = iter(["附件"] if len(made) + len(others) == 1 else [f"附件{n}" for n in range(1, 99)])
    return {
        "annexes": listed,
        "task_label": next(labels) if whole.tasks else "",
        "task_title": task_title,
        "tasks": list(chain.from_iterable(map(_month, annex.months))),
        "task_note": unmarked(annex.remark),
        "topic_label": next(labels) if whole.topics else "",
        "topic_title": topic_title,
        "topics": [_topic(topic, place) for place, topic in enumerate(whole.topics, start=1)],
        "others": [line for other in others for line in _other(next(labels), *other)],
    }


def _place(name: str) -> int:
    return 0 if "任务" in name else 1 if "课题" in name else 2


def _topic_title(plan: WorkPlan) -> str:
    return f"{short_body(plan.issuing_body)}{plan.year}年重点调研课题安排"


def _month(month: AnnexMonth) -> list[Line]:
    return [
        {
            "month": month.label if place == 0 else "",
            "content": row.content,
            "leaders": row.leaders,
            "departments": row.departments,
            "struck": "1" if row.struck else "",
        }
        for place, row in enumerate(month.rows)
    ]


def _topic(topic: PlanTopic, place: int) -> Line:
    return {
        "number": topic.number.strip(_PLAIN_NUMBER) or str(place),
        "title": topic.title,
        "lead": topic.lead_text,
        "department": topic.department_text,
        "members": f"{phrases.names(topic.members_text)}{'等' if topic.plus_other_members else ''}",
        "due": f"{topic.due_month}月" if topic.due_month else "",
    }


def _other(label: str, title: str, text: str) -> Iterator[Line]:
    yield _line("label", label)
    if title:
        yield _line("title", "\n".join(title_lines(title)))
    yield from _texts(text)


def _foot(plan: WorkPlan) -> dict[str, str]:
    """Return the imprint: that of the cover notice where there is one, since it closes the whole."""
    foot = plan.reissue or (plan.imprint or {}).get("imprint") or {}
    return {
        "copies": "，".join(foot.get("copy_to") or []),
        "printed_by": foot.get("issued_by") or "",
        "printed_on": _day(foot.get("issued")),
    }


def _day(written: Any) -> str:
    """A recorded day in words; what is no ISO day stays as it was printed."""
    try:
        return long_date(date.fromisoformat(str(written or "")))
    except ValueError:
        return str(written or "")


def _split(text: Any) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _texts(text: Any) -> Iterator[Line]:
    return (_line("text", line) for line in _split(text))


def _line(kind: str, text: str, head: str = "") -> Line:
    return {"kind": kind, "head": head, "text": text}
