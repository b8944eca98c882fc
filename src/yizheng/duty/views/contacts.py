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
from yizheng.ui.shapes import Crumb, Figure
from yizheng.ui.tags.marks import short_date

from .. import contacts, figures, forms, queries
from ..figures import Kept
from ..services import visiting
from .asking import actor_of, year_of
from .keeping import names_in, person_called, seats_called
from .office import tabs_of, years_of


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
