"""What the information office and the signers see on their desks: what waits, urgent first; totals for leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import light
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.kernel.together import totals as totals_of
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard, Line
from yizheng.ui.shapes import LIGHT_MEANING, Figure, Meaning

from .. import listing, queries
from ..enums import OpinionState as S
from ..enums import Urgency
from ..filters import OpinionFilter
from ..models import Opinion
from ..showing import url_of

STAGES = (("waiting", "待审核"), ("editing", "编辑中"), ("signing", "送审签"), ("approved", "待编发"))
MOST = 5


@dataclass(frozen=True)
class Waiting:
    """How many pieces stand at each stage, how many urgent ones wait, and the first of what has to be read."""

    counts: dict[str, int]
    urgent: int
    first: list[Opinion]
    on: date


@Asked
def read_waiting(actor: Actor, on: date) -> Steps[Waiting | None]:
    """Return what waits on the editors' desk; None for other hats."""
    if not actor.wears(Role.OPINION_CLERK):
        return None
    rows, wanted = queries.opinions_visible_to(actor), OpinionFilter(group="waiting")
    urgent = rows.filter(state__in=(S.SUBMITTED, S.EDITING, S.SIGNING, S.APPROVED), urgency=Urgency.URGENT)
    counts, [pressing], first = yield (
        rows.order_by().values_list("state").annotate(n=Count("pk")),
        totals_of(urgent, n=Count("pk")),
        listing.in_order(wanted.apply(rows), wanted)[:MOST],
    )
    return Waiting(dict(counts), pressing["n"], first, on)


def waiting(found: Waiting) -> dict[str, Any]:
    """Return the card: each number opens its list, each line its piece."""
    states = {"waiting": S.SUBMITTED, "editing": S.EDITING, "signing": S.SIGNING, "approved": S.APPROVED}
    figures = [
        Figure(found.counts.get(states[group], 0), label, listing.url_for(group=group), "篇") for group, label in STAGES
    ]
    if found.urgent:
        url = listing.url_for(urgency=Urgency.URGENT)
        figures.insert(0, Figure(found.urgent, "紧急件", url, "篇", meaning=Meaning.OVER))
    calendar = work_calendar()
    lines = []
    for each in found.first:
        shown = light(each.review_due, found.on, calendar) if each.review_due else None
        word, meaning = (shown.words, str(LIGHT_MEANING[shown.colour])) if shown else ("", "neutral")
        mark = "【紧急】" if each.urgency == Urgency.URGENT else ""
        lines.append(Line(f"{mark}{each}", url_of(each), word, meaning, f"{each.number}　{each.source_name}"))
    return {"title": "社情民意", "figures": figures, "lines": lines, "more": "全部",
            "url": listing.url_for(group="waiting")}  # fmt: skip


@Asked
def read_totals(actor: Actor, on: date) -> Steps[dict[str, int] | None]:
    """Return the year's totals for who may see figures but not every piece: numbers only (office-practice 5)."""
    if actor.wears(Role.OPINION_CLERK) or not may("opinion.see_figures", actor):
        return None
    rows = Opinion.objects.filter(year=on.year).exclude(state__in=(S.DRAFT, S.WITHDRAWN))
    [found] = yield totals_of(
        rows, received=Count("pk"), issued=Count("pk", filter=Q(issued_on__isnull=False)),
        above=Count("pk", filter=Q(state=S.ADOPTED_UP)), instructed=Count("pk", filter=Q(state=S.INSTRUCTED)),
    )  # fmt: skip
    return found if found["received"] else None


def totals(found: dict[str, int]) -> dict[str, Any]:
    """Return the card; the numbers open no list: who is not named does not learn of single pieces."""
    labels = (("received", "收到"), ("issued", "编发"), ("above", "上级采用"), ("instructed", "有批示"))
    return {
        "title": "今年社情民意",
        "figures": [Figure(found[name], label, "", "篇") for name, label in labels],
        "lines": [],
    }


CARDS = (
    DeskCard("opinion-waiting", MAIN, LINES, read_waiting, waiting, own=True),
    DeskCard("opinion-totals", ASIDE, LINES, read_totals, totals),
)
