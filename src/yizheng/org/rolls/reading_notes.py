"""A print that shows sealed fields leaves a row for each person it shows (office-practice 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from yizheng.kernel.acting import Actor

from ..enums import ReadingPurpose
from ..models import Person, ReadingLog


def note_reading(people: Iterable[Person], fields: Sequence[str], actor: Actor, purpose: ReadingPurpose) -> None:
    """Note that an actor took out sealed fields of these persons."""
    at = timezone.now()
    ReadingLog.objects.bulk_create(
        ReadingLog(
            person=person, at=at, reader_id=actor.user_id, reader_name=actor.name, hat_label=actor.hat.label,
            purpose=purpose, field_names=list(fields),
        )
        for person in people
    )  # fmt: skip
