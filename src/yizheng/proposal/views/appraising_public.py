"""What anybody may read of appraisals: published results by grade, and the excellent proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org.configuration import value
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import long_date

from .. import grading, keys
from ..models import AppraisalRound, AppraisalSubject, AwardSelection, AwardState, RoundState, UnitAppraisal
from ..queries import appraisal as queries

MOST = 5
"""How many of each kind the page shows: the newest."""


@dataclass(frozen=True)
class Published:
    """One published result: its title, note and table."""

    title: str
    note: str
    columns: list[Column]
    rows: list[list[Cell]]


@require_GET
def results(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show the published results of a committee: grades, ranks only where they were decided to be shown."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        shown = [*_rounds(), *_meetings(), *_awards()]
        return render(request, "proposal/public/appraisals.html", {"committee": committee, "results": shown})


def _rounds() -> list[Published]:
    rows = AppraisalRound.objects.filter(state=RoundState.PUBLISHED).order_by("-published_on", "-id")[:MOST]
    found = []
    for each in rows:
        assert each.published_on is not None, "published rounds have a day"
        results_ = queries.public_unit_results(each)
        ranks = [one.rank for one in results_] if value(keys.SHOW_RANKS, on=each.published_on) else []
        lines = [(str(one.unit), one.grade) for one in results_]
        found.append(
            _table(
                each.title, f"提案人评办理，等次：{'、'.join(w for w, _ in grading.parsed(each.grades))}", lines, ranks
            )
        )
    return found


def _meetings() -> list[Published]:
    rows = UnitAppraisal.objects.filter(state=RoundState.PUBLISHED, subject=AppraisalSubject.UNITS)
    found = []
    for each in rows.order_by("-published_on", "-id").prefetch_related("units__unit")[:MOST]:
        entries = list(each.units.all())
        places = grading.ranks([entry.score for entry in entries]) if each.show_ranks else []
        note = f"{long_date(each.held_on)}无记名投票"
        found.append(_table(each.title, note, [(str(entry), entry.grade) for entry in entries], places))
    return found


def _table(title: str, note: str, lines: list[tuple[str, str]], ranks: Sequence[int | None]) -> Published:
    """Without ranks the lines stand by grade as given to units, never by score."""
    columns = [Column("承办单位"), Column("等次"), *([Column("名次", "number")] if ranks else [])]
    if not ranks:
        return Published(title, note, columns, [[Cell(name), Cell(grade or "无")] for name, grade in sorted(lines)])
    placed = sorted(zip(lines, ranks, strict=True), key=lambda each: (each[1] is None, each[1] or 0))
    rows = [[Cell(name), Cell(grade or "无"), Cell(str(place or ""))] for (name, grade), place in placed]
    return Published(title, note, columns, rows)


def _awards() -> list[Published]:
    selections = AwardSelection.objects.filter(state=AwardState.PUBLISHED).order_by("-year")[:MOST]
    columns = [Column("编号"), Column("案由"), Column("提案人")]
    return [
        Published(f"{each.year}年优秀提案", f"{each.decided_by}审定", columns, _awarded(each)) for each in selections
    ]


def _awarded(selection: AwardSelection) -> list[list[Cell]]:
    rows = queries.public_awards(selection)
    return [[Cell(each.proposal.number), Cell(each.proposal.title), Cell(each.proposal.proposer_name)] for each in rows]
