"""Tables of a plenary: schedule, groups with their members, rooms and buses, the seat chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from yizheng.kernel.papers import Column, Group, Table

from .. import queries, showing
from ..enums import FacilityKind, GroupKind
from ..models import Attendee, Facility, Pack
from ..models import Group as DiscussionGroup

SCHEDULE = (Column("时间", 0.8, "center"), Column("内容", 3), Column("地点", 1.6), Column("参加", 1))
PEOPLE = (
    Column("序号", 0.6, "center"), Column("姓名", 1.1, pad_names=True), Column("界别", 1.5), Column("座位", 1.3),
    Column("住宿", 1.2), Column("车辆", 1),
)  # fmt: skip
GUESTS = (
    Column("姓名", 1.1, pad_names=True), Column("单位和职务", 2.4), Column("小组", 1), Column("座位", 1.2),
    Column("住宿", 1.2), Column("车辆", 1),
)  # fmt: skip
PLACES = (Column("名称", 1.4), Column("地点或发车时间", 2.4), Column("安排", 2.6))


def schedule(pack: Pack) -> Table:
    """Return the schedule, half-day by half-day."""
    rows: list[tuple[str, ...] | Group] = []
    for words, items in showing.by_half_days(pack.items.all()):
        rows.append(Group(words))
        rows += [(f"{each.starts:%H:%M}", each.title, each.place, each.get_attends_display()) for each in items]
    return Table(f"{pack.session.label}日程", SCHEDULE, tuple(rows), subtitle=showing.days(pack))


def groups(pack: Pack) -> Table:
    """Return the groups, members by sector and strokes, then their guests, each with seat, room and bus."""
    people, found = queries.everybody(pack), queries.groups_of(pack, GroupKind.SMALL)
    rows = tuple(_groups(found, people))
    return Table(
        f"{pack.session.label}小组名单",
        PEOPLE,
        rows,
        notes=("组内按界别次序、姓氏笔画排列；列席和工作人员列在后面，不计人数。",),
    )


def _groups(found: Iterable[DiscussionGroup], people: list[Attendee]) -> Iterator[tuple[str, ...] | Group]:
    for group in found:
        inside = [row for row in people if row.group_id == group.pk]
        due = sum(not row.is_guest for row in inside)
        yield Group(heading(group, due))
        for number, row in enumerate(inside, start=1):
            counted = str(number) if number <= due else ""
            yield (counted, str(row), row.where, row.seat, str(row.lodging or ""), str(row.bus or ""))


def guests(pack: Pack) -> Table:
    """Return guests and staff by as what they are here; they bear no number, they are not due."""
    rows: list[tuple[str, ...] | Group] = []
    for where, people in groupby(queries.guests_of(pack), key=lambda row: row.where):
        rows.append(Group(where))
        rows += [
            (str(row), f"{row.person.employer}{row.person.title}", str(row.group or ""), row.seat,
             str(row.lodging or ""), str(row.bus or ""))
            for row in people
        ]  # fmt: skip
    return Table(f"{pack.session.label}列席和工作人员", GUESTS, tuple(rows))


def heading(group: DiscussionGroup, size: int) -> str:
    """Return what stands over a group: how many, who convenes and records, where it meets."""
    said = "，".join(f"{label}：{text}" for label, text in showing.group_facts(group))
    return f"{group.name}（{size}人） {said}"


def rooms(pack: Pack) -> Table:
    """Return rooms and buses with the groups in them."""
    rows: list[tuple[str, ...] | Group] = []
    found, people = queries.facilities_of(pack), queries.everybody(pack)
    meets: dict[int, list[str]] = {}
    for group in (group for kind in GroupKind for group in queries.groups_of(pack, kind)):
        if group.room_id is not None:
            meets.setdefault(group.room_id, []).append(group.name)
    for kind in FacilityKind:
        places = [each for each in found if each.kind == kind]
        rows += [Group(str(kind.label))] if places else []
        rows += [(each.name, each.note, "、".join(meets.get(each.pk, ())) or _who(each, people)) for each in places]
    return Table(f"{pack.session.label}房间和车辆", PLACES, tuple(rows))


def _who(place: Facility, people: Iterable[Attendee]) -> str:
    inside = [row for row in people if place.pk in (row.lodging_id, row.bus_id)]
    groups = dict.fromkeys(row.group.name for row in inside if row.group is not None)
    return "，".join([*(["、".join(groups)] if groups else []), f"共{len(inside)}人"]) if inside else "未安排"


def seats(pack: Pack) -> Table:
    """Return the seat chart: a row of the hall a line, the stage first; names stand upright in narrow columns."""
    chart = showing.chart(pack, queries.everybody(pack))
    most = max((len(row) for _, row in chart), default=1)
    columns = (Column("排", 2, "center"), *(Column(str(n), 1, "center") for n in range(1, most + 1)))
    rows = tuple((label, *(str(place.who or "") for place in row), *[""] * (most - len(row))) for label, row in chart)
    title = f"{pack.session.label}座位图"
    return Table(
        title,
        columns,
        rows,
        subtitle=pack.place,
        notes=("座号从左到右，面向主席台；主席台从正中向两边排。",),
        landscape=True,
    )
