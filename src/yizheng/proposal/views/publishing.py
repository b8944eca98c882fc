"""Pages of publication: what could be public, the public copy with its readings."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import ledger
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.kernel.together import Asked, Steps, side_by_side
from yizheng.org.configuration import value
from yizheng.ui.forms import ReasonForm
from yizheng.ui.shapes import Cell, Column, Crumb, Meaning, Tab

from ..enums import PublicationState as P
from ..forms.publishing import LeaderForm, PublicTextForm, ReviewForm
from ..keys import PUBLISH_WORKDAYS
from ..models import Proposal, Publication
from ..publishable import why_not
from ..queries import publishing as queries
from ..services import publishing as services
from ..standing import OFFICE_READERS
from ..workflow import publishing as table
from .acting import PageAct, url_of, view_of
from .asking import actor_of, proposal_or_404
from .offers import offer

PAGE_ROWS = 50
MEANING = {
    P.PREPARED: Meaning.NEUTRAL, P.FIRST_READ: Meaning.BUSY, P.SECOND_READ: Meaning.BUSY, P.PUBLISHED: Meaning.OK,
    P.REFUSED: Meaning.WARN, P.TAKEN_DOWN: Meaning.WARN,
}  # fmt: skip
COLUMNS = [
    Column("编号"),
    Column("案由"),
    Column("提案人"),
    Column("公开程度"),
    Column("状态"),
    Column("公开日期", "date"),
]
WAITING_COLUMNS = [
    Column("编号"),
    Column("案由"),
    Column("提案人"),
    Column("办结", "date"),
    Column("应在此日前公开", "date"),
]


def publication_or_404(actor: Actor, public_id: UUID) -> Publication:
    """Return a publication the person may see."""
    return get_object_or_404(queries.publications_visible_to(actor).select_related("proposal"), public_id=public_id)


@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    """List the public copies by state, and what waits to be prepared."""
    actor = actor_of(request)
    require("publication.list", actor)
    state = request.GET.get("state", "")
    rows = queries.publications_visible_to(actor).order_by("-prepared_on", "-id")
    page = Paginator(rows.filter(state=state) if state in P.values else rows, PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    url = address("proposal:publications")
    tabs = [
        Tab("待准备", address("proposal:to-publish")), Tab("全部", url, not state),
        *(Tab(str(each.label), f"{url}?state={each.value}", each.value == state) for each in P),
    ]  # fmt: skip
    shown = {"page": page, "tabs": tabs, "columns": COLUMNS, "rows": [_row(each) for each in page]}
    return render(request, "proposal/publishing/publications.html", shown)


@require_GET
def to_publish(request: HttpRequest) -> HttpResponse:
    """List the answered proposals without a public copy, with the day by which they should be public."""
    actor = actor_of(request)
    require("publication.list", actor)
    page = Paginator(queries.waiting(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    tabs = [Tab("待准备", address("proposal:to-publish"), True, page.paginator.count),
            Tab("公开稿", address("proposal:publications"))]  # fmt: skip
    rows = _waiting_rows(list(page))
    shown = {"page": page, "tabs": tabs, "columns": WAITING_COLUMNS, "rows": rows, "is_waiting": True}
    return render(request, "proposal/publishing/publications.html", shown)


@require_GET
def publication(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a public copy exactly as it is or will be public, what was taken out, and its readings."""
    actor = actor_of(request)
    require("publication.list", actor)
    row = publication_or_404(actor, public_id)
    names = {each.name for each in engine.available(table.PUBLICATION_MACHINE, row, actor)}
    rows = ledger.history("publication", row.pk)
    context = {
        "publication": row,
        "meaning": MEANING[P(row.state)],
        "removed": _counted(row.removed),
        "readings": [(each.actor_name, each.at, each.act) for each in rows],
        "acts": [(each.label, url_of(each, row), each.look) for each in ACTS if each.name in names],
        "crumbs": [Crumb("公开", address("proposal:publications")), Crumb(row.title)],
        "proposal_url": address("proposal:proposal", public_id=row.proposal.public_id),
        "refusal": why_not(row.proposal) if row.state != P.PUBLISHED else None,
    }
    return render(request, "proposal/publishing/publication.html", context)


def _row(row: Publication) -> list[Cell]:
    url = address("proposal:publication", public_id=row.public_id)
    day = f"{row.published_on.month}月{row.published_on.day}日" if row.published_on else ""
    return [
        Cell(row.number), Cell(row.title, url=url), Cell(row.proposer), Cell(row.get_level_display()),
        Cell(row.get_state_display(), meaning=MEANING[P(row.state)]), Cell(day),
    ]  # fmt: skip


def due_of(closed: date, today: date) -> date:
    """Return the day by which a proposal closed on a day should be public. Rule: handbook 5.10."""
    return add_workdays(closed, value(PUBLISH_WORKDAYS, on=today), work_calendar()).due_on


