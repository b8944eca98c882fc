"""Desk cards (桌签) and the address book (通讯录) by privacy level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Cards, Column, Group, Table

from ..enums import ReadingPurpose
from ..models import Membership
from ..queries import members_of, sectors_on, standing_members
from .days import term_now
from .order import by_strokes, in_sectors
from .reading_notes import note_reading

NAME = Column("姓名", 1, pad_names=True)
Line = Callable[[Membership], tuple[str, ...]]
WORK = Column("工作单位及职务", 3)


def member_cards(actor: Actor, asked: Mapping[str, str]) -> Cards:
    """Return a desk card for each member, by sector, then by strokes."""
    term = term_now(timezone.localdate())
    return Cards(f"{term}委员桌签", tuple(row.person.name for row in _members()))


def standing_cards(actor: Actor, asked: Mapping[str, str]) -> Cards:
    """Return a desk card for each member of the standing committee, by strokes."""
    today = timezone.localdate()
    term = term_now(today)
    rows = sorted(standing_members(term, today), key=lambda row: by_strokes(row.person))
    return Cards(f"{term}常委桌签", tuple(row.person.name for row in rows))


def public_book(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return name and sector: what may be shown to everybody."""
    return _book("公开", (NAME,), lambda row: (row.person.name,), _members())


def internal_book(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return also where members work: for the house."""
    return _book("内部", (NAME, WORK), lambda row: (row.person.name, _work(row)), _members())


def confidential_book(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return also telephone numbers; every number that leaves the house is noted (office-practice 5)."""
    members = _members()
    note_reading([row.person for row in members], ("phone",), actor, ReadingPurpose.CONTACT)
    columns = (NAME, WORK, Column("电话", 1.4))
    return _book("内部，注意保密", columns, lambda row: (row.person.name, _work(row), row.person.phone), members)


def _members() -> list[Membership]:
    today = timezone.localdate()
    return in_sectors(members_of(term_now(today), today), sectors_on(today))


def _work(row: Membership) -> str:
    return f"{row.person.employer}{row.person.title}"


def _book(mark: str, columns: tuple[Column, ...], line: Line, members: list[Membership]) -> Table:
    title = f"{term_now(timezone.localdate())}委员通讯录"
    return Table(title, columns, tuple(_lines(members, line)), subtitle=mark)


def _lines(members: list[Membership], line: Line) -> Iterator[tuple[str, ...] | Group]:
    for sector, group in groupby(members, key=lambda row: row.sector):
        yield Group(str(sector))
        yield from (line(row) for row in group)
