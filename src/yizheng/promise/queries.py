"""Reads: promises a person may see, those on the list of a year, those that are overdue."""

from __future__ import annotations

from datetime import date

from django.db.models import Model, Q, QuerySet

from yizheng.kernel import quarantine, subjects
from yizheng.kernel.acting import Actor

from .enums import PromiseState
from .models import Promise
from .permissions import OFFICES, unit_id

OPEN = (PromiseState.RUNNING, PromiseState.REPORTED)
ORIGINS: list[str] = []
"""Kinds of objects in which promises are made, named by the rooms above (`offer_origin`)."""


def offer_origin(kind: str) -> None:
    """Say that promises are made in objects of a kind: whoever sees the object sees its promises."""
    if kind not in ORIGINS:
        ORIGINS.append(kind)


def promises_visible_to(actor: Actor) -> QuerySet[Promise]:
    """
    Return the promises a person may see.

    The offices see all of them, a unit its own, anybody else those made in what they may see.
    Rule: our decision after handbook 1.6; office-practice 3 for content under quarantine.
    """
    rows = Promise.objects.select_related("promiser_unit")
    if actor.wears(*OFFICES, "system"):
        return rows
    rows = rows.exclude(quarantine.is_closed("promise"))
    if unit_id(actor) is not None:
        return rows.filter(promiser_unit=unit_id(actor)).exclude(state=PromiseState.VOID)
    return rows.filter(_made_in_what_is_seen(actor)).exclude(state=PromiseState.VOID)


def _made_in_what_is_seen(actor: Actor) -> Q:
    seen = Q(pk__in=[])
    for kind in ORIGINS:
        seen |= Q(origin_kind=kind, origin_id__in=subjects.get(kind).visible_to(actor).values("pk"))
    return seen


def made_in(origin: Model) -> QuerySet[Promise]:
    """Return the promises made in an object that still count, by date."""
    rows = Promise.objects.filter(origin_kind=subjects.kind_of(origin), origin_id=origin.pk)
    return rows.exclude(state=PromiseState.VOID)


def made_in_all(kind: str, ids: QuerySet[Model] | list[int]) -> QuerySet[Promise]:
    """Return the promises made in several objects of a kind that still count."""
    return Promise.objects.filter(origin_kind=kind, origin_id__in=ids).exclude(state=PromiseState.VOID)


def on_list_of(year: int) -> Q:
    """Keep what was open in a year: made in it or before, and not ended before it (F063, F150)."""
    return Q(made_on__year__lte=year) & (Q(ended_on__isnull=True) | Q(ended_on__year__gte=year))


def overdue(on: date) -> Q:
    """Keep what was to be done before a day and is not even reported."""
    return Q(state=PromiseState.RUNNING, due_on__lt=on)