def _waiting_rows(rows: list[Proposal]) -> list[list[Cell]]:
    today = timezone.localdate()
    closed = [each.closed_on or each.replied_on for each in rows]
    dues = {day: due_of(day, today) for day in set(closed) if day is not None}
    return [_waiting_row(each, day, dues[day] if day else None, today) for each, day in zip(rows, closed, strict=True)]


def _waiting_row(row: Proposal, closed: date | None, due: date | None, today: date) -> list[Cell]:
    late = due is not None and due < today
    return [
        Cell(row.number),
        Cell(row.title, url=address("proposal:prepare-publication", public_id=row.public_id)),
        Cell(row.proposer_name),
        Cell(_day(closed)),
        Cell(_day(due), meaning=Meaning.OVER if late else ""),
    ]


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _counted(removed: list[dict[str, Any]]) -> list[tuple[str, int]]:
    kinds = [str(each["kind"]) for each in removed]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def _text_form(request: HttpRequest, row: Publication) -> PublicTextForm:
    first = {"title": row.title, "text": row.text, "reply_text": row.reply_text}
    return PublicTextForm(request.POST if request.method == "POST" else None, initial=first)


def _page_of(proposal: Proposal) -> str:
    made = Publication.objects.filter(proposal=proposal).first()
    name = "proposal:publication" if made else "proposal:proposal"
    return address(name, public_id=made.public_id if made else proposal.public_id)


PREPARE: PageAct[Proposal] = PageAct(
    "prepare-publication", "publication.read", "准备公开稿",
    "手机号、住址等个人信息会自动隐去；联系人和电话不会公开。公开稿经三次审核才上网。",
    "准备公开稿", "公开稿已备好，请逐字看过再审。",
    proposal_or_404, lambda row, _form, by, at: services.prepare(proposal=row, by=by, at=at), after=_page_of,
)  # fmt: skip
ACTS: tuple[PageAct[Publication], ...] = (
    PageAct(
        "first_reading", "publication.read", "公开稿初审", "初审时把保密审查的结论一并记下。",
        "初审通过", "初审通过，请另一个人复审。",
        publication_or_404,
        lambda row, form, by, at: services.first_reading(
            publication=row, confidentiality_review=form.cleaned_data["confidentiality_review"], by=by, at=at
        ),
        form=ReviewForm,
    ),
    PageAct(
        "second_reading", "publication.read", "公开稿复审", "请由没有初审过的人复审。",
        "复审通过", "复审通过，请终审。",
        publication_or_404, lambda row, _form, by, at: services.second_reading(publication=row, by=by, at=at),
    ),
    PageAct(
        "publish", "publication.publish", "公开稿终审", "终审通过以后，任何人都能在公开网页上看到。",
        "终审通过并公开", "已公开。",
        publication_or_404,
        lambda row, form, by, at: services.publish(
            publication=row, leader=form.cleaned_data["leader"], by=by, at=at
        ),
        form=LeaderForm,
    ),
    PageAct(
        "change_public_text", "publication.read", "修改公开稿", "改过以后从初审重新开始。",
        "保存", "已改好，请重新初审。",
        publication_or_404,
        lambda row, form, by, at: services.change_text(publication=row, by=by, at=at, **form.cleaned_data),
        form=_text_form, look="",
    ),
    PageAct(
        "refuse_publication", "publication.read", "不公开", "写明理由；以后可以重新准备。",
        "不公开", "已定为不公开。",
        publication_or_404,
        lambda row, form, by, at: services.refuse(
            publication=row, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        form=ReasonForm, look="",
    ),
    PageAct(
        "prepare_again", "publication.read", "重新准备公开稿", "按提案和答复现在的样子重写公开稿。",
        "重新准备", "公开稿已重写。",
        publication_or_404, lambda row, _form, by, at: services.prepare_again(publication=row, by=by, at=at),
    ),
    PageAct(
        "take_down", "publication.read", "撤下公开内容", "公开网页上立刻看不到它；审核的记录还在。",
        "撤下", "已撤下。",
        publication_or_404,
        lambda row, form, by, at: services.take_down(
            publication=row, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        form=ReasonForm, look="danger",
    ),
)  # fmt: skip


@Asked
def offered(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    """Return the way to the public copy from the page of a proposal."""
    if not actor.wears(*OFFICE_READERS) or not may("publication.list", actor):
        return []
    made, reason = yield from side_by_side(_made(proposal), why_not.steps(proposal))
    if made:
        return [(address("proposal:publication", public_id=made[0].public_id), "看公开稿", "")]
    if not may("publication.read", actor, proposal) or reason is not None:
        return []
    return [(url_of(PREPARE, proposal), "准备公开稿", "")]


def _made(proposal: Proposal) -> Steps[list[Publication]]:
    made: list[Publication] = yield Publication.objects.filter(proposal=proposal).order_by("pk")[:1]
    return made


prepare = view_of(PREPARE)
offer(offered)
