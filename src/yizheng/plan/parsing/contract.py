"""The stable JSON of `yizheng plan parse`: the printed facts only, in fixed keys; places and ids stay inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .tree import Item, Json, Plan, Section, squeezed

_TASK = ("month", "order", "content", "leaders", "departments")
_TOPIC = ("number", "title", "lead", "department", "members", "plus_other_members", "due_month")
_NOTICE = ("title", "by", "date", "issued_by", "issued", "copy_to")
_REMOVED = ("line", "text", "why")
_ITEM = ("number", "number_raw", "title", "text", "body_head", "body_tail")


def contract(plan: Plan) -> Json:
    """
    Return the object other programs may rely on.

    A page that holds a review and a plan has `parts` in place of `sections`. Text that stands outside items
    (`preamble`, a section's or part's `text`, `annexes`) is added where there is some, so that none is lost; an
    item's `group` (a bare heading above it), `signature` and `imprint` only stand where the paper has them.
    """
    return {
        **_head(plan),
        **_foot(plan),
        **_outline(plan),
        "tasks": _rows(plan.tasks, _TASK),
        "topics": _rows(plan.topics, _TOPIC),
        "removed": _rows(plan.removed, _REMOVED),
        "warnings": [warned.to_json() for warned in plan.warnings],
    }


def _head(plan: Plan) -> Json:
    adopted = plan.adopted
    return {
        "issuing_body": plan.issuing_body,
        "title": plan.title,
        "year": plan.year,
        "doc_number": plan.doc_number,
        "adopted": adopted and {"date": adopted.date, "meeting": adopted.meeting},
        "attachments": plan.attachments,
        "forwarding_notice": plan.forwarding_notice and _chosen(plan.forwarding_notice.to_json(), _NOTICE),
        "remark": plan.remark,
        "preamble": plan.preamble,
        "annexes": [{"title": annex.title, "text": annex.text} for annex in plan.annexes],
    }


def _foot(plan: Plan) -> Json:
    found: Json = {}
    if plan.signature is not None:
        found["signature"] = _chosen(plan.signature.to_json(), ("by", "date"))
    if plan.imprint is not None:
        found["imprint"] = _chosen(plan.imprint.to_json(), ("copy_to", "issued_by", "issued"))
    return found


def _outline(plan: Plan) -> Json:
    if not plan.parts:
        return {"sections": _sections(plan.sections)}
    return {
        "parts": [
            {"title": p.title, "year": p.year, "kind": p.kind, "text": p.text, "sections": _sections(p.sections)}
            for p in plan.parts
        ]
    }


def _sections(sections: Iterable[Section]) -> list[Json]:
    return [
        {"number": s.number, "title": s.title, "text": s.text, "items": [_item(item) for item in s.items]}
        for s in sections
    ]


def _item(item: Item) -> Json:
    group = {"group": item.group} if item.group else {}
    return {**_chosen(item.to_json(), _ITEM), "body_chars": len(squeezed(item.text)), **group}


def _rows(nodes: Iterable[Any], keys: tuple[str, ...]) -> list[Json]:
    return [_chosen(node.to_json(), keys) for node in nodes]


def _chosen(values: Json, keys: tuple[str, ...]) -> Json:
    return {key: values[key] for key in keys}
