"""The thread (来龙去脉): where an object came from and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from . import subjects
from .acting import Actor
from .models import ThreadLink
from .together import Asked, Steps, in_rounds, side_by_side


@dataclass(frozen=True)
class End:
    """The far end of a link, as one person may see it."""

    kind: str
    label: str
    title: str
    caption: str
    url: str
    relation: str
    at: datetime
    obj: Any


def link(origin: Model, outcome: Model, *, relation: str, at: datetime) -> ThreadLink:
    """Say that `outcome` came of `origin`; the same link twice is one link. Call it inside the act."""
    row, _ = ThreadLink.objects.get_or_create(
        origin_kind=subjects.kind_of(origin),
        origin_id=origin.pk,
        outcome_kind=subjects.kind_of(outcome),
        outcome_id=outcome.pk,
        relation=relation,
        defaults={"at": at},
    )
    return row


def link_all(pairs: Iterable[tuple[Model, Model, str]], *, at: datetime) -> None:
    """Say of many pairs (origin, outcome, relation) what `link` says of one, in one statement."""
    ThreadLink.objects.bulk_create(
        (
            ThreadLink(
                origin_kind=subjects.kind_of(origin),
                origin_id=origin.pk,
                outcome_kind=subjects.kind_of(outcome),
                outcome_id=outcome.pk,
                relation=relation,
                at=at,
            )
            for origin, outcome, relation in pairs
        ),
        ignore_conflicts=True,
    )


def unlink(origin: Model, outcome: Model, *, relation: str) -> None:
    """Take a mistaken link back; the ledger row of the correcting act keeps its trace."""
    ThreadLink.objects.filter(
        origin_kind=subjects.kind_of(origin),
        origin_id=origin.pk,
        outcome_kind=subjects.kind_of(outcome),
        outcome_id=outcome.pk,
        relation=relation,
    ).delete()


def came_from(obj: Model, actor: Actor) -> list[End]:
    """Return what the object came from, oldest first. Ends the actor may not see are not even counted."""
    links = ThreadLink.objects.filter(outcome_kind=subjects.kind_of(obj), outcome_id=obj.pk)
    return _alone(links, actor, "origin")


def led_to(obj: Model, actor: Actor) -> list[End]:
    """Return what came of the object, oldest first. Ends the actor may not see are not even counted."""
    links = ThreadLink.objects.filter(origin_kind=subjects.kind_of(obj), origin_id=obj.pk)
    return _alone(links, actor, "outcome")


def origin_ids(obj: Model, kind: str) -> list[int]:
    """Return the ids of the objects of one kind that the object came from: for acts of the house, not for pages."""
    links = ThreadLink.objects.filter(outcome_kind=subjects.kind_of(obj), outcome_id=obj.pk, origin_kind=kind)
    return list(links.order_by("id").values_list("origin_id", flat=True))


@Asked
def around(obj: Model, actor: Actor, *, without: Iterable[str] = ()) -> Steps[tuple[list[End], list[End]]]:
    """
    Return what the object came from and what came of it: one statement for the links, one for all far ends.

    Far ends of the kinds `without` are left out: the page has them already.
    """
    kind = subjects.kind_of(obj)
    incoming = Q(outcome_kind=kind, outcome_id=obj.pk) & ~Q(origin_kind__in=list(without))
    outgoing = Q(origin_kind=kind, origin_id=obj.pk) & ~Q(outcome_kind__in=list(without))
    links = yield ThreadLink.objects.filter(incoming | outgoing).order_by("at", "id")
    here = (kind, obj.pk)
    came = [row for row in links if (row.outcome_kind, row.outcome_id) == here]
    led = [row for row in links if (row.origin_kind, row.origin_id) == here]
    both = yield from side_by_side(_ends(came, actor, "origin"), _ends(led, actor, "outcome"))
    return both[0], both[1]


def _alone(links: QuerySet[ThreadLink], actor: Actor, side: str) -> list[End]:
    found: list[End] = in_rounds([_ends(links.order_by("at", "id"), actor, side)])[0]
    return found


def _ends(links: Iterable[ThreadLink], actor: Actor, side: str) -> Steps[list[End]]:
    rows = [(getattr(row, f"{side}_kind"), getattr(row, f"{side}_id"), row) for row in links]
    if not rows:
        return []
    kinds = sorted({kind for kind, _, _ in rows})
    found = yield [_visible(kind, (i for k, i, _ in rows if k == kind), actor) for kind in kinds]
    seen = {kind: {obj.pk: obj for obj in objects} for kind, objects in zip(kinds, found, strict=True)}
    return [_end(kind, seen[kind][i], row) for kind, i, row in rows if i in seen[kind]]


def _visible(kind: str, ids: Iterable[int], actor: Actor) -> QuerySet[Any]:
    return subjects.get(kind).visible_to(actor).filter(pk__in=list(ids))


def _end(kind: str, obj: Any, row: ThreadLink) -> End:
    subject = subjects.get(kind)
    return End(
        kind,
        subject.label,
        subject.title(obj),
        subject.caption(obj),
        subject.url(obj),
        row.relation,
        row.at,
        obj,
    )
