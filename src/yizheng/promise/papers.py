"""The list of promises, to be printed or taken out."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Table, offer

from . import queries, showing
from .enums import PromiseState


def offer_papers() -> None:
    """Offer the list of a year; it takes `year`."""
    offer(PaperOffer("promises", "承诺清单", "promise.read", promises))


def promises(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the promises that were open in a year, as this person may see them. Raises: Http404."""
    given = asked.get("year", "")
    if not given.isdigit():
        raise Http404("no year")
    rows = queries.promises_visible_to(actor).filter(queries.on_list_of(int(given))).exclude(state=PromiseState.VOID)
    today = timezone.localdate()
    lines = tuple(tuple(str(cell.text) for cell in showing.row(each, today)) for each in rows.order_by("due_on", "id"))
    columns = tuple(Column(each.label, 3 if n == 0 else 1) for n, each in enumerate(showing.COLUMNS))
    return Table(f"{given}年承诺清单", columns, lines, landscape=True)
