"""The lists of the assignment conference and the sheet for a dispute (handbook 5.5, 5.6; office-practice 19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Column, Letter, PaperOffer, Table, offer
from yizheng.kernel.permissions import require
from yizheng.kernel.scoping import current
from yizheng.ui.tags.marks import long_date

from ..enums import ShareRole
from ..models import AdjustRequest, Handling, Reply
from ..queries.assigning import progress_of, requests_visible_to
from ..services.adjusting import window_of

MOST_ROWS = 5_000
FOLLOWS = "handling.see_progress"


def offer_assignment_papers() -> None:
    """Offer the lists; the sheet for a dispute takes `request`, its public id."""
    offer(
        PaperOffer("assignment-list", "交办清单", FOLLOWS, assignment_list),
        PaperOffer("assignment-receipts", "回执表", FOLLOWS, receipts, formats=("xlsx", "docx", "pdf")),
        PaperOffer("adjustment-sheet", "调整呈批单", FOLLOWS, adjustment_sheet, formats=("docx", "pdf")),
    )


def assignment_list(actor: Actor, _asked: Mapping[str, str]) -> Table:
    """Return who handles what: a row a proposal, the units by their way of handling, the latest date."""
    columns = (
        Column("编号", 0.8), Column("案由", 3), Column("提案人", 1, pad_names=True), Column("主办", 1.3),
        Column("会办", 1.5), Column("分办", 1.5), Column("期限", 1, "center"),
    )  # fmt: skip
    by_proposal: dict[int, list[Handling]] = {}
    for each in _handlings(actor):
        by_proposal.setdefault(each.proposal_id, []).append(each)
    rows = tuple(_list_row(given) for given in by_proposal.values())
    return Table("提案交办清单", columns, rows, notes=("单独办理的单位列在“主办”一栏。",), landscape=True)


def _handlings(actor: Actor) -> list[Handling]:
    rows = progress_of(actor).order_by("proposal__session_id", "proposal__filed_between", "proposal__filed_no", "order")
    return list(rows[:MOST_ROWS])


def _list_row(given: list[Handling]) -> tuple[str, ...]:
    def units(*roles: ShareRole) -> str:
        return "、".join(str(each.unit) for each in given if each.role in roles)

    proposal = given[0].proposal
    return (
        proposal.number, proposal.title, proposal.proposer_name, units(ShareRole.SOLE, ShareRole.HOST),
        units(ShareRole.CO), units(ShareRole.SEPARATE), max(each.due_on for each in given).isoformat(),
    )  # fmt: skip


def receipts(actor: Actor, _asked: Mapping[str, str]) -> Table:
    """Return the receipts to be filled in and read back: a row a unit, what is known already filled in."""
    columns = (
        Column("编号", 0.8), Column("单位", 1.4), Column("案由", 2.4), Column("签收日期", 1), Column("面商日期", 1),
        Column("答复文号", 1.2), Column("答复日期", 1), Column("类别", 0.6), Column("签发人", 0.9),
    )  # fmt: skip
    handlings = _handlings(actor)
    replies = {each.handling_id: each for each in Reply.objects.filter(handling__in=handlings).order_by("id")}
    rows = tuple(_receipt(each, replies.get(each.pk)) for each in handlings)
    note = "日期写成 2026-03-12；填好以后读回系统，填了哪项就记哪项。"
    return Table("提案办理回执表", columns, rows, notes=(f"说明：{note}",), landscape=True)


def _receipt(each: Handling, reply: Reply | None) -> tuple[str, ...]:
    return (
        each.proposal.number, str(each.unit), each.proposal.title, _iso(each.signed_on), _iso(each.contacted_on),
        reply.doc_no if reply else "", _iso(reply.signed_on) if reply else "", reply.class_mark if reply else "",
        reply.signed_by_name if reply else "",
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def adjustment_sheet(actor: Actor, asked: Mapping[str, str]) -> Letter:
    """Return the sheet on which a leader decides a dispute between units (呈批单). Raises: Http404."""
    rows = requests_visible_to(actor).select_related("handling__proposal", "handling__unit", "suggested_unit")
    request = get_object_or_404(rows, public_id=_id(asked))
    require("handling.decide_adjustment", actor, request)
    steps = [{"label": "领导", "kind": "审批", "words": request.leader_name}]
    return Letter(
        "approval_sheet",
        f"{request.handling.proposal.number}提案承办单位调整",
        {
            "committee": Committee.objects.get(pk=current().committee_id).full_name, "chain": "提案承办单位协调",
            "summary": _facts(request), "steps": steps, "clerk": actor.name,
            "date": long_date(timezone.localdate()),
        },
    )  # fmt: skip


def _facts(request: AdjustRequest) -> str:
    handling = request.handling
    suggested = f"建议改由{request.suggested_unit}办理" if request.suggested_unit else "没有建议改由哪个单位"
    return (
        f"《{handling.proposal.title}》（{handling.proposal.number}）{long_date(handling.assigned_on)}交{handling.unit}"
        f"{handling.get_role_display()}办理。该单位{long_date(request.requested_on)}申请调整（期限{long_date(window_of(handling))}），"
        f"由{request.signed_by_name}签字，{suggested}，理由：{request.reason}。应于{long_date(request.decide_by)}前决定。"
    )


def _id(asked: Mapping[str, str]) -> UUID:
    try:
        return UUID(asked.get("request", ""))
    except ValueError:
        raise Http404("no such request") from None
