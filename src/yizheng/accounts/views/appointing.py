"""Pages of the three administrators: who they are, what was proposed, and the second person's decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.accounts import forms, queries
from yizheng.accounts import workflow as table
from yizheng.accounts.enums import ADMINISTRATORS, ChangeState, Role
from yizheng.accounts.models import AdministratorChange, RoleGrant, User
from yizheng.accounts.services import appointing
from yizheng.accounts.subjects import changes_visible_to
from yizheng.kernel import scoping, workflow
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Crumb

from .keeping import Asked, anybody, page_of, sent

PER_PAGE = 30
HEADING = "管理员任免"
PROPOSED = "已提出，等另一位管理员确认后生效。"
COLUMNS = (Column("任免"), Column("现状"), Column("提出人"), Column("提出日期", "date"), Column("办理人"))
MEANINGS = {
    ChangeState.PROPOSED: "warn",
    ChangeState.CONFIRMED: "ok",
    ChangeState.REFUSED: "neutral",
    ChangeState.WITHDRAWN: "neutral",
}
BUTTONS = {table.CONFIRM: ("change-confirm", "primary"), table.REFUSE: ("change-refuse", ""),
           table.WITHDRAW: ("change-withdraw", "")}  # fmt: skip


@require_GET
def administrators(request: Any) -> HttpResponse:
    """Show who the three are today, and every change that was proposed, newest first."""
    require("accounts.read_administrators", request.actor)
    rows = changes_visible_to(request.actor).order_by("-proposed_at", "-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": COLUMNS,
        "rows": [_row(each) for each in page],
        "posts": _posts(),
        "waiting": rows.filter(state=ChangeState.PROPOSED).count(),
    }
    return render(request, "accounts/keeping/administrators.html", context)


@require_GET
def change(request: Any, public_id: UUID) -> HttpResponse:
    """Show one change, and what the reader may do about it."""
    require("accounts.read_administrators", request.actor)
    row = _found(request, public_id)
    context = {
        "change": row,
        "meaning": MEANINGS[ChangeState(row.state)],
        "buttons": [
            {"url": address(f"logins:{BUTTONS[each][0]}", public_id=public_id), "label": each.label,
             "look": BUTTONS[each][1]}
            for each in workflow.available(table.ADMINISTRATOR_CHANGE_MACHINE, row, request.actor)
        ],
        "crumbs": [Crumb(HEADING, address("logins:administrators")), Crumb(str(row))],
    }  # fmt: skip
    return render(request, "accounts/keeping/change.html", context)


@require_http_methods(["GET", "POST"])
@act
def appoint(request: Any, public_id: UUID) -> HttpResponse:
    """Propose a login as one of the three; who stands alone appoints the first security administrator at once."""
    require("accounts.propose_administrator", request.actor)
    user = anybody(public_id)
    if not queries.has_second_administrator(request.actor, on=timezone.localdate()):
        return _appoint_first(request, user)
    form = forms.AdministratorForm(sent(request))

    def propose(*, role: str, **more: Any) -> AdministratorChange:
        return appointing.propose_appointment(user=user, role=Role(role), **more)

    text = "要由两个人办理：您提出，另一位管理员确认后才生效。三类管理员不能由一人兼任，也不能任命自己。"
    asked = Asked(f"提出任命{user.name}为管理员", "提出", text)
    return _perform(request, form, asked, PROPOSED, propose, page_of(user))


@require_http_methods(["GET", "POST"])
@act
def dismiss(request: Any, grant_id: int) -> HttpResponse:
    """Propose that one of the three be one no longer."""
    require("accounts.propose_administrator", request.actor)
    here = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, role__in=ADMINISTRATORS)
    grant = get_object_or_404(here.select_related("user"), pk=grant_id)
    form = forms.ReasonForm(sent(request))

    def propose(**more: Any) -> AdministratorChange:
        return appointing.propose_dismissal(grant=grant, **more)

    text = "要由两个人办理：您提出，另一位管理员确认后才生效；被免去的人自己不能确认。"
    asked = Asked(f"提出免去{grant.user.name}的“{grant.label}”", "提出", text, "danger")
    return _perform(request, form, asked, PROPOSED, propose, page_of(grant.user))


@require_http_methods(["GET", "POST"])
@act
def confirm(request: Any, public_id: UUID) -> HttpResponse:
    """Let a change take effect."""
    row = _found(request, public_id)
    require("accounts.decide_administrator", request.actor, row)
    asked = Asked(f"确认{row}", "确认", f"由{row.proposed_by.name}提出，理由：{row.reason}。确认后马上生效。")
    form = forms.NothingForm(sent(request))
    said = f"已确认：{row}。"
    return _perform(request, form, asked, said, lambda **more: appointing.confirm(change=row, **more), _url(row))


@require_http_methods(["GET", "POST"])
@act
def refuse(request: Any, public_id: UUID) -> HttpResponse:
    """Turn a change down."""
    row = _found(request, public_id)
    require("accounts.decide_administrator", request.actor, row)
    asked = Asked(f"不同意{row}", "不同意", "一切照旧；理由记入台账。")
    form = forms.ReasonForm(sent(request))
    said = f"没有{row}，一切照旧。"
    return _perform(request, form, asked, said, lambda **more: appointing.refuse(change=row, **more), _url(row))


@require_http_methods(["GET", "POST"])
@act
def withdraw(request: Any, public_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    row = _found(request, public_id)
    require("accounts.withdraw_administrator", request.actor, row)
    form = forms.NothingForm(sent(request))
    asked = Asked(f"撤回“{row}”", "撤回", "撤回后一切照旧，需要时可以重新提出。")
    return _perform(request, form, asked, "已撤回。", lambda **more: appointing.withdraw(change=row, **more), _url(row))


def _appoint_first(request: Any, user: User) -> HttpResponse:
    require("accounts.appoint_first", request.actor)
    text = "现在只有您一位管理员，所以由您一人任命安全管理员。以后任命、免去管理员都要两个人。"
    asked = Asked(f"任命{user.name}为安全管理员", "任命", text)
    form, back = forms.NothingForm(sent(request)), page_of(user)
    return _perform(request, form, asked, "已任命。", lambda **more: appointing.appoint_first(user=user, **more), back)


def _perform(
    request: Any, form: Form, asked: Asked, said: str, service: Callable[..., object], to: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            service(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, said, to=to)
    crumbs = [Crumb(HEADING, address("logins:administrators")), Crumb(asked.title)]
    context = {"form": form, "asked": asked, "back": to, "crumbs": crumbs}
    return render(request, "accounts/keeping/act.html", context, status=409 if form.non_field_errors() else 200)


def _found(request: Any, public_id: UUID) -> AdministratorChange:
    return get_object_or_404(changes_visible_to(request.actor), public_id=public_id)


def _url(row: AdministratorChange) -> str:
    return address("logins:change", public_id=row.public_id)


def _posts() -> list[tuple[str, str]]:
    """Return each of the three roles with who holds it today."""
    held = list(queries.administrators(timezone.localdate()).select_related("user"))
    return [
        (role.label, "、".join(each.user.name for each in held if each.role == role) or "还没有人")
        for role in ADMINISTRATORS
    ]


def _row(row: AdministratorChange) -> list[Cell | str]:
    return [
        Cell(str(row), url=_url(row)),
        Cell(row.get_state_display(), meaning=MEANINGS[ChangeState(row.state)]),
        row.proposed_by.name,
        f"{timezone.localtime(row.proposed_at):%Y年%-m月%-d日}",
        row.decided_by.name if row.decided_by else "",
    ]
