"""The address book with telephone numbers, for staff: each number that leaves the house is noted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Group, Table
from yizheng.org.enums import ReadingPurpose
from yizheng.org.rolls.reading_notes import note_reading

from .. import queries, services
from ..models import Attendee, Pack

COLUMNS = (
    Column("姓名", 1, pad_names=True), Column("小组", 0.9), Column("工作单位及职务", 2.8), Column("电话", 1.4),
)  # fmt: skip


def book(pack: Pack, actor: Actor) -> Table:
    """Return the address book; a reading of each person and one row of the ledger are left (office-practice 5)."""
    people = queries.everybody(pack)
    note_reading([row.person for row in people], ("phone",), actor, ReadingPurpose.MEETING)
    services.note_book_taken(pack=pack, people=len(people), by=actor, at=timezone.now())
    return Table(f"{pack.session.label}通讯录", COLUMNS, tuple(_rows(people)), subtitle="内部，注意保密")


def _rows(people: list[Attendee]) -> Iterator[tuple[str, ...] | Group]:
    for where, rows in groupby(people, key=lambda row: row.where):
        yield Group(where)
        for row in rows:
            person = row.person
            yield (person.name, str(row.group or ""), f"{person.employer}{person.title}", person.phone)
