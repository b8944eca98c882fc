"""Pages of matters told at contact points and studios: the list, writing one down, what becomes of it (F074)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.plain import Block, Button, PlainList, PlainPage, Row, boxes_of, draw_list, draw_page, tabs_of
from yizheng.ui.shapes import Cell, Crumb, Meaning
from yizheng.ui.tags.marks import long_date

from ..enums import MatterState
from ..forms_sourcing import ExplainForm, MatterForm
from ..models import ContactMatter
from ..services import sourcing_matters as services
from ..subjects.sourcing import matters_visible_to
from .acting import NewAct, PageAct, url_of
from .asking import actor_of
from .sources_plain import timeline_of

MEANING = {
    MatterState.TOLD: Meaning.WARN, MatterState.EXPLAINED: Meaning.OK, MatterState.OPINION: Meaning.OK,
    MatterState.PETITION: Meaning.NEUTRAL,
}  # fmt: skip


def matter_or_404(actor: Actor, public_id: UUID) -> ContactMatter:
    """Return a matter the person may see."""
    return get_object_or_404(matters_visible_to(actor).select_related("point", "opinion"), public_id=public_id)


def _form(request: HttpRequest, actor: Actor) -> MatterForm:
    today = timezone.localdate()
    if request.method == "POST":
        return MatterForm(request.POST, on=today, actor=actor)
    return MatterForm(on=today, actor=actor, initial={"told_on": today})


def _noted(form: MatterForm, by: Actor, at: datetime) -> str:
    matter = services.note(**form.cleaned_data, by=by, at=at)
    return address("opinion:matter", public_id=matter.public_id)


def _draft(matter: ContactMatter) -> str:
    """Go on to the draft once the matter has become one."""
    now = ContactMatter.objects.select_related("opinion").get(pk=matter.pk)
    if now.opinion is None:
        return address("opinion:matter", public_id=matter.public_id)
    return address("opinion:write", public_id=now.opinion.public_id)


NEW = NewAct(
    "new-matter", "matter.keep", "登记来访事项", "来访人说的事，先记下来；怎么处理可以稍后再定。", "保存", "已登记。",
    "opinion:matters", "来访事项", _form, _noted,
)  # fmt: skip
EXPLAIN = PageAct(
    "explain-matter", "matter.keep", "当面答复", "能当面说清的，记一句怎么答复的。", "保存", "已记下。", matter_or_404,
    lambda matter, form, by, at: services.explain(
        matter=matter, disposal=form.cleaned_data["disposal"], by=by, at=at
    ),
    form=ExplainForm,
)  # fmt: skip
RAISE = PageAct(
    "raise-matter", "matter.keep", "转社情民意",
    "会按来访内容起一份草稿，补上问题和建议就可以报送；来访人姓名不带过去。",
    "转为社情民意", "草稿已写好开头，请接着写。", matter_or_404,
    lambda matter, _form, by, at: services.raise_opinion(matter=matter, by=by, at=at), after=_draft,
)  # fmt: skip
REFER = PageAct(
    "refer-matter", "matter.keep", "引导信访渠道", "属于信访、举报、诉讼的事，按统一口径告诉来访人去哪里反映。",
    "已告知来访人", "已记下。", matter_or_404,
    lambda matter, _form, by, at: services.refer(matter=matter, by=by, at=at),
)  # fmt: skip
ACTS: tuple[PageAct[Any], ...] = (EXPLAIN, RAISE, REFER)


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """List the matters told at the person's contact point, the newest first."""
    actor, state = actor_of(request), request.GET.get("state", "")
    require("matter.read", actor)
    rows = matters_visible_to(actor).select_related("point")
    if state in MatterState.values:
        rows = rows.filter(state=state)
    shown = PlainList(
        title="来访事项", heading="来访事项", columns=("日期", "事项", "联络站", "处理"), row=_row,
        empty=("还没有来访事项", "群众在联络站、委员工作室说的事，在手机上随手记下来。"), icon="message", unit="件",
        lead="联络站、委员工作室听到的事",
        buttons=[(address("opinion:new-matter"), "登记来访", "primary")] if may("matter.keep", actor) else [],
        tabs=tabs_of(address("opinion:matters"), "state", MatterState.choices, state),
    )  # fmt: skip
    return draw_list(request, rows.order_by("-told_on", "-id"), shown)


@require_GET
def matter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one matter: what was told, what became of it."""
    actor = actor_of(request)
    require("matter.read", actor)
    found = matter_or_404(actor, public_id)
    blocks = [
        Block("来访内容", text=found.text, facts=[
            ("联络站", str(found.point)), ("日期", long_date(found.told_on)), ("来访人", found.teller or "没有登记"),
        ]),
        *([Block("怎么处理的", text=found.disposal)] if found.disposal else []),
    ]  # fmt: skip
    page = PlainPage(
        title=found.title, crumbs=[Crumb("来访事项", address("opinion:matters")), Crumb(found.title)],
        state=found.get_state_display(), meaning=MEANING[MatterState(found.state)], buttons=_buttons(found, actor),
        blocks=blocks, boxes=boxes_of(found, actor), timeline=timeline_of(found),
    )  # fmt: skip
    return draw_page(request, page)


def _buttons(found: ContactMatter, actor: Actor) -> list[Button]:
    if found.state != MatterState.TOLD or not may("matter.keep", actor):
        return []
    return [(url_of(RAISE, found), "转社情民意", "primary"), (url_of(EXPLAIN, found), "当面答复", ""),
            (url_of(REFER, found), "引导信访渠道", "")]  # fmt: skip


def _row(each: ContactMatter) -> Row:
    url = address("opinion:matter", public_id=each.public_id)
    state = Cell(each.get_state_display(), meaning=MEANING[MatterState(each.state)])
    return (long_date(each.told_on), Cell(each.title, url), str(each.point), state)
