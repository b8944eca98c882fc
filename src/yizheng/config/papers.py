"""What the house itself prints: the incident sheet of closed and destroyed content, to be signed and filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Closure, ClosureState
from yizheng.kernel.papers import Column, PaperOffer, Table, offer

TITLE = "内容封存销毁情况登记表"
_NOTES = ("本表只记载经过，不记载内容。", "经办人：　　　　　　确认人：　　　　　　　　　年　　月　　日")


def offer_papers() -> None:
    """Offer the incident sheet of one closure (`closure` is its public id)."""
    offer(PaperOffer("incident-sheet", TITLE, "kernel.read_closures", incident_sheet, ("docx", "pdf")))


def incident_sheet(_actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return what happened to one object's content: what, when, by whom, why; never the content."""
    closure = _asked_for(asked.get("closure", ""))
    columns = (Column("事项", 1), Column("情况", 3))
    return Table(TITLE, columns, tuple(_rows(closure)), notes=_NOTES)


def _asked_for(public_id: str) -> Closure:
    try:
        found = Closure.objects.select_related("closed_by", "asked_by", "confirmed_by")
        return found.get(public_id=UUID(public_id))
    except (ValueError, Closure.DoesNotExist):
        raise Http404("no such closure") from None


def _rows(closure: Closure) -> list[tuple[str, str]]:
    rows = [
        ("对象", f"{subjects.get(closure.kind).label}（编号 {closure.object_public_id or closure.object_id}）"),
        ("现状", closure.get_state_display()),
        ("封存", f"{_moment(closure.closed_at)}，{closure.closed_by.name}"),
        ("封存理由", closure.reason),
    ]
    if closure.asked_by is not None and closure.asked_at is not None:
        rows += [
            ("申请销毁", f"{_moment(closure.asked_at)}，{closure.asked_by.name}"),
            ("销毁理由", closure.purge_reason),
        ]
    if closure.state == ClosureState.PURGED and closure.confirmed_by is not None and closure.ended_at is not None:
        rows.append(("确认销毁", f"{_moment(closure.ended_at)}，{closure.confirmed_by.name}"))
    if closure.state == ClosureState.LIFTED and closure.ended_at is not None:
        rows.append(("解封", _moment(closure.ended_at)))
    rows += [("涉及文件（SHA-256）", digest) for digest in closure.sha256s]
    return rows


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y年%-m月%-d日 %H:%M")
