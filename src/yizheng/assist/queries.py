"""Reads: the version in use, duties of units, judgements, and the record of decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from yizheng.kernel.models import Closure
from yizheng.kernel.quarantine import OPEN_STATES

from .enums import ModelState, Question, Verdict
from .models import Decision, DutyText, Judgement, ModelVersion

Item = tuple[str, int]


def version_in_use(question: str, area: str) -> ModelVersion | None:
    """Return the version activated last whose content is whole, without its content; None: only what was shipped."""
    rows = ModelVersion.objects.filter(question=question, area=area, state=ModelState.READY, activated_at__isnull=False)
    return rows.exclude(learned={}).defer("learned", "holds").order_by("-activated_at", "-id").first()


def last_trained(question: str, area: str) -> ModelVersion | None:
    """Return the version trained last, used or not, without its content."""
    rows = ModelVersion.objects.filter(question=question, area=area, state=ModelState.READY)
    return rows.exclude(learned={}).defer("learned", "holds").order_by("-number").first()


def duties_by_unit() -> dict[int, str]:
    """Return by unit what it is there for, in the last version written."""
    rows = DutyText.objects.order_by("unit_id", "-ordinal").distinct("unit_id")
    return {unit: text for unit, text in rows.values_list("unit_id", "text") if text}


def decisions(question: str, areas: Iterable[str]) -> QuerySet[Decision]:
    """Return what was decided last on each object of some areas; objects under quarantine are left out."""
    closed = Closure.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"), state__in=OPEN_STATES)
    rows = Decision.objects.filter(question=question, kind__in=list(areas), is_latest=True)
    return rows.exclude(Exists(closed))


def decided_since(question: str, area: str, moment: datetime | None) -> int:
    """Return how many objects of an area were decided after a moment."""
    rows = Decision.objects.filter(question=question, kind=area, is_latest=True)
    return (rows.filter(decided_at__gt=moment) if moment else rows).count()


def verdicts_about(item: Item) -> dict[Item, Verdict]:
    """Return what persons say of an item and others, the last word of each pair; two queries."""
    kind, pk = item
    found: dict[Item, Verdict] = {}
    rows = Judgement.objects.order_by("kind_a", "id_a", "kind_b", "id_b", "-id")
    rows = rows.distinct("kind_a", "id_a", "kind_b", "id_b")
    for own, far in (("a", "b"), ("b", "a")):
        mine = rows.filter(**{f"kind_{own}": kind, f"id_{own}": pk})
        for far_kind, far_id, verdict in mine.values_list(f"kind_{far}", f"id_{far}", "verdict"):
            found[far_kind, far_id] = Verdict(verdict)
    return {far: verdict for far, verdict in found.items() if verdict != Verdict.TAKEN_BACK}


def judged_pairs(kinds: Iterable[str]) -> QuerySet[Judgement]:
    """Return the last word on each pair whose both ends are of these kinds."""
    wanted = list(kinds)
    rows = Judgement.objects.filter(kind_a__in=wanted, kind_b__in=wanted)
    rows = rows.order_by("kind_a", "id_a", "kind_b", "id_b", "-id").distinct("kind_a", "id_a", "kind_b", "id_b")
    return Judgement.objects.filter(pk__in=rows.values("pk")).exclude(verdict=Verdict.TAKEN_BACK)


def questions_of(areas: Iterable[str]) -> list[tuple[Question, str]]:
    """Return what is learned in some areas, in a steady order."""
    from . import sources

    wanted = set(areas)
    return [(each.question, each.area) for each in sources.offered() if each.area in wanted]
