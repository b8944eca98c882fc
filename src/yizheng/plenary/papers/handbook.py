"""The meeting handbook (会议手册): all that a member carries through a plenary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yizheng.kernel.papers import Paragraphs, Report, Table

from .. import queries, showing
from ..enums import GroupKind, PresidiumRole
from ..models import Pack
from . import rolls
from .speaking import order_of_speeches

Part = Paragraphs | Table
MOST_SEATS_UPRIGHT = 16
"""More seats a row than this do not stand on an upright page; the chart is then a sheet of its own."""


def handbook(pack: Pack) -> Report:
    """Return the handbook of a plenary: what is not arranged yet is left out."""
    parts = [part for part in _parts(pack) if _says_something(part)]
    return Report(f"{pack.session.label}会议手册", tuple(parts), subtitle=f"{showing.days(pack)}　{pack.place}".strip())


def _says_something(part: Part) -> bool:
    return bool(part.rows if isinstance(part, Table) else part.lines)


def _parts(pack: Pack) -> Iterator[Part]:
    yield rolls.schedule(pack)
    yield Paragraphs("主席团", tuple(_presidium(pack)))
    yield rolls.groups(pack)
    yield Paragraphs("联组", tuple(_joint(pack)))
    yield rolls.guests(pack)
    yield rolls.rooms(pack)
    if pack.seats_a_row <= MOST_SEATS_UPRIGHT:
        yield replace(rolls.seats(pack), landscape=False)
    else:
        yield Paragraphs("座位", ("每位委员的座位见小组名单；座位图另印。",))
    if (speeches := order_of_speeches(pack.session)) is not None:
        yield speeches
    yield Paragraphs("请假规定", tuple(line for line in pack.leave_rules.splitlines() if line.strip()))
    yield Paragraphs("会务联系", (pack.contact,) if pack.contact else ())


def _presidium(pack: Pack) -> Iterator[str]:
    sitting = queries.in_presidium(queries.here(pack))
    for role in PresidiumRole:
        rows = [row for row in sitting if row.presidium == role]
        if rows:
            yield f"{role.label}（{len(rows)}人）：{showing.named(rows)}"


def _joint(pack: Pack) -> Iterator[str]:
    small = queries.groups_of(pack, GroupKind.SMALL)
    for group in queries.groups_of(pack, GroupKind.JOINT):
        parts = "、".join(each.name for each in small if each.joint_id == group.pk)
        said = "，".join(f"{label}：{text}" for label, text in showing.group_facts(group))
        yield f"{group.name}（{parts}）：{said}"
