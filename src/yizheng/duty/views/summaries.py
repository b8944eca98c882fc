"""The year-end summaries of sectors and bodies: who handed in, who did not, reminding them, each one's words (F128)."""

from __future__ import annotations

from uuid import UUID

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
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, Meaning
from yizheng.ui.tags.marks import short_date

from .. import contacts, forms
from ..services import summarising
from .asking import actor_of, year_of
from .office import tabs_of, years_of

COLUMNS = [Column("单位"), Column("总结"), Column("哪一天", "date"), Column("谁交的")]
SHOWN = {"done": "已交", "missing": "还没有交"}


@require_GET
def summaries(request: HttpRequest) -> HttpResponse:
    """List the sectors and bodies with their summary of a year, and those that have not handed in (F128)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.hand_in", actor)
    year = year_of(request, today)
    due = contacts.due_of(actor, year)
    lacking, shown = contacts.missing(due), request.GET.get("show", "")
    here = f"{address('duty:summaries')}?year={year}"
    listed = [each for each in due if {"done": each.summary, "missing": not each.summary}.get(shown, True)]
    context = {
        "year": year, "years": years_of("duty:summaries", year, today), "columns": COLUMNS,
        "may_read": may("duty.read", actor), "tabs": tabs_of("summaries", year),
        "figures": [
            Figure(len(due) - len(lacking), SHOWN["done"], f"{here}&show=done", "份"),
            Figure(len(lacking), SHOWN["missing"], f"{here}&show=missing", "个单位"),
        ],
        "rows": [_summary_row(each, year) for each in listed], "shown": SHOWN.get(shown, ""),
        "year_words": str(year),
        "may_remind": bool(lacking) and may("duty.remind_units", actor), "has_some": len(lacking) < len(due),
    }  # fmt: skip
    return render(request, "duty/summaries.html", context)


def _summary_row(each: contacts.Due, year: int) -> list[Cell]:
    row, name = each.summary, contacts.name_of(each.unit)
    if row is None:
        url = f"{address('duty:hand-in')}?year={year}&unit={contacts.key_of(each.unit)}"
        return [Cell(name), Cell("未交，去交", url=url, meaning=Meaning.WARN), Cell(""), Cell("")]
    return [
        Cell(name), Cell("看总结", url=address("duty:summary", public_id=row.public_id)),
        Cell(short_date(row.handed_in_on)), Cell(row.handed_in_by_name),
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand in the summary of a unit."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.hand_in", actor)
    year, back = year_of(request, today), address("duty:summaries")
    units = {contacts.key_of(each): each for each in contacts.units_of(actor, year)}
    choices = [(key, contacts.name_of(unit)) for key, unit in units.items()]
    given, initial = request.POST if request.method == "POST" else None, {"unit": request.GET.get("unit", "")}
    form = forms.SummaryForm(given, units=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                unit, words = units[form.cleaned_data["unit"]], form.cleaned_data["words"]
                summarising.hand_in(unit=unit, year=year, words=words, by=actor, at=timezone.now())
            return done(request, "已交。", to=f"{back}?year={year}")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    crumbs = [Crumb("年终总结", f"{back}?year={year}"), Crumb("交总结")]
    context = {"form": form, "crumbs": crumbs, "back": back, "title": f"交{year}年总结", "label": "交总结",
               "lead": "写做了什么、有什么成效、明年打算"}  # fmt: skip
    return render(request, "duty/form.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["GET", "POST"])
@act
def remind(request: HttpRequest) -> HttpResponse:
    """Remind the units that have not handed in."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.remind_units", actor)
    year, refusal = year_of(request, today), None
    back = f"{address('duty:summaries')}?year={year}"
    lacking = contacts.missing(contacts.due_of(actor, year))
    if request.method == "POST":
        try:
            return done(request, _told(summarising.remind(year=year, by=actor, at=timezone.now())), to=back)
        except Refused as refused:
            refusal = refused
    context = {
        "label": "催交总结", "back": back, "refusal": refusal, "action": f"{request.path}?year={year}",
        "text": f"还有{len(lacking)}个单位没有交{year}年总结。给有账号的召集人和单位工作人员发一条提醒，一天最多一次。",
    }  # fmt: skip
    return render(request, "duty/confirm.html", context, status=409 if refusal else 200)


def _told(found: summarising.Reminded) -> str:
    said = f"已提醒{len(found.told)}个单位。"
    names = "、".join(contacts.name_of(unit) for unit in found.silent)
    return f"{said}没有人登录的{len(found.silent)}个，请打电话：{names}。" if found.silent else said


@require_GET
def summary(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one summary."""
    actor = actor_of(request)
    require("duty.hand_in", actor)
    found = get_object_or_404(contacts.summaries_visible_to(actor), public_id=public_id)
    crumbs = [Crumb("年终总结", f"{address('duty:summaries')}?year={found.year}"), Crumb(str(found))]
    return render(request, "duty/summary.html", {"summary": found, "crumbs": crumbs})
