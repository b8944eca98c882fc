"""Writes of the roster of information officers and of their trainings (F076, F079)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import Officer, OfficerTraining, TrainingPresence


@dataclass(frozen=True)
class Particulars:
    """Who an officer is. `user_id` is the login under which they write; `least_pieces` a year, 0 asks for none."""

    name: str
    appointed_on: date
    workplace: str = ""
    phone: str = ""
    is_invited: bool = False
    user_id: int | None = None
    least_pieces: int = 0


@transaction.atomic
def appoint(*, particulars: Particulars, by: Actor, at: datetime) -> Officer:
    """
    Enter an information officer into the roster (聘任).

    Raises: PermissionDenied; Refused `no_name`, `login_taken`; nothing is made then.
    """
    require("officer.keep", by)
    _check(particulars, None)
    officer = Officer.objects.create(**_columns(particulars))
    ledger.record("appoint_officer", officer, by=by, at=at, fields={"appointed_on": officer.appointed_on})
    return officer


@transaction.atomic
def change(*, officer: Officer, particulars: Particulars, by: Actor, at: datetime) -> Officer:
    """Change what the roster says of an officer (更正). Raises: as `appoint`; nothing is changed then."""
    require("officer.keep", by)
    locked = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    _check(particulars, locked)
    values = _columns(particulars)
    changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, values[name])
    locked.save(update_fields=changed)
    ledger.record("change_officer", locked, by=by, at=at, fields={"changed": changed})
    return locked


@transaction.atomic
def end(*, officer: Officer, ended_on: date, by: Actor, at: datetime) -> Officer:
    """
    End an officer's time (解聘): what was sent in stays, nothing new is sent in from that day on.

    Raises: PermissionDenied; Refused `ended`, `before`; nothing is changed then.
    """
    require("officer.keep", by)
    locked = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    if locked.ended_on is not None:
        raise Refused("ended", f"{locked.name}的聘期已经结束，不用再办。")
    if ended_on < locked.appointed_on:
        raise Refused("before", "结束日期比聘任日期还早，请核对。")
    locked.ended_on = ended_on
    locked.save(update_fields=["ended_on"])
    ledger.record("end_officer", locked, by=by, at=at, fields={"ended_on": ended_on})
    return locked


@transaction.atomic
def hold_training(
    *, held_on: date, topic: str, place: str, officers: Sequence[Officer], by: Actor, at: datetime
) -> OfficerTraining:
    """
    Record a training and who came (信息员培训).

    Raises: PermissionDenied; Refused `no_topic`, `future`; nothing is made then.
    """
    require("officer.keep", by)
    if not topic.strip():
        raise Refused("no_topic", "请写明培训内容。")
    if held_on > timezone.localdate(at):
        raise Refused("future", "培训日期还没有到，办过以后再登记。")
    training = OfficerTraining.objects.create(held_on=held_on, topic=topic.strip()[:80], place=place.strip()[:80])
    _note_presence(training, officers)
    ledger.record("hold_training", training, by=by, at=at, fields={"held_on": held_on, "present": len(officers)})
    return training


@transaction.atomic
def correct_presence(*, training: OfficerTraining, officers: Sequence[Officer], by: Actor, at: datetime) -> int:
    """Correct who was at a training (更正到会). Returns how many came. Raises: PermissionDenied."""
    require("officer.keep", by)
    OfficerTraining.objects.select_for_update().get(pk=training.pk)
    training.presences.all().delete()
    _note_presence(training, officers)
    ledger.record("correct_presence", training, by=by, at=at, fields={"present": len(officers)})
    return len(officers)


def _note_presence(training: OfficerTraining, officers: Sequence[Officer]) -> None:
    TrainingPresence.objects.bulk_create(TrainingPresence(training=training, officer=each) for each in officers)


def _check(given: Particulars, officer: Officer | None) -> None:
    if not given.name.strip():
        raise Refused("no_name", "请填写姓名。")
    if given.user_id is None:
        return
    others = Officer.objects.filter(user=given.user_id, ended_on__isnull=True)
    if officer is not None:
        others = others.exclude(pk=officer.pk)
    if others.exists():
        raise Refused("login_taken", "这个登录名已经对应另一位信息员，请核对。")


def _columns(given: Particulars) -> dict[str, Any]:
    name = given.name.strip()
    return {
        "name": name, "sort_key": name, "workplace": given.workplace.strip(), "phone": given.phone.strip(),
        "is_invited": given.is_invited, "user_id": given.user_id, "appointed_on": given.appointed_on,
        "least_pieces": given.least_pieces,
    }  # fmt: skip
