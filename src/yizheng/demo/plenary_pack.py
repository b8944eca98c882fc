"""The arrangements of the demo's last plenary: groups, rooms, buses, seats, presidium, two briefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from yizheng.org.models import Session
from yizheng.plenary import queries, services
from yizheng.plenary.enums import Attends, FacilityKind, GroupKind, GuestKind, Part
from yizheng.plenary.models import Facility, Group, Pack
from yizheng.plenary.services import Basics, GroupWording, Line, Sitting, Where, Wording
from yizheng.plenary.services.packs import LEAVE_RULES
from yizheng.proposal.services import deciding

from .house import House
from .people import LEADERS
from .receipts import everybody_has_read
from .today import moment

PLACE = "云岭会议中心"
GROUPS, JOINT = 8, 2
ROWS, SEATS_A_ROW, STAGE_SEATS = 14, 16, 40
PRESIDIUM = 35
RECORDERS = (
    "demo-clerk-education", "demo-clerk-members", "demo-clerk-urban", "demo-clerk-social", "demo-proposal-deputy",
    "demo-committee", "demo-opinion", "demo-street-2",
)  # fmt: skip
SCHEDULE: tuple[tuple[int, time, str, str, Attends], ...] = (
    (-1, time(14), "委员报到", "云岭宾馆大堂", Attends.ALL),
    (-1, time(19, 30), "主席团第一次会议", "会议中心201", Attends.PRESIDIUM),
    (0, time(9), "开幕会：听取常委会工作报告、提案工作情况报告", PLACE, Attends.ALL),
    (0, time(14, 30), "小组讨论常委会工作报告", "", Attends.GROUP),
    (1, time(9), "列席区人民代表大会，听取政府工作报告", "云岭大礼堂", Attends.ALL),
    (1, time(14, 30), "小组讨论政府工作报告", "", Attends.GROUP),
    (2, time(9), "大会发言", PLACE, Attends.ALL),
    (2, time(14, 30), "联组讨论", "", Attends.JOINT),
    (3, time(9), "界别协商座谈", "", Attends.GROUP),
    (3, time(14, 30), "小组讨论决议（草案）", "", Attends.GROUP),
    (4, time(9), "主席团第二次会议", "会议中心201", Attends.PRESIDIUM),
    (5, time(9, 30), "闭幕会：通过决议", PLACE, Attends.ALL),
)  # fmt: skip
BRIEFS = (
    (1, 0, Part.PM, "第一组围绕常委会工作报告展开讨论，一致认为报告总结成绩实事求是，部署工作重点突出。", (
        "建议把老旧小区加装电梯的资金来源写得更具体，街道有人手、缺的是钱。",
        "基层协商议事要常来常往，不要只在年底集中开会。\n议完的事，建议三个月内给群众一个回音。",
        "提案答复里“正在研究”偏多，希望督办室每季度看一次。",
    )),
    (2, 1, Part.PM, "第二组讨论政府工作报告，委员就产业和民生提出意见。", (
        "工业厂房更新利用要先把消防验收的堵点打通，企业才敢投。",
        "社区食堂可持续运营，关键在采购和补贴标准公开。",
    )),
)  # fmt: skip
"""Group, day of the plenary, half-day, what it came to, and what members said, the first members of the group."""

GUESTS = (
    ("纪松年", "区住房和城乡建设局局长", GuestKind.OBSERVER),
    ("沈若棠", "区教育局局长", GuestKind.OBSERVER),
    ("卢清和", "区工商联副主席", GuestKind.INVITED),
    ("方见微", "望澜社区居民代表", GuestKind.VISITOR),
    ("霍思远", "大会秘书处会务组", GuestKind.STAFF),
)


@dataclass(frozen=True)
class _Office:
    """The clerk at work some days before the opening."""

    house: House
    session: Session

    def on(self, days: int, hour: int = 10) -> dict[str, Any]:
        return {"by": self.house.actor(self.house.office_login), "at": self.at(days, hour)}

    def at(self, days: int, hour: int = 10) -> datetime:
        return moment(self.session.opens + timedelta(days=days), hour)


def prepare(house: House) -> Pack:
    """Prepare the last plenary that is over, publish it, write its first two briefs."""
    session = Session.objects.filter(closes__lt=house.days.today).order_by("-opens").first()
    assert session is not None, "the term is in its fourth year"
    office = _Office(house, session)
    pack = services.begin_pack(session=session, **office.on(-30))
    basics = Basics(PLACE, "大会秘书处 8230017", LEAVE_RULES, ROWS, SEATS_A_ROW, STAGE_SEATS)
    services.change_pack(pack=pack, basics=basics, **office.on(-29))
    services.propose_groups(pack=pack, groups=GROUPS, joint=JOINT, **office.on(-28))
    for days, starts, title, place, attends in SCHEDULE:
        line = Line(session.opens + timedelta(days=days), starts, title, place, attends)
        services.put_item(pack=pack, line=line, **office.on(-27))
    _groups(pack, office)
    _guests(pack, office)
    _presidium(pack, office)
    services.seat_all(pack=pack, **office.on(-9))
    published = services.publish(pack=pack, **office.on(-7))
    services.note_sitting(pack=published, sitting=Sitting(session.opens, Part.NIGHT, PRESIDIUM - 5), **office.on(0, 20))
    _briefs(published, office)
    deciding.note_report_handed_in(session=session, by=house.actor("demo-proposal"), at=office.at(5, 15))
    closed = services.close_pack(pack=published, **office.on(5, 17))
    everybody_has_read(closed, office.on(5)["by"], office.at(-7, 16), office.at(5, 18))
    return closed


def _groups(pack: Pack, office: _Office) -> None:
    """Give each group a convener, a recorder and a room; the first four sleep in one house, two share a bus."""
    act = office.on(-20)
    small, joint = queries.groups_of(pack, GroupKind.SMALL), queries.groups_of(pack, GroupKind.JOINT)
    hotels = [_facility(pack, FacilityKind.LODGING, name, note, 130, act) for name, note in (
        ("云岭宾馆", "松泉路18号"), ("望澜酒店", "望澜街道湖滨路2号"),
    )]  # fmt: skip
    halls = [_facility(pack, FacilityKind.MEETING_ROOM, f"会议中心{300 + n}", "三楼", 60, act) for n in (1, 2)]
    for number, group in enumerate(small):
        room = _facility(pack, FacilityKind.MEETING_ROOM, f"会议中心{201 + number}", "二楼", 40, act)
        _staff(group, RECORDERS[number], room, office, act)
        services.send_group(group=group, facility=hotels[number * 2 // GROUPS], **act)
        start = f"每天8:10在{hotels[number * 2 // GROUPS]}门前发车"
        bus = _facility(pack, FacilityKind.BUS, f"{number + 1}号车", start, 45, act)
        services.send_group(group=group, facility=bus, **act)
    for group, room in zip(joint, halls, strict=True):
        services.send_group(group=group, facility=room, **act)


def _guests(pack: Pack, office: _Office) -> None:
    """Who is known to attend is drawn; the others are named. They come with the group's bus or by themselves."""
    services.draw_guests(pack=pack, **office.on(-19))
    for name, where, kind in GUESTS:
        services.add_guest(pack=pack, name=name, where=where, kind=kind, **office.on(-19, 11))


