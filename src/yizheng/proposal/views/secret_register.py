"""The register of paper items that are 工作秘密: they are never written here, only that they exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Column, Crumb
from yizheng.ui.tags.marks import long_date

from ..models import SecretRegisterEntry
from ..services import secret_register
from ..subjects.reading import entries_visible_to
from .asking import actor_of
from .offers import offer_on_list

PAGE_ROWS = 50
COLUMNS = (Column("编号"), Column("登记日期"), Column("保管人"))


class EntryForm(forms.Form):
    """Number, date, custodian: nothing else is asked for, so that nothing else is written down."""

    number = forms.CharField(
        label="编号", max_length=40, help_text="纸质件上的编号，不写题名和内容。",
        error_messages={"required": "请填写纸质件上的编号。"},
    )  # fmt: skip
    registered_on = forms.DateField(
        label="登记日期", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请选择登记日期。", "invalid": "日期写得不对，请重新选。"},
    )  # fmt: skip
    custodian = forms.CharField(label="保管人", max_length=60, error_messages={"required": "请填写谁在保管。"})


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """List the entries, the newest first."""
    actor = actor_of(request)
    require("secret_register.read", actor)
    rows = entries_visible_to(actor).order_by("-registered_on", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": COLUMNS,
        "rows": [_row(each) for each in page],
        "may_add": may("secret_register.keep", actor),
        "crumbs": [Crumb("提案", address("proposal:proposals")), Crumb("工作秘密登记")],
    }
    return render(request, "proposal/secret_register.html", context)


@require_http_methods(["GET", "POST"])
@act
def add(request: HttpRequest) -> HttpResponse:
    """Enter one paper item."""
    actor, now = actor_of(request), timezone.now()
    require("secret_register.keep", actor)
    form = EntryForm(request.POST or None, initial={"registered_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                secret_register.register_paper(**form.cleaned_data, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "已登记。原件请按保密规定保管。", to=address("proposal:secret-register"))
    crumbs = [Crumb("工作秘密登记", address("proposal:secret-register")), Crumb("登记一件")]
    context: dict[str, Any] = {"form": form, "crumbs": crumbs, "back": address("proposal:secret-register")}
    return render(request, "proposal/secret_register_add.html", context, status=409 if form.non_field_errors() else 200)


@offer_on_list
def _on_list(actor: Actor) -> Iterator[tuple[str, str, str]]:
    if may("secret_register.read", actor):
        yield address("proposal:secret-register"), "工作秘密登记", ""


def _row(entry: SecretRegisterEntry) -> list[str]:
    return [entry.number, long_date(entry.registered_on), entry.custodian]
