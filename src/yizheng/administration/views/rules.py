"""The library of rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.document.redline import compare
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, Tab

from .. import forms, queries, services, showing
from ..enums import RuleKind, RuleState
from ..models import Rule
from ..services import Wording

PAGE_ROWS = 50
SHOWN = ("in_force", "expired", "repealed")


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules in force, those that have run out, or those repealed."""
    actor, today = actor_of(request), timezone.localdate()
    require("administration.read_rules", actor)
    wanted = request.GET.get("show", "in_force")
    visible = queries.rules_visible_to(actor)
    rows = {
        "expired": queries.expired(visible, today),
        "repealed": visible.filter(state=RuleState.REPEALED),
    }.get(wanted, visible.filter(state=RuleState.IN_FORCE))
    page = Paginator(rows.order_by("title", "id"), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": showing.RULE_COLUMNS,
        "rows": [showing.rule_row(each, today) for each in page],
        "tabs": _tabs(wanted),
        "expired": queries.expired(visible, today).count(),
        "may_keep": may("administration.keep_rules", actor),
    }
    return render(request, "administration/rules.html", context)


def _tabs(wanted: str) -> list[Tab]:
    url = address("administration:rules")
    words = {"in_force": "现行", "expired": "已过有效期", "repealed": "已废止"}
    return [Tab(words[each], f"{url}?show={each}", each == wanted) for each in SHOWN]


@require_GET
def rule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a rule with all its versions, and what changed between the last two."""
    actor, today = actor_of(request), timezone.localdate()
    require("administration.read_rules", actor)
    row = get_object_or_404(queries.rules_visible_to(actor), public_id=public_id)
    versions = list(row.versions.select_related("file"))
    context = {
        "rule": row,
        "newest": versions[0],
        "versions": versions,
        "lines": compare(versions[1].text, versions[0].text) if len(versions) > 1 else [],
        "state": showing.rule_state(row, today),
        "may_keep": may("administration.keep_rules", actor) and row.state == RuleState.IN_FORCE,
        "crumbs": [Crumb("制度库", address("administration:rules")), Crumb(row.title)],
    }
    return render(request, "administration/rule.html", context)


@require_http_methods(["GET", "POST"])
@act
def adopt(request: HttpRequest) -> HttpResponse:
    """Put a rule into the library."""
    actor, now = actor_of(request), timezone.now()
    require("administration.keep_rules", actor)
    form = forms.NewRuleForm(request.POST or None, request.FILES or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = services.adopt_rule(
                    title=given["title"], kind=RuleKind(given["kind"]), keeper=given["keeper"],
                    wording=_wording(form, actor, now), by=actor, at=now,
                )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{made}已放进制度库。", to=_url(made))
    return _form_page(request, "把一件制度放进制度库", "放进制度库", form, address("administration:rules"))


@require_http_methods(["GET", "POST"])
@act
def revise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a rule new words; the old ones stay."""
    actor, now = actor_of(request), timezone.now()
    row = _kept(actor, public_id)
    newest = row.versions.first()
    form = forms.WordingForm(
        request.POST or None, request.FILES or None, initial={"text": newest.text if newest else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.revise_rule(rule=row, wording=_wording(form, actor, now), by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "修订已存为新的一版，旧版都在。", to=_url(row))
    return _form_page(request, f"修订{row}", "存为新的一版", form, _url(row), parent=row.title)


@require_http_methods(["GET", "POST"])
@act
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a rule hold longer."""
    actor, now = actor_of(request), timezone.now()
    row = _kept(actor, public_id)
    form = forms.ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.extend_rule(rule=row, valid_until=given["valid_until"], reason=given["reason"], by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "有效期已延长。", to=_url(row))
    return _form_page(request, f"延长{row}的有效期", "延长", form, _url(row), parent=row.title)


@require_http_methods(["GET", "POST"])
@act
def repeal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a rule out of force."""
    actor, now = actor_of(request), timezone.now()
    row = _kept(actor, public_id)
    form = forms.RepealForm(request.POST or None, initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.repeal_rule(rule=row, on=given["on"], reason=given["reason"], by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{row}已废止，仍可查阅。", to=_url(row))
    return _form_page(request, f"废止{row}", "废止", form, _url(row), kind="danger", parent=row.title)


def _kept(actor: Actor, public_id: UUID) -> Rule:
    visible: QuerySet[Rule] = queries.rules_visible_to(actor)
    row = get_object_or_404(visible, public_id=public_id)
    require("administration.keep_rules", actor, row)
    return row


def _wording(form: forms.WordingForm, actor: Actor, now: datetime) -> Wording:
    given = {name: form.cleaned_data[name] for name in forms.WordingForm.base_fields if name != "upload"}
    return Wording(**given, file=kept_file(form, actor, now))


def kept_file(form: django_forms.Form, actor: Actor, now: datetime) -> StoredFile | None:
    """Keep the file a form brought, None where it brought none."""
    upload = form.cleaned_data["upload"]
    return files.keep(file=upload, name=upload.name, by=actor, at=now) if upload else None


def _form_page(
    request: HttpRequest,
    title: str,
    label: str,
    form: django_forms.Form,
    back: str,
    kind: str = "primary",
    parent: str = "制度库",
) -> HttpResponse:
    crumbs = [Crumb(parent, back), Crumb(title)]
    context = {"title": title, "label": label, "form": form, "back": back, "kind": kind, "crumbs": crumbs}
    return render(request, "administration/form.html", context, status=409 if form.non_field_errors() else 200)


def _url(row: Rule) -> str:
    return address("administration:rule", public_id=row.public_id)
