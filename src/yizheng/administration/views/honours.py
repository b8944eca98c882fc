"""The register of honours and the appraisals of staff."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require

from .. import forms, queries, services, showing
from ..enums import Grade, HonourLevel
from ..services import Holder
from .rules import PAGE_ROWS, _form_page, actor_of, kept_file


@require_GET
def honours(request: HttpRequest) -> HttpResponse:
    """List the honours, those of one year where asked."""
    actor = actor_of(request)
    require("administration.read_honours", actor)
    visible = queries.honours_visible_to(actor)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    wanted = int(asked) if asked.isdecimal() and int(asked) in years else None
    rows = visible.filter(year=wanted) if wanted else visible
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "honours": [showing.honour_row(each) for each in page],
        "tabs": showing.year_tabs(years, wanted),
        "may_keep": may("administration.keep_honours", actor),
    }
    return render(request, "administration/honours.html", context)


@require_http_methods(["GET", "POST"])
@act
def register(request: HttpRequest) -> HttpResponse:
    """Enter an honour."""
    actor, now = actor_of(request), timezone.now()
    require("administration.keep_honours", actor)
    form = forms.HonourForm(request.POST or None, request.FILES or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                services.register_honour(
                    title=given["title"], level=HonourLevel(given["level"]), awarded_by=given["awarded_by"],
                    awarded_on=given["awarded_on"], holder=Holder(given["body"], given["person_name"]),
                    file=kept_file(form, actor, now), by=actor, at=now,
                )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"“{given['title']}”已登记。", to=address("administration:honours"))
    return _form_page(request, "登记一项荣誉", "登记", form, address("administration:honours"), parent="荣誉")


@require_http_methods(["GET", "POST"])
@act
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that an honour was taken back."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.honours_visible_to(actor), public_id=public_id)
    require("administration.keep_honours", actor, row)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_honour(honour=row, reason=form.cleaned_data["reason"], by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "已注明撤销。", to=address("administration:honours"))
    back = address("administration:honours")
    return _form_page(request, f"撤销“{row.title}”", "撤销", form, back, kind="danger", parent="荣誉")


@require_http_methods(["GET", "POST"])
@act
def appraisals(request: HttpRequest) -> HttpResponse:
    """List the appraisals of staff and enter one; for the secretary-general alone."""
    actor, now = actor_of(request), timezone.now()
    require("administration.appraise", actor)
    first = {"year": timezone.localdate(now).year}
    form = forms.AppraisalForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.record_appraisal(
                person=given["person_name"], year=given["year"], grade=Grade(given["grade"]),
                decided_on=given["decided_on"], decided_by=given["decided_by"], remark=given["remark"],
                by=actor, at=now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "考核等次已登记。", to=address("administration:appraisals"))
    page = Paginator(queries.appraisals_visible_to(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "columns": showing.APPRAISAL_COLUMNS,
        "rows": [showing.appraisal_row(each) for each in page],
    }
    return render(request, "administration/appraisals.html", context, status=409 if form.non_field_errors() else 200)
