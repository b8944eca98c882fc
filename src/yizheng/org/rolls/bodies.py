"""Rolls of special committees, sectors' conveners, grassroots units and handling units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Group, Table

from ..enums import GRASSROOTS_KINDS, UnitCategory
from ..models import GrassrootsMembership, OrgUnit, Seat, in_force
from ..queries import SectorsOn, conveners_of, sectors_on, units_in_force
from ..queries.rosters import DUTIES
from .days import as_of, day_of, term_now
from .order import by_strokes

DUTY_COLUMNS = (
    Column("职务", 1), Column("姓名", 1, pad_names=True), Column("界别", 1.4), Column("工作单位及职务", 3),
)  # fmt: skip


def _duty(duty: str) -> int:
    return DUTIES.index(duty) if duty in DUTIES else len(DUTIES)


def seats(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return who sat in each special committee on a day, by duty, then by strokes."""
    on = day_of(asked)
    rows = list(Seat.objects.held(on).select_related("body", "membership__person", "membership__sector"))
    rows.sort(key=lambda row: (row.body.order, row.body_id, _duty(row.duty), by_strokes(row.membership.person)))
    lines = tuple(_seats(rows, sectors_on(on)))
    return Table("各专门委员会组成人员名单", DUTY_COLUMNS, lines, subtitle=as_of(on))


def _seats(rows: list[Seat], then: SectorsOn) -> Iterator[tuple[str, ...] | Group]:
    for body, group in groupby(rows, key=lambda row: row.body):
        sitting = list(group)
        yield Group(f"{body.full_name}（{len(sitting)}人）")
        for row in sitting:
            person, sector = row.membership.person, then.of(row.membership)
            yield (row.duty, person.name, str(sector or ""), f"{person.employer}{person.title}")


def conveners(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the conveners of the sectors on a day in official order."""
    on = day_of(asked)
    term = term_now(on)
    found = sorted(
        conveners_of(term, on), key=lambda row: (row.sector.order, row.duty, by_strokes(row.membership.person))
    )
    columns = (Column("界别", 1.4), Column("职务", 1), Column("姓名", 1, pad_names=True), Column("工作单位及职务", 3))
    rows = []
    for row in found:
        person = row.membership.person
        rows.append((str(row.sector), row.duty, person.name, f"{person.employer}{person.title}"))
    return Table(f"{term}界别召集人名单", columns, tuple(rows), subtitle=as_of(on), merge_first_column=True)


def grassroots(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return who belonged to each grassroots unit on a day, its head first, then by strokes."""
    on = day_of(asked)
    rows = list(
        GrassrootsMembership.objects.filter(in_force(on), body__kind__in=GRASSROOTS_KINDS).select_related(
            "body", "person", "membership__sector"
        )
    )
    rows.sort(key=lambda row: (row.body.order, row.body_id, _duty(row.duty), by_strokes(row.person)))
    lines = tuple(_grassroots(rows, sectors_on(on)))
    return Table("街道（镇）工委、联络处和活动小组人员名单", DUTY_COLUMNS, lines, subtitle=as_of(on))


def _grassroots(rows: list[GrassrootsMembership], then: SectorsOn) -> Iterator[tuple[str, ...] | Group]:
    for body, group in groupby(rows, key=lambda row: row.body):
        belonging = list(group)
        yield Group(f"{body.full_name}（{len(belonging)}人）")
        for row in belonging:
            sector = then.of(row.membership) if row.membership else None
            yield (row.duty, row.person.name, str(sector or ""), f"{row.person.employer}{row.person.title}")


def units(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the handling units of today by kind, in official order."""
    today = timezone.localdate()
    order = list(UnitCategory)
    found = sorted(units_in_force(today), key=lambda unit: (order.index(UnitCategory(unit.category)), unit.order))
    columns = (Column("序号", 0.5, "center"), Column("单位", 3))
    return Table("承办单位名单", columns, tuple(_units(found)))


def _units(found: list[OrgUnit]) -> Iterator[tuple[str, ...] | Group]:
    for category, group in groupby(found, key=lambda unit: unit.get_category_display()):
        members = list(group)
        yield Group(f"{category}（{len(members)}个）")
        yield from ((str(number), str(unit)) for number, unit in enumerate(members, start=1))
