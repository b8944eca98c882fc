"""The administrators' pages: the list of logins, one login, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.accounts import forms, naming, narrowing, queries, services
from yizheng.accounts.enums import Role
from yizheng.accounts.listing import account_rows, roles_of
from yizheng.accounts.models import RoleGrant, User
from yizheng.accounts.showing import login_facts, wrong_tries
from yizheng.accounts.subjects import logins_visible_to
from yizheng.kernel import scoping, secrets
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

SHOWN_ONCE = "shown-once"
_SEAL = "session.shown_once"


@dataclass(frozen=True)
class Asked:
    """What a page of an act says."""

    title: str
    label: str
    text: str = ""
    kind: str = "primary"


@require_GET
def listing(request: Any) -> HttpResponse:
    """List the logins of this committee; an exact login name or telephone finds those of others, too."""
    require("accounts.read", request.actor)
    sought = request.GET.get("q", "").strip()[:60]
    page = account_rows(request.actor, sought, request.GET.get("page"), at=timezone.now())
    return render(request, "accounts/keeping/list.html", {"page": page, "sought": sought})


@require_GET
def one(request: Any, public_id: UUID) -> HttpResponse:
    """Show one login, its roles, and the acts the reader may do on it."""
    require("accounts.read", request.actor)
    user, now = found(request, public_id), timezone.now()
    may_appoint = may("accounts.propose_administrator", request.actor)
    context = {
        "user_shown": user,
        "crumbs": [Crumb("账号", address("logins:list")), Crumb(user.name)],
        "facts": login_facts(user, at=now),
        "wrong_tries": wrong_tries(user, at=now) if may("accounts.unlock", request.actor) else None,
        "roles": roles_of(user),
        "may_appoint": may_appoint,
        "is_alone": may_appoint and not queries.has_second_administrator(request.actor, on=timezone.localdate(now)),
    }
    return render(request, "accounts/keeping/one.html", context)


@require_http_methods(["GET", "POST"])
@act
def open_(request: Any) -> HttpResponse:
    """Open a login."""
    require("accounts.open", request.actor)
    form = forms.OpenForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = services.open_account(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"已为{user.name}开立账号“{user.username}”。", to=page_of(user))
    asked = Asked("开立账号", "开立", "开好以后，再给他授予身份，发初始密码或登录卡。")
    return form_page(request, form, asked, address("logins:list"))


@require_http_methods(["GET", "POST"])
@act
def phone(request: Any, public_id: UUID) -> HttpResponse:
    """Give a login another telephone."""
    require("accounts.set_phone", request.actor)
    user = found(request, public_id)
    # A role here shows nothing of what a login of another committee keeps.
    is_own = user.opened_in_id in (None, scoping.current().committee_id)
    form = forms.NewPhoneForm(sent(request), initial={"phone": user.phone if is_own else ""})
    asked = Asked(f"改{user.name}的手机号", "保存")
    return _perform(request, user, form, asked, "手机号已改。", lambda **more: services.set_phone(**more))


@require_http_methods(["GET", "POST"])
@act
def close(request: Any, public_id: UUID) -> HttpResponse:
    """Close a login."""
    require("accounts.close", request.actor)
    user = found(request, public_id)
    asked = Asked(f"停用{user.name}的账号", "停用", "停用后马上不能登录；身份和台账都保留。", "danger")
    form = forms.ReasonForm(sent(request))
    return _perform(request, user, form, asked, f"{user.name}的账号已停用。", services.close_account)


@require_http_methods(["GET", "POST"])
@act
def issue_password(request: Any, public_id: UUID) -> HttpResponse:
    """Give a login a one-time password and show it once."""
    require("accounts.issue_password", request.actor)
    user = found(request, public_id)
    form = forms.NothingForm(sent(request))
    if request.method == "POST":
        try:
            password = services.issue_password(user=user, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.full_clean()
            form.add_error(None, refusal.message)
        else:
            request.session[SHOWN_ONCE] = secrets.seal(password, _SEAL)
            return redirect(address("logins:password-shown", public_id=public_id))
    text = "他现在的登录会退出，原来的密码作废。新密码只显示一次，本人第一次登录时要改掉。"
    return form_page(request, form, Asked(f"给{user.name}发初始密码", "发放", text), page_of(user))


@never_cache
@require_GET
def password_shown(request: Any, public_id: UUID) -> HttpResponse:
    """Show the password just given; a second look shows nothing."""
    require("accounts.issue_password", request.actor)
    user = found(request, public_id)
    sealed = request.session.pop(SHOWN_ONCE, None)
    password = secrets.unseal(sealed, _SEAL) if sealed else ""
    context = {"user_shown": user, "password": password, "back": page_of(user)}
    return render(request, "accounts/keeping/password.html", context)


@require_http_methods(["GET", "POST"])
@act
def unlock(request: Any, public_id: UUID) -> HttpResponse:
    """End a lock before its time."""
    require("accounts.unlock", request.actor)
    user = found(request, public_id)
    form = forms.NothingForm(sent(request))
    asked = Asked(f"给{user.name}解锁", "解锁", "请先确认是本人输错，不是有人在试他的密码。")
    return _perform(request, user, form, asked, f"{user.name}的账号已解锁，现在可以登录。", services.unlock)


@require_http_methods(["GET", "POST"])
@act
def reset_second_step(request: Any, public_id: UUID) -> HttpResponse:
    """Take away a second step that its owner has lost."""
    require("accounts.reset_second_step", request.actor)
    user = found(request, public_id)
    form = forms.ReasonForm(sent(request))
    asked = Asked(f"重置{user.name}的动态验证码", "重置", "请先当面或打电话确认是本人。重置后他登录时要重新设置。")
    said = f"{user.name}的动态验证码已重置，下次登录时重新设置。"
    return _perform(request, user, form, asked, said, services.reset_second_step)


@require_http_methods(["GET", "POST"])
@act
def grant_role(request: Any, public_id: UUID) -> HttpResponse:
    """Give a login a business role."""
    require("accounts.grant_role", request.actor)
    user, today = anybody(public_id), timezone.localdate()
    scopes = narrowing.all_choices(today)
    form = forms.RoleForm(sent(request), scopes=scopes, initial={"valid_from": today})

    def give(*, role: str, label: str, scope: str, **more: Any) -> RoleGrant:
        kind, thing = narrowing.parsed(scope)
        thing_name = dict(scopes).get(scope, "").partition("：")[2]
        named = label.strip() or naming.hat_name(role, kind, thing_name)
        return services.grant_role(role=Role(role), label=named, scope_kind=kind, scope_id=thing, **more)

    asked = Asked(f"给{user.name}授予身份", "授予")
    return _perform(request, user, form, asked, "身份已授予，他刷新页面就能看到。", give)


@require_http_methods(["GET", "POST"])
@act
def end_role(request: Any, grant_id: int) -> HttpResponse:
    """End a role from today on; of the three administrators two persons do."""
    require("accounts.end_role", request.actor)
    here = RoleGrant.objects.filter(committee_id=scoping.current().committee_id)
    grant = get_object_or_404(here.select_related("user"), pk=grant_id)
    form = forms.ReasonForm(sent(request))

    def end(*, user: User, **more: Any) -> RoleGrant:
        return services.end_role(grant=grant, on=timezone.localdate(), **more)

    asked = Asked(
        f"终止{grant.user.name}的“{grant.label}”身份", "终止", "从今天起不再有这个身份，以前办过的事不变。", "danger"
    )
    return _perform(request, grant.user, form, asked, f"{grant.user.name}的“{grant.label}”身份已终止。", end)


def sent(request: HttpRequest) -> Any:
    """Return what was posted, be it nothing: an act that asks nothing is sent empty."""
    return request.POST if request.method == "POST" else None


def found(request: Any, public_id: UUID) -> User:
    """Find a login of this committee."""
    return get_object_or_404(logins_visible_to(request.actor), public_id=public_id)


def anybody(public_id: UUID) -> User:
    """Find a login of whatever committee: to serve a second committee it is given a role there."""
    return get_object_or_404(User, public_id=public_id, is_active=True)


def _perform(
    request: Any, user: User, form: Form, asked: Asked, said: str, service: Callable[..., object]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            service(user=user, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, said, to=page_of(user))
    return form_page(request, form, asked, page_of(user))


def form_page(request: HttpRequest, form: Form, asked: Asked, back: str) -> HttpResponse:
    """Draw the page of an act."""
    crumbs = [Crumb("账号", address("logins:list")), Crumb(asked.title)]
    return render(request, "accounts/keeping/act.html", {"form": form, "asked": asked, "back": back, "crumbs": crumbs})


def page_of(user: User) -> str:
    """Return the address of a login."""
    return address("logins:one", public_id=user.public_id)
