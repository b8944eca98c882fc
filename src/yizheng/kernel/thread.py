"""The thread (来龙去脉): where an object came from and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from . import subjects
from .acting import Actor
from .models import ThreadLink


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
    return _ends(links, actor, "origin")


def led_to(obj: Model, actor: Actor) -> list[End]:
    """Return what came of the object, oldest first. Ends the actor may not see are not even counted."""
    links = ThreadLink.objects.filter(origin_kind=subjects.kind_of(obj), origin_id=obj.pk)
    return _ends(links, actor, "outcome")


def _ends(links: QuerySet[ThreadLink], actor: Actor, side: str) -> list[End]:
    rows = [(getattr(row, f"{side}_kind"), getattr(row, f"{side}_id"), row) for row in links.order_by("at", "id")]
    seen = {kind: _visible(kind, (i for k, i, _ in rows if k == kind), actor) for kind in {k for k, _, _ in rows}}
    return [_end(kind, seen[kind][i], row) for kind, i, row in rows if i in seen[kind]]


def _visible(kind: str, ids: Iterable[int], actor: Actor) -> dict[int, Any]:
    return subjects.get(kind).visible_to(actor).in_bulk(list(ids))


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
