"""A plenary as the components of the house draw it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, Meaning
from yizheng.ui.tags.marks import weekday

from .arranging import chart_of
from .enums import BriefState, FacilityKind, PackState
from .models import STAGE, Attendee, Brief, Facility, Group, Pack, ScheduleItem, seat_words
from .queries import Readiness

MEANING = {PackState.DRAFT: Meaning.BUSY, PackState.PUBLISHED: Meaning.ACCENT, PackState.CLOSED: Meaning.OK}
BRIEF_MEANING = {
    BriefState.DRAFT: Meaning.NEUTRAL, BriefState.SUBMITTED: Meaning.WARN, BriefState.CHECKED: Meaning.BUSY,
    BriefState.ISSUED: Meaning.OK,
}  # fmt: skip
PACK_COLUMNS = [Column("全会"), Column("会期"), Column("会场"), Column("状态")]
GROUP_COLUMNS = [Column("小组"), Column("人数", "number"), Column("召集人"), Column("记录员"), Column("地点"),
                 Column("联组")]  # fmt: skip
JOINT_COLUMNS = [Column("联组"), *GROUP_COLUMNS[1:5]]
PEOPLE_COLUMNS = [Column("姓名"), Column("界别"), Column("座位"), Column("住宿"), Column("车辆")]
GUESTS_IN_GROUP = [PEOPLE_COLUMNS[0], Column("身份"), *PEOPLE_COLUMNS[2:]]
GUEST_COLUMNS = [Column("姓名"), Column("单位和职务"), Column("小组"), *PEOPLE_COLUMNS[2:]]
SCHEDULE_COLUMNS = [Column("时间"), Column("内容"), Column("地点"), Column("谁参加")]
FACILITY_COLUMNS = [Column("名称"), Column("地点或发车时间"), Column("已安排", "number")]
BRIEF_COLUMNS = [Column("简报"), Column("讨论"), Column("小组"), Column("状态")]
PRESIDIUM_COLUMNS = [Column("姓名"), Column("界别"), Column("座位")]
SITTING_COLUMNS = [Column("次序"), Column("时间"), Column("应到", "number"), Column("实到", "number"), Column("说明")]


def url(name: str, row: Any) -> str:
    """Return the address of a page of one object."""
    return address(f"plenary:{name}", public_id=row.public_id)


def crumbs(pack: Pack | None, *last: str | Crumb) -> list[Crumb]:
    """Return the way to a page of one pack."""
    way = [Crumb("全会会务", address("plenary:packs"))]
    if pack is not None:
        way.append(Crumb(pack.session.label, url("pack", pack)))
    return [*way, *(each if isinstance(each, Crumb) else Crumb(each) for each in last)]


def days(pack: Pack) -> str:
    """Return when the plenary meets."""
    first, last = pack.session.opens, pack.session.closes
    return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"


def pack_row(pack: Pack) -> list[Cell]:
    """Return one row of the list of plenaries."""
    return [
        Cell(pack.session.label, url("pack", pack)), Cell(days(pack)), Cell(pack.place or "未定"),
        Cell(pack.get_state_display(), meaning=MEANING[PackState(pack.state)]),
    ]  # fmt: skip


def figures(pack: Pack, ready: Readiness) -> list[Figure]:
    """Return what is ready for whoever prepares it; each number opens its list."""

    def of_all(count: int, label: str, page: str, *, must: bool = True) -> Figure:
        lacks = must and count < ready.people
        meaning = Meaning.WARN if lacks else Meaning.NEUTRAL
        return Figure(count, label, url(page, pack), "人", f"共{ready.people}人", meaning=meaning)

    groups, lists = url("groups", pack), shown_to_members(pack, ready)
    return [
        lists[0],
        of_all(ready.grouped, "已分组", "groups"),
        Figure(ready.without_convener, "没有召集人", groups, "组", meaning=_warn(ready.without_convener)),
        Figure(ready.without_recorder, "没有记录员", groups, "组", meaning=_warn(ready.without_recorder)),
        of_all(ready.lodged, "已安排住宿", "rooms", must=False),
        of_all(ready.on_buses, "已安排车辆", "rooms", must=False),
        *lists[1:3],
        of_all(ready.seated, "已排座", "seats"),
        *lists[4:],
    ]


def shown_to_members(pack: Pack, ready: Readiness) -> list[Figure]:
    """Return the lists of a plenary for whoever only reads them."""
    return [
        Figure(ready.groups, "小组", url("groups", pack), "个", meaning=_warn(not ready.groups)),
        Figure(ready.items, "日程", url("schedule", pack), "项", meaning=_warn(not ready.items)),
        Figure(ready.facilities, "房间和车辆", url("rooms", pack), "处"),
        Figure(ready.seated, "座位", url("seats", pack), "个"),
        Figure(ready.presidium, "主席团", url("presidium", pack), "人", meaning=_warn(not ready.presidium)),
        Figure(ready.issued, "已签发简报", url("briefs", pack), "期"),
        Figure(ready.guests + ready.staff, "列席和工作人员", url("guests", pack), "人"),
        Figure(ready.people + ready.guests + ready.staff, "通讯录", url("book", pack), "人"),
    ]


def _warn(lacks: object) -> Meaning:
    return Meaning.WARN if lacks else Meaning.NEUTRAL


def group_row(group: Any) -> list[Cell]:
    """Return one row of the groups; the group was read with its size."""
    return [
        Cell(group.name, url("group", group)), Cell(str(group.size)), Cell(str(group.convener or "未定")),
        Cell(group.recorder.name if group.recorder else "未定"), Cell(str(group.room or "未定")),
        Cell(str(group.joint or "")),
    ]  # fmt: skip


def person_row(row: Attendee, *, may_move: bool) -> list[Cell]:
    """Return one member of a group or a room; for the office the name opens what can be changed."""
    return [
        Cell(str(row), url("move", row) if may_move else ""), Cell(row.where),
        Cell(row.seat or "未排"), Cell(str(row.lodging or "")), Cell(str(row.bus or "")),
    ]  # fmt: skip


def guest_row(row: Attendee, *, may_move: bool) -> list[Cell]:
    """Return one guest; for the office the name opens what can be changed."""
    return [
        Cell(str(row), url("move", row) if may_move else ""), Cell(f"{row.person.employer}{row.person.title}"),
        Cell(str(row.group or "")), Cell(row.seat), Cell(str(row.lodging or "")), Cell(str(row.bus or "")),
    ]  # fmt: skip


def day_words(item: ScheduleItem) -> str:
    """Return 2月24日 星期二 上午."""
    return f"{item.day.month}月{item.day.day}日 {weekday(item.day)} {item.get_part_display()}"


def by_half_days(items: Iterable[ScheduleItem]) -> list[tuple[str, list[ScheduleItem]]]:
    """Return the schedule, a half-day a list, in the order of time."""
    return [(words, list(rows)) for words, rows in groupby(items, key=day_words)]


def item_row(item: ScheduleItem, *, may_change: bool) -> list[Cell]:
    """Return one line of the schedule."""
    return [
        Cell(f"{item.starts:%H:%M}"), Cell(item.title, url("change-item", item) if may_change else ""),
        Cell(item.place), Cell(item.get_attends_display()),
    ]  # fmt: skip


def facility_row(row: Any) -> list[Cell]:
    """Return one room or bus with how many are there; of a meeting room, how many groups."""
    unit = "组" if row.kind == FacilityKind.MEETING_ROOM else "人"
    most = f" / {row.capacity}" if row.capacity and unit == "人" else ""
    return [Cell(row.name, url("room", row)), Cell(row.note), Cell(f"{row.taken}{most} {unit}")]


def presidium_row(row: Attendee) -> list[Cell]:
    """Return one member of the presidium."""
    return [Cell(str(row)), Cell(row.where), Cell(row.seat or "未排")]


def brief_row(brief: Brief) -> list[Cell]:
    """Return one row of the briefs."""
    return [
        Cell(brief.title, url("brief", brief)), Cell(brief.when), Cell(brief.group.name),
        Cell(brief.get_state_display(), meaning=BRIEF_MEANING[BriefState(brief.state)]),
    ]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One seat of the hall, with who sits there."""

    row: int
    number: int
    who: Attendee | None = None

    @property
    def name(self) -> str:
        """Return it as a form posts it: 3-12."""
        return f"{self.row}-{self.number}"

    @property
    def words(self) -> str:
        """Return it as it is read aloud."""
        return seat_words(self.row, self.number)

    @property
    def posted(self) -> str:
        """Return the seat and who was seen in it."""
        return f"{self.name}:{self.who.public_id if self.who else ''}"


