"""Pages of briefs: the list, one brief, writing, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.ui.forms import NoForm, ReasonForm
from yizheng.ui.shapes import Crumb

from .. import forms, queries, services, showing
from .. import workflow as table
from ..enums import SHOWN, BriefState, GroupKind
from ..models import Brief, Group, Pack
from ..naming import Roll
from .asking import acted, actor_of, form_page, visible_or_404

PAGE_ROWS = 50


@require_GET
def briefs(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the briefs a person may read, the latest number first; drafts stand on top."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    rows = queries.briefs_visible_to(actor).filter(pack=pack).order_by("-number", "-day", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "pack": pack, "page": page, "columns": showing.BRIEF_COLUMNS,
        "rows": [showing.brief_row(each) for each in page], "crumbs": showing.crumbs(pack, "简报"),
        "writable": [(each, showing.url("new-brief", each)) for each in _writable(pack, actor)],
    }  # fmt: skip
    return render(request, "plenary/briefs.html", context)


def _writable(pack: Pack, actor: Actor) -> list[Group]:
    if pack.state not in SHOWN:
        return []
    every = [*queries.groups_of(pack, GroupKind.SMALL), *queries.groups_of(pack, GroupKind.JOINT)]
    return [each for each in every if may("plenary.write_brief", actor, each)]


@require_GET
def brief(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a brief with what was said."""
    actor = actor_of(request)
    row = get_object_or_404(queries.briefs_visible_to(actor), public_id=public_id)
    require("plenary.read", actor)
    allowed = {each.name for each in engine.available(table.BRIEF_MACHINE, row, actor)}
    context = {
        "brief": row, "pack": row.pack, "meaning": showing.BRIEF_MEANING[BriefState(row.state)],
        "statements": row.statements.select_related("membership__person", "membership__sector"),
        "acts": [(each, showing.url(each.name, row)) for each in ACTS if each.row.name in allowed],
        "change_url": showing.url("change-brief", row) if table.CHANGE_BRIEF.name in allowed else "",
        "crumbs": _way(row.pack, row.title),
    }  # fmt: skip
    return render(request, "plenary/brief.html", context)


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin the brief of a group."""
    actor, now = actor_of(request), timezone.now()
    group = get_object_or_404(queries.groups_visible_to(actor), public_id=public_id)
    require("plenary.write_brief", actor, group)
    session, made = group.pack.session, []
    first = {"day": min(max(timezone.localdate(now), session.opens), session.closes)}
    form = forms.BriefForm(request.POST or None, initial=first)

    def perform() -> None:
        wording = form.wording(Roll(queries.members_of(group)))
        made.append(services.begin_brief(group=group, wording=wording, by=actor, at=now))

    if request.method == "POST" and acted(form, perform):
        return done(request, "简报已存为草稿，写完请送核。", to=showing.url("brief", made[0]))
    return _writing(request, form, group, f"写{group.name}讨论简报", showing.url("group", group))


@require_http_methods(["GET", "POST"])
@act
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write on at a draft."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.briefs_visible_to(actor), public_id=public_id)
    require("plenary.write_brief", actor, row)
    form = forms.BriefForm(request.POST or None, initial=forms.first_brief(row))

    def perform() -> None:
        wording = form.wording(Roll(queries.members_of(row.group)))
        services.change_brief(brief=row, wording=wording, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "简报已存好。", to=showing.url("brief", row))
    return _writing(request, form, row.group, f"改{row.title}", showing.url("brief", row))


def _writing(request: HttpRequest, form: django_forms.Form, group: Group, title: str, back: str) -> HttpResponse:
    return form_page(
        request, form, title=title, label="存为草稿", back=back, crumbs=_way(group.pack, title),
        lead=f"{group.pack.session.label}{group.name}", draft=f"plenary-brief-{group.public_id}",
    )  # fmt: skip


@dataclass(frozen=True)
class BriefAct:
    """One act that asks little: its address, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    title: str
    text: str
    said: str
    perform: Callable[[Brief, Any, Actor, datetime], object]
    form: type[django_forms.Form] = NoForm
    look: str = ""


ACTS = (
    BriefAct(
        "submit-brief", table.SUBMIT_BRIEF, "送核稿", "送核以后不能再改，需要改的由办公室退回。", "已送核。",
        lambda row, _form, by, at: services.submit_brief(brief=row, by=by, at=at), look="primary",
    ),
    BriefAct(
        "check-brief", table.CHECK_BRIEF, "核稿通过", "内容、姓名看过无误，没有国家秘密和工作秘密。",
        "核稿通过，等签发。",
        lambda row, _form, by, at: services.check_brief(brief=row, by=by, at=at), look="primary",
    ),
    BriefAct(
        "issue-brief", table.ISSUE_BRIEF, "签发简报", "签发时编上期号，全体委员都能看到。", "已签发，委员收到了提示。",
        lambda row, _form, by, at: services.issue_brief(brief=row, by=by, at=at), look="primary",
    ),
    BriefAct(
        "return-brief", table.RETURN_BRIEF, "退回修改", "写明要改什么，记录员改后再送核。", "已退回。",
        lambda row, form, by, at: services.return_brief(brief=row, by=by, at=at, **form.cleaned_data),
        form=ReasonForm,
    ),
)  # fmt: skip


def view_of(brief_act: BriefAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        row = get_object_or_404(queries.briefs_visible_to(actor), public_id=public_id)
        require(brief_act.row.permission, actor, row)
        form = brief_act.form(request.POST or None)
        if request.method == "POST" and acted(form, lambda: brief_act.perform(row, form, actor, now)):
            return done(request, brief_act.said, to=showing.url("brief", row))
        context = {
            "act": brief_act, "form": form, "action": showing.url(brief_act.name, row),
            "back": showing.url("brief", row), "crumbs": _way(row.pack, brief_act.title),
        }  # fmt: skip
        return render(request, "plenary/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def _way(pack: Pack, last: str) -> list[Crumb]:
    return showing.crumbs(pack, Crumb("简报", showing.url("briefs", pack)), last)
