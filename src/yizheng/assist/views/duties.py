"""What units are there for: the list, pasting many at once, changing one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.queries import units_in_force
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import moment

from .. import queries, services
from ..forms import DutyForm, PasteForm, read_duties
from ..models import DutyText
from .asking import actor_of, crumbs

COLUMNS = (Column("单位"), Column("职责"), Column("登记于"))
SHOWN_CHARS = 60


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """List the units with what they are there for; those without come first."""
    actor = actor_of(request)
    require("assist.see_suggestions", actor)
    keeps, last = may("assist.keep_duties", actor), _last()
    units = sorted(units_in_force(timezone.localdate()), key=lambda unit: unit.pk in last)
    context = {
        "columns": COLUMNS, "rows": [_row(unit, last.get(unit.pk), keeps) for unit in units], "keeps": keeps,
        "written": sum(unit.pk in last for unit in units), "count": len(units), "crumbs": crumbs("单位职责"),
    }  # fmt: skip
    return render(request, "assist/duties.html", context)


def _last() -> dict[int, DutyText]:
    rows = DutyText.objects.order_by("unit_id", "-ordinal").distinct("unit_id")
    return {each.unit_id: each for each in rows if each.text}


def _row(unit: object, duty: DutyText | None, keeps: bool) -> list[Cell | str]:
    url = address("assist:duty", public_id=unit.public_id) if keeps else ""  # type: ignore[attr-defined]
    if duty is None:
        return [Cell(str(unit), url), "还没有登记，按单位名称推荐", ""]
    text = duty.text.replace("\n", "")
    return [
        Cell(str(unit), url),
        text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…",
        f"{moment(duty.written_at)}，{duty.written_by_name}，第{duty.ordinal}稿",
    ]


@require_http_methods(["GET", "POST"])
@act
def paste(request: HttpRequest) -> HttpResponse:
    """Take duties pasted from Excel or Word; what was pasted stays on the page when it is not understood."""
    actor, now = actor_of(request), timezone.now()
    require("assist.keep_duties", actor)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            texts = read_duties(form.cleaned_data["text"], timezone.localdate(now))
            kept = services.keep_duties(texts=texts, by=actor, at=now)
        except Refused as refusal:
            form.add_error("text", refusal.message)
        else:
            return done(request, f"{len(kept)}个单位的职责已登记。", to=address("assist:duties"))
    context = {"form": form, "crumbs": crumbs("贴入职责")}
    return render(request, "assist/paste.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@act
def duty(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what one unit is there for; earlier versions stay."""
    actor, now = actor_of(request), timezone.now()
    require("assist.keep_duties", actor)
    unit = get_object_or_404(units_in_force(timezone.localdate(now)), public_id=public_id)
    form = DutyForm(request.POST or None, initial={"text": queries.duties_by_unit().get(unit.pk, "")})
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_duties(texts={unit: form.cleaned_data["text"]}, by=actor, at=now)
        except Refused as refusal:
            form.add_error("text", refusal.message)
        else:
            return done(request, f"{unit}的职责已登记。", to=address("assist:duties"))
    context = {
        "unit": unit, "form": form, "crumbs": crumbs(str(unit)),
        "earlier": list(DutyText.objects.filter(unit=unit).order_by("-ordinal")[:20]),
    }  # fmt: skip
    return render(request, "assist/duty.html", context, status=409 if form.errors else 200)