def seat_name(row: Attendee) -> str:
    """Return a seat as a form posts it, empty without one."""
    return f"{row.seat_row}-{row.seat_number}" if row.seat_row is not None else ""


Taken = dict[tuple[int, int], Attendee]
Line = tuple[str, list[Place]]


def chart(pack: Pack, attendees: Iterable[Attendee], *, whole: bool = False) -> list[Line]:
    """
    Return the hall row by row, the stage first, each seat with who sits there; a wide stage in several lines.

    As far as it is filled; the `whole` hall where somebody is to be seated by hand.
    """
    taken: Taken = {
        (row.seat_row, row.seat_number): row
        for row in attendees
        if row.seat_row is not None and row.seat_number is not None
    }
    filled = pack.rows if whole else max((row for row, _ in taken), default=0)
    last = pack.stage_seats if whole else max((number for row, number in taken if row == STAGE), default=0)
    hall = [(f"{row}排", _line(taken, row, pack.seats_a_row)) for row in range(1, filled + 1)]
    return [*_stage(_line(taken, STAGE, last), pack.seats_a_row or last), *hall]


def _line(taken: Taken, row: int, seats: int) -> list[Place]:
    return [Place(row, number, who) for number, who in enumerate(chart_of(taken, row, seats), start=1)]


def _stage(seats: list[Place], width: int) -> list[Line]:
    if len(seats) <= width:
        return [("主席台", seats)] if seats else []
    cut = [seats[start : start + width] for start in range(0, len(seats), width)]
    return [(f"主席台{part[0].number}—{part[-1].number}号", part) for part in cut]


