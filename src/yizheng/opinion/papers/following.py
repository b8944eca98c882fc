"""Lists of what follows the signing, to be taken out: slips in hand, points of a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Table, offer
from yizheng.ui.shapes import Cell

from .. import points
from .. import queries_following as queries
from .. import showing_following as showing


def offer_papers() -> None:
    """Offer the slips in hand, and the points of a year (it takes `year`)."""
    offer(
        PaperOffer("opinion-slips", "社情民意转办单清单", "opinion.see_desk", slips),
        PaperOffer("opinion-points", "社情民意积分表", "opinion.see_desk", year_points),
    )


def slips(actor: Actor, _asked: Mapping[str, str]) -> Table:
    """Return the slips that are not settled, the nearest day first."""
    today = timezone.localdate()
    rows = queries.slips_in_full(actor).filter(state__in=queries.OPEN).order_by("due_on", "id")
    lines = tuple(_words(cells) for cells in showing.slip_rows(rows, today, with_unit=True))
    columns = tuple(Column(each.label, 3 if each.label == "标题" else 1) for each in showing.SLIP_COLUMNS)
    return Table("社情民意转办单清单", columns, lines, subtitle=f"{today:%Y年%-m月%-d日}在办", landscape=True)


def year_points(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the points of a year by author, in the order of names. Raises: Http404."""
    given, today = asked.get("year", ""), timezone.localdate()
    if not given.isdigit() or not 1949 <= int(given) <= today.year:
        raise Http404("no year")
    year = int(given)
    rule = points.rule_of(year, today)
    found = points.by_author(points.entries_of_year(year), rule)
    lines = tuple(_words(showing.author_row(each, year)) for each in found)
    columns = tuple(Column(each.label, pad_names=each.label == "作者") for each in showing.POINT_COLUMNS)
    return Table(f"{year}年社情民意积分表", columns, lines, notes=(rule.words,))


def _words(cells: list[Cell]) -> tuple[str, ...]:
    return tuple(str(cell.text) for cell in cells)
