"""The list of telephone numbers for sending texts by other means (短信名单); every reading is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yizheng.accounts.models import User
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import require
from yizheng.org.enums import ReadingPurpose
from yizheng.org.models import Person, ReadingLog

from ..models import Message, Recipient


@dataclass(frozen=True)
class PhoneRow:
    """One line of the list; an empty number says that none is known."""

    name: str
    phone: str


@transaction.atomic
def phone_list(*, message: Message, recipients: Sequence[Recipient], by: Actor, at: datetime) -> list[PhoneRow]:
    """
    Read the numbers of recipients (导出短信名单): one note a person, one ledger row for the list.

    Rule: office-practice 5 and 22.
    """
    require("notify.export_phones", by, message)
    people = Person.objects.only("phone", "phone_digest", "name").in_bulk(
        [r.person_id for r in recipients if r.person_id]
    )
    users = User.objects.only("phone", "name").in_bulk([r.user_id for r in recipients if r.user_id])
    _note(list(people.values()), by, at)
    ledger.record("export_phones", message, by=by, at=at, fields={"recipients": len(recipients)})
    return [PhoneRow(each.name, _phone(each, people, users)) for each in recipients]


def _note(people: list[Person], by: Actor, at: datetime) -> None:
    ReadingLog.objects.bulk_create(
        ReadingLog(
            person=person, at=at, reader_id=by.user_id, reader_name=by.name, hat_label=by.hat.label,
            purpose=ReadingPurpose.CONTACT, field_names=["phone"],
        )
        for person in people
    )  # fmt: skip


def _phone(row: Recipient, people: dict[int, Person], users: dict[int, User]) -> str:
    person, user = people.get(row.person_id or 0), users.get(row.user_id or 0)
    return (person.phone if person else "") or (user.phone if user else "")
