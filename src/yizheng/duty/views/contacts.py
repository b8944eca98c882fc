"""Contact pairs of a year and their coverage (联系制度), and the year-end summaries of sectors and bodies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, Meaning
from yizheng.ui.tags.marks import short_date

from .. import contacts, figures, forms, queries
from ..figures import Kept
from ..services import summarising, visiting
from .asking import actor_of, year_of
from .keeping import names_in, person_called, seats_called
from .office import tabs_of, years_of

SUMMARY_COLUMNS = [Column("单位"), Column("总结"), Column("哪一天", "date"), Column("谁交的")]


@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """List who keeps in contact with whom this year, and who of them was not visited yet (F024)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    rows = figures.pairs_of(year)
    shown = request.GET.get("show", "")
    seen, here = sum(bool(each.by_keeper) for each in rows), f"{address('duty:pairs')}?year={year}"
    keepers = _by_keeper([each for each in rows if _is_shown(each, shown)])
    context = {
        "year": year, "tabs": tabs_of("pairs", year), "years": years_of("duty:pairs", year, today),
        "may_pair": may("duty.visit", actor), "keepers": keepers, "shown": SHOWN.get(shown, ""),
        "figures": [
            Figure(len(rows), "结对", here, "对"), Figure(seen, SHOWN["seen"], f"{here}&show=seen", "对"),
            Figure(len(rows) - seen, SHOWN["unseen"], f"{here}&show=unseen", "对"),
            Figure(sum(not each.by_anybody for each in rows), SHOWN["nobody"], f"{here}&show=nobody", "人"),
        ],
    }  # fmt: skip
    return render(request, "duty/pairs.html", context)


SHOWN = {"seen": "联系人走访过", "unseen": "联系人还没有走访", "nobody": "今年谁也没走访"}


def _is_shown(each: Kept, shown: str) -> bool:
    stands = {"seen": bool(each.by_keeper), "unseen": not each.by_keeper, "nobody": not each.by_anybody}
    return stands.get(shown, True)


def _by_keeper(rows: list[Kept]) -> list[dict[str, Any]]:
    """Return the pairs keeper by keeper, each with what its line says."""
    found: dict[int, dict[str, Any]] = {}
    for each in rows:
        keeper = found.setdefault(each.pair.keeper_id, {"name": each.pair.keeper.name, "lines": [], "seen": 0})
        keeper["seen"] += bool(each.by_keeper)
        keeper["lines"].append({
            "name": each.pair.membership.person.name, "sector": each.pair.membership.sector,
            "words": _visited_words(each), "unpair": _unpair_url(each),
        })  # fmt: skip
    return list(found.values())


def _unpair_url(each: Kept) -> str:
    pair = each.pair
    url = address("duty:unpair", keeper=pair.keeper.public_id, member=pair.membership.public_id)
    return f"{url}?year={pair.year}"


def _visited_words(each: Kept) -> str:
    if not each.by_keeper or each.last is None:
        return "还没有走访" if not each.by_anybody else f"联系人还没有走访，别人走访{each.by_anybody}次"
    return f"走访{each.by_keeper}次，最近{short_date(each.last)}"


@require_http_methods(["GET", "POST"])
@act
def pair(request: HttpRequest) -> HttpResponse:
    """Say with which members somebody keeps in contact this year."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.visit", actor)
    form, back = forms.PairForm(request.POST if request.method == "POST" else None), address("duty:pairs")
    if request.method == "POST" and form.is_valid():
        number = _paired(form, actor)
        if number is not None:
            return done(request, f"结对{number}位委员。", to=back)
    crumbs, title = [Crumb("结对联系", back), Crumb("结对")], f"{queries.year_of(today)}年结对"
    context = {"form": form, "crumbs": crumbs, "back": back, "title": title, "label": "结对",
               "lead": "联系人可以是领导、常委或委员；结过的不重复"}  # fmt: skip
    return render(request, "duty/form.html", context, status=409 if form.non_field_errors() else 200)


def _paired(form: forms.PairForm, actor: Actor) -> int | None:
    at = timezone.now()
    today = timezone.localdate(at)
    year = queries.year_of(today)
    try:
        with transaction.atomic():
            keeper = person_called(form.cleaned_data["keeper"])
            seats = seats_called(names_in(form.cleaned_data["names"]), today)
            for seat in seats:
                visiting.pair(year=year, keeper=keeper, membership=seat, by=actor, at=at)
            return len(seats)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


@require_POST
@act
def unpair(request: HttpRequest, keeper: UUID, member: UUID) -> HttpResponse:
    """Take a pair of a year out."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.visit", actor)
    rows = contacts.pairs_visible_to(actor).filter(year=year_of(request, today))
    found = get_object_or_404(rows, keeper__public_id=keeper, membership__public_id=member)
    said = "已解除。"
    try:
        visiting.unpair(pair=found, by=actor, at=timezone.now())
    except Refused as refusal:
        said = refusal.message
    return done(request, said, to=f"{address('duty:pairs')}?year={found.year}")


@require_GET
def summaries(request: HttpRequest) -> HttpResponse:
    """List the sectors and bodies with their summary of a year, and those that have not handed in (F128)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.hand_in", actor)
    year = year_of(request, today)
    due = contacts.due_of(actor, year)
    lacking = contacts.missing(due)
    context = {
        "year": year, "years": years_of("duty:summaries", year, today), "columns": SUMMARY_COLUMNS,
        "may_read": may("duty.read", actor), "tabs": tabs_of("summaries", year),
        "figures": [
            Figure(len(due) - len(lacking), "已交", unit="份"), Figure(len(lacking), "还没有交", unit="个单位")
        ],
        "rows": [_summary_row(each) for each in due],
    }  # fmt: skip
    return render(request, "duty/summaries.html", context)


def _summary_row(each: contacts.Due) -> list[Cell]:
    row, name = each.summary, contacts.name_of(each.unit)
    if row is None:
        return [Cell(name), Cell("未交", meaning=Meaning.WARN), Cell(""), Cell("")]
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
    form = forms.SummaryForm(request.POST if request.method == "POST" else None, units=choices)
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


@require_GET
def summary(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one summary."""
    actor = actor_of(request)
    require("duty.hand_in", actor)
    found = get_object_or_404(contacts.summaries_visible_to(actor), public_id=public_id)
    crumbs = [Crumb("年终总结", f"{address('duty:summaries')}?year={found.year}"), Crumb(str(found))]
    return render(request, "duty/summary.html", {"summary": found, "crumbs": crumbs})