def own_facts(own: Attendee) -> list[tuple[str, str]]:
    """Return what a member has to know: group, where it meets, seat, room, bus."""
    group = own.group
    shown = [
        ("会场", own.pack.place), ("座位", own.seat), ("小组", group.name if group else ""),
        ("讨论地点", _place(group.room if group else None)),
        ("召集人", str(group.convener or "") if group else ""), ("联组", str(group.joint or "") if group else ""),
        ("联组地点", _place(group.joint.room if group and group.joint else None)),
        ("主席团", own.get_presidium_display()), ("住宿", _place(own.lodging)), ("车辆", _place(own.bus)),
        ("会务联系", own.pack.contact),
    ]  # fmt: skip
    return [(label, text) for label, text in shown if text]


def _place(facility: Facility | None) -> str:
    if facility is None:
        return ""
    return f"{facility.name}（{facility.note}）" if facility.note else facility.name


def named(rows: Sequence[Attendee]) -> str:
    """Return names in their order."""
    return "、".join(str(row) for row in rows)


def group_facts(group: Group) -> list[tuple[str, str]]:
    """Return who convenes and records a group, where it meets."""
    shown = [
        ("召集人", str(group.convener or "未定")), ("记录员", group.recorder.name if group.recorder else "未定"),
        ("讨论地点", _place(group.room) or "未定"), ("联组", str(group.joint or "")),
    ]  # fmt: skip
    return [(label, text) for label, text in shown if text]