def _facility(pack: Pack, kind: FacilityKind, name: str, note: str, capacity: int, act: dict[str, Any]) -> Facility:
    return services.set_facility(pack=pack, where=Where(kind, name, note, capacity), **act)


def _staff(group: Group, recorder: str, room: Facility, office: _Office, act: dict[str, Any]) -> None:
    members = queries.members_of(group)
    user = next(grant.user for grant in office.house.grants if grant.user.username == recorder)
    wording = GroupWording(group.name, members[0].membership, user, room, group.joint)
    services.change_group(group=group, wording=wording, **act)


def _presidium(pack: Pack, office: _Office) -> None:
    """The leaders are executive chairs, the secretary-general one of them; standing members fill the rest."""
    people = queries.here(pack)
    leaders = [leader.name for leader in LEADERS]
    heads = sorted((row for row in people if str(row) in leaders), key=lambda row: leaders.index(str(row)))
    standing = [row for row in people if row.membership and row.membership.role == "standing_member"]
    others = [row for row in standing if row not in heads]
    services.set_presidium(
        pack=pack, executive=heads[:-1], secretary_general=heads[-1], members=others[: PRESIDIUM - len(heads)],
        **office.on(-10),
    )  # fmt: skip


def _briefs(pack: Pack, office: _Office) -> None:
    groups: Sequence[Group] = list(pack.groups.filter(kind=GroupKind.SMALL).order_by("order"))
    for number, day, part, summary, said in BRIEFS:
        group = groups[number - 1]
        members, by = queries.members_of(group), office.house.actor(RECORDERS[number - 1])
        wording = Wording(_day(pack, day), part, summary, list(zip(members, said, strict=False)))
        brief = services.begin_brief(group=group, wording=wording, by=by, at=office.at(day, 17))
        services.submit_brief(brief=brief, by=by, at=office.at(day, 18))
        services.check_brief(brief=brief, **office.on(day, 19))
        services.issue_brief(brief=brief, by=office.house.actor("demo-secretary"), at=office.at(day, 20))


def _day(pack: Pack, day: int) -> date:
    return pack.session.opens + timedelta(days=day)
